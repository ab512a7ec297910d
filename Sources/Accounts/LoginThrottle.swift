package import Calls
import Synchronization

/// Slows down guessing: after a few wrong passwords, a name and a source address have to wait, longer each time.
///
/// Kept in memory, bounded: forgetting it at a restart costs an attacker nothing but gains him a handful of guesses.
package final class LoginThrottle: Sendable {
    /// Wrong passwords, and tries whose end is not known yet.
    private struct Failures {
        private(set) var count = 1
        /// When the latest of them were, in their order, so that a right one can be taken back.
        private var recent: [Timestamp]
        /// When the last one before those was.
        private var earlier: Timestamp

        /// More tries than this are never under way at once.
        private static let mostRecent = 16

        init(at moment: Timestamp) {
            recent = [moment]
            earlier = moment
        }

        var last: Timestamp { recent.last ?? earlier }

        mutating func add(_ moment: Timestamp) {
            count += 1
            recent.append(moment)
            if recent.count > Self.mostRecent { earlier = recent.removeFirst() }
        }

        mutating func takeBack(_ moment: Timestamp) {
            if let index = recent.lastIndex(of: moment) {
                recent.remove(at: index)
                count -= 1
            } else if count > recent.count {
                count -= 1
            }
        }
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

    /// Notes a try before its password is compared: it counts as wrong unless ``succeeded(_:from:triedAt:)`` follows, so
    /// that many at once are no way around the wait.
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
                if let known = failures[key], now < known.last + Self.memory {
                    failures[key]?.add(now)
                } else {
                    failures[key] = Failures(at: now)
                }
            }
        }
    }

    /// Notes that a try was right: the name begins anew; the source stands as if it had not tried, since it may have guessed at
    /// others, and since those who share it must not wait for somebody who was right.
    package func succeeded(_ name: LoginName, from source: String, triedAt moment: Timestamp) {
        failures.withLock { failures in
            failures["n \(name)"] = nil
            let key = "s \(source)"
            failures[key]?.takeBack(moment)
            if let left = failures[key], left.count < 1 { failures[key] = nil }
        }
    }

    private static func keys(_ name: LoginName, _ source: String) -> [String] { ["n \(name)", "s \(source)"] }

    private static func penalty(_ count: Int) -> Duration? {
        guard count >= free else { return nil }
        return min(.seconds(1) * (1 << min(count - free, 10)), longest)
    }
}
