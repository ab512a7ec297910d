/// A point of the dialogue at which a script may change what the receiver says.
package struct SMTPStep: Sendable, Equatable {
    /// The points, in the order in which a dialogue passes them.
    package enum Event: Sendable, Equatable {
        /// A client has connected.
        case greeting
        /// It has said its name.
        case hello(String)
        /// It has named the return path.
        case sender(String)
        /// It has named someone the message is for.
        case recipient(String)
        /// It wants to send the message.
        case data
        /// The whole message is here and is not kept yet; a reply or an end given now means that it never is.
        case message(ReceivedMail)
        /// The message is kept and the client does not know yet; to close now makes its fate unknown to the client.
        case kept(ReceivedMail)
        /// The client says goodbye.
        case quit
    }

    /// Which connection, counted from 1 over the receiver's life.
    package let connection: Int
    /// Which transaction of the connection, counted from 1; 0 before the first.
    package let transaction: Int
    /// What has happened.
    package let event: Event
}

/// What a script makes of a step.
package struct ScriptedReply: Sendable, Equatable {
    enum Action: Sendable, Equatable {
        case usual
        case say(String)
        case sayAndClose(String)
        case close
    }

    let action: Action
    let delay: Duration

    /// Says something else: `450 4.2.1 Mailbox busy`, without a line break.
    package static func say(_ reply: String, after delay: Duration = .zero) -> ScriptedReply {
        ScriptedReply(action: .say(reply), delay: delay)
    }

    /// Says something else and then ends the connection: `421 4.3.2 Shutting down`.
    package static func sayAndClose(_ reply: String, after delay: Duration = .zero) -> ScriptedReply {
        ScriptedReply(action: .sayAndClose(reply), delay: delay)
    }

    /// Ends the connection without a word; answers to earlier commands still go out.
    package static func close(after delay: Duration = .zero) -> ScriptedReply {
        ScriptedReply(action: .close, delay: delay)
    }

    /// Lets the client wait, then goes on as usual.
    package static func wait(_ delay: Duration) -> ScriptedReply { ScriptedReply(action: .usual, delay: delay) }
}
