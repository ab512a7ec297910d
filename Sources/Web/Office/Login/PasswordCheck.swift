import Accounts
import Dispatch
import Synchronization

/// Compares passwords on a thread of its own: each comparison is meant to cost a quarter of a second and 32 MB.
///
/// One at a time, and few waiting, so that strangers can neither fill the memory nor stop the pages for everybody else.
final class PasswordCheck: Sendable {
    let throttle = LoginThrottle()
    private let queue = DispatchQueue(label: "passwords")
    private let waiting = Mutex(0)
    private static let mostWaiting = 16

    /// Too many people log in at once.
    struct Busy: Error {}

    /// Does something with passwords that takes long.
    ///
    /// - Throws: ``Busy``, or what `work` throws.
    func perform<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
        let isFree = waiting.withLock { waiting in
            guard waiting < Self.mostWaiting else { return false }
            waiting += 1
            return true
        }
        guard isFree else { throw Busy() }
        defer { waiting.withLock { $0 -= 1 } }
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Swift.Result { try work() }) }
        }
    }
}
