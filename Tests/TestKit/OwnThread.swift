import Foundation
import Glibc

/// Runs what blocks on a thread of its own, so that a test never holds a thread of the shared pool.
package enum OwnThread {
    /// Runs a function to its end.
    package static func run<Value: Sendable, Failure: Error>(
        _ work: @escaping @Sendable () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let result: Result<Value, Failure> = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                // The pool's threads block every signal, and both threads and programs inherit that from whoever starts them:
                // a server started so could never be ended.
                var none = sigset_t()
                sigemptyset(&none)
                pthread_sigmask(SIG_SETMASK, &none, nil)
                continuation.resume(returning: Result { () throws(Failure) in try work() })
            }
        }
        return try result.get()
    }
}
