import Synchronization

/// One line on a terminal's standard error that tells how far long work has come.
///
/// Silent when piped.
final class Progress: Sendable {
    static let current = Progress()

    private struct State {
        var isShown = false
        var next = ContinuousClock.now
    }

    private let state = Mutex(State())

    /// Shows how far the work has come, at most ten times a second.
    ///
    /// - Parameters:
    ///   - label: What is being done: "imported".
    ///   - done: How much of it is done.
    ///   - fraction: Between 0 and 1, where the whole is known.
    func show(_ label: String, done: Int, fraction: Double? = nil) {
        guard Console.isErrorTerminal else { return }
        let isDue = state.withLock { state in
            guard ContinuousClock.now >= state.next else { return false }
            state.next = .now + .milliseconds(100)
            state.isShown = true
            return true
        }
        guard isDue else { return }
        let bar = fraction.map { Bar.text($0, width: 24) + " \(Int($0 * 100)) %  " } ?? ""
        Console.write(Array("\r\u{1B}[K\(bar)\(done) \(label)".utf8), to: 2)
    }

    /// Takes the line away.
    func clear() {
        let wasShown = state.withLock { state in
            defer { state.isShown = false }
            return state.isShown
        }
        if wasShown { Console.write(Array("\r\u{1B}[K".utf8), to: 2) }
    }
}

/// A bar of blocks.
enum Bar {
    static func text(_ fraction: Double, width: Int) -> String {
        let full = Int((max(0, min(1, fraction)) * Double(width)).rounded(.down))
        return String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
    }
}
