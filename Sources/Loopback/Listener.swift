import Dispatch
import Foundation

/// A port on 127.0.0.1 that serves every connection on a thread of its own.
///
/// It never listens on another address, so nobody outside this machine can reach it. Threads of its own are used
/// because serving blocks, and the threads that Swift's tasks share must not.
package final class Listener: Sendable {
    /// The port that the system chose.
    package let port: UInt16

    private let register: SocketRegister
    private let threads = DispatchGroup()

    /// Opens a free port and begins to accept.
    ///
    /// - Parameters:
    ///   - maximumConnections: How many are served at the same time; one more is closed at once.
    ///   - patience: How long a connection may be silent.
    ///   - serve: Serves one connection, on its own thread; the connection is closed when it returns, properly when
    ///     the answer is ``Ending/finished``.
    /// - Throws: ``ListenError`` when the system gives no port.
    package init(
        maximumConnections: Int = 256,
        patience: Duration = .seconds(300),
        serve: @escaping @Sendable (Connection) -> Ending
    ) throws(ListenError) {
        let socket = try ListeningSocket.open()
        port = socket.port
        register = SocketRegister(listening: socket.descriptor, capacity: maximumConnections)
        let (register, threads) = (register, threads)
        Self.thread(in: threads) {
            while let accepted = register.accept(patience: patience) {
                Self.thread(in: threads) {
                    let connection = Connection(number: accepted.number, socket: accepted.descriptor)
                    if serve(connection) == .finished { connection.finish() }
                    register.close(accepted)
                }
            }
        }
    }

    /// How the serving of a connection came to its end.
    package enum Ending: Sendable {
        /// Everything was said: the last answer must arrive.
        case finished
        /// The connection is cut off with nothing more said.
        case dropped
    }

    /// Closes the port, ends every connection, and returns when the last thread has ended.
    ///
    /// May be called again. Never call it from inside `serve`.
    package func stop() async {
        register.stop()
        await withCheckedContinuation { continuation in
            threads.notify(queue: .global()) { continuation.resume() }
        }
    }

    deinit { register.stop() }

    private static func thread(in group: DispatchGroup, _ body: @escaping @Sendable () -> Void) {
        group.enter()
        Thread.detachNewThread {
            body()
            group.leave()
        }
    }
}
