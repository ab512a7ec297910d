package import Calls
import Synchronization

/// Slows down guessing: after a few wrong passwords, a name and a source address have to wait, longer each time.
///
/// Kept in memory, bounded: forgetting it at a restart costs an attacker nothing but gains him a handful of guesses.
package final class LoginThrottle: Sendable {
    private struct Failures {
        var count: Int
        var last: Timestamp
    }

    private let failures = Mutex<[String: Failures]>([:])

    /// So many wrong passwords cost nothing.
    static let free = 5
    /// No wait is longer, so that nobody can lock somebody else out for good.
    static let longest = Duration.seconds(900)
    /// A name or a source that was quiet for so long begins anew.
    static let memory = Duration.seconds(3_600)
    /// At most so many names and sources are remembered.
    static let capacity = 10_000

    package init() {}

    /// How long this name or this source still has to wait; `nil` when it may try.
    package func wait(_ name: LoginName, from source: String, now: Timestamp) -> Duration? {
        failures.withLock { failures in
            Self.keys(name, source).compactMap { key -> Duration? in
                guard let known = failures[key], let penalty = Self.penalty(known.count) else { return nil }
                let left = (known.last + penalty).rawValue - now.rawValue
                return left > 0 ? .milliseconds(left) : nil
            }.max()
        }
    }

    /// Notes a try before its password is compared: it counts as wrong unless ``succeeded(_:from:)`` follows, so that many at
    /// once are no way around the wait.
    package func tried(_ name: LoginName, from source: String, now: Timestamp) {
        failures.withLock { failures in
            if failures.count >= Self.capacity {
                failures = failures.filter { now < $0.value.last + Self.memory }
                // Still full: an attack with many names. The sources among them count on; the oldest go.
                if failures.count >= Self.capacity, let oldest = failures.min(by: { $0.value.last < $1.value.last }) {
                    failures[oldest.key] = nil
                }
            }
            for key in Self.keys(name, source) {
                let known = failures[key].flatMap { now < $0.last + Self.memory ? $0.count : nil } ?? 0
                failures[key] = Failures(count: known + 1, last: now)
            }
        }
    }

    /// Notes that the last try was right: the name begins anew; the source keeps its earlier ones, since it may have guessed at
    /// others.
    package func succeeded(_ name: LoginName, from source: String) {
        failures.withLock { failures in
            failures["n \(name)"] = nil
            failures["s \(source)"]?.count -= 1
        }
    }

    private static func keys(_ name: LoginName, _ source: String) -> [String] { ["n \(name)", "s \(source)"] }

    private static func penalty(_ count: Int) -> Duration? {
        guard count >= free else { return nil }
        return min(.seconds(1) * (1 << min(count - free, 10)), longest)
    }
}
