import Foundation

/// A closed gate before which a receiver's thread stands until the test opens it.
final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    /// Waits until it is open; at most half a minute, so that a failing test ends.
    func pass() {
        _ = semaphore.wait(timeout: .now() + 30)
        semaphore.signal()
    }

    func open() { semaphore.signal() }
}
