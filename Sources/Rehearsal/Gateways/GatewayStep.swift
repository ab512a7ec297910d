/// A point at which a script may change what the gateway receiver answers.
package struct GatewayStep: Sendable, Equatable {
    /// The points, in the order in which a request passes them.
    package enum Event: Sendable, Equatable {
        /// The message is here and is not kept yet; an answer or an end given now means that it never is.
        case message(ReceivedText)
        /// The message is kept and the client does not know yet; to close now makes its fate unknown to the client.
        case kept(ReceivedText)
    }

    /// Which connection, counted from 1 over the receiver's life.
    package let connection: Int
    /// The request as it came.
    package let request: HTTPRequest
    /// What has happened.
    package let event: Event
}

/// What a script makes of a step.
package struct ScriptedAnswer: Sendable, Equatable {
    enum Action: Sendable, Equatable {
        case usual
        case say(HTTPResponse)
        case close
    }

    let action: Action
    let delay: Duration

    /// Answers something else.
    ///
    /// - Parameters:
    ///   - status: 429, 503 …
    ///   - fields: Header fields such as `("Retry-After", "2")`.
    ///   - type: What the body is.
    ///   - body: The words of the gateway.
    ///   - delay: How long the client waits for it.
    /// - Returns: What to give back from the script.
    package static func say(
        _ status: Int,
        fields: [(name: String, value: String)] = [],
        type: String = "application/json",
        body: String = "{}",
        after delay: Duration = .zero
    ) -> ScriptedAnswer {
        let fields = fields.map { HTTPRequest.Field(name: $0.name, value: $0.value) }
        return ScriptedAnswer(action: .say(HTTPResponse(status, type: type, body: body, fields: fields)), delay: delay)
    }

    /// Ends the connection without an answer.
    package static func close(after delay: Duration = .zero) -> ScriptedAnswer {
        ScriptedAnswer(action: .close, delay: delay)
    }

    /// Lets the client wait, then answers as usual.
    package static func wait(_ delay: Duration) -> ScriptedAnswer { ScriptedAnswer(action: .usual, delay: delay) }
}
