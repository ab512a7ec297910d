package import Loopback

/// A mail server on 127.0.0.1 that takes every message and delivers none.
///
/// It speaks ESMTP as RFC 5321 has it, with PIPELINING, SIZE, 8BITMIME, SMTPUTF8 and ENHANCEDSTATUSCODES, and is
/// strict where real servers are: what it accepts, they accept.
package final class SMTPReceiver: Sendable {
    /// Decides what the receiver says at a step; `nil` is the usual.
    ///
    /// Called on the connection's own thread.
    package typealias Script = @Sendable (SMTPStep) -> ScriptedReply?

    private let listener: Listener

    /// Opens a free port and begins to receive.
    ///
    /// - Parameters:
    ///   - limits: What it bears.
    ///   - replies: Lets a test change what is said; without it, nothing is refused that is well formed.
    ///   - keep: Takes each message before the client is told that it was accepted; when it throws, the client is told
    ///     451 and may try again. Called on the connection's own thread, so several calls overlap.
    /// - Throws: ``ListenError`` when the system gives no port.
    package init(
        limits: SMTPLimits = SMTPLimits(),
        replies: Script? = nil,
        keep: @escaping @Sendable (ReceivedMail) throws -> Void
    ) throws(ListenError) {
        listener = try Listener(maximumConnections: limits.connections, patience: limits.patience) { connection in
            var session = SMTPSession(connection: connection, limits: limits, script: replies, keep: keep)
            return session.serve()
        }
    }

    /// The port on 127.0.0.1.
    package var port: UInt16 { listener.port }

    /// The address as the email channel's setting `server` takes it.
    package var url: String { "smtp://127.0.0.1:\(port)" }

    /// Ends every connection and returns when the last has ended.
    package func stop() async { await listener.stop() }
}
