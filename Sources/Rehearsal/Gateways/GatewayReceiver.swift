package import Loopback

/// A gateway for text messages on 127.0.0.1 that takes every message and delivers none.
///
/// It is four gateways at once and tells by the address of a request which one is meant.
package final class GatewayReceiver: Sendable {
    /// Decides what the receiver answers at a step; `nil` is the usual.
    ///
    /// Called on the connection's own thread.
    package typealias Script = @Sendable (GatewayStep) -> ScriptedAnswer?

    private let listener: Listener

    /// Opens a free port and begins to receive.
    ///
    /// - Parameters:
    ///   - limits: What it bears.
    ///   - answers: Lets a test change what is answered; without it, nothing is refused that is well formed.
    ///   - keep: Takes each message before the client is told that it was accepted; when it throws, the client is told
    ///     503. Called on the connection's own thread, so several calls overlap.
    /// - Throws: ``ListenError`` when the system gives no port.
    package init(
        limits: HTTPLimits = HTTPLimits(),
        answers: Script? = nil,
        keep: @escaping @Sendable (ReceivedText) throws -> Void
    ) throws(ListenError) {
        let count = MessageCount()
        listener = try Listener(maximumConnections: limits.connections, patience: limits.patience) { connection in
            GatewaySession(
                connection: connection,
                reader: HTTPRequestReader(connection: connection, limits: limits),
                script: answers,
                keep: keep,
                count: count
            )
            .serve()
        }
    }

    /// The port on 127.0.0.1.
    package var port: UInt16 { listener.port }

    /// The address as the sms channel's setting `url` takes it.
    package var url: String { "http://127.0.0.1:\(port)" }

    /// Ends every connection and returns when the last has ended.
    package func stop() async { await listener.stop() }
}
