import Foundation

/// What the gateways say when they have taken a message, and when they refuse one.
enum GatewayAnswer {
    /// A gateway's word that it took the message.
    ///
    /// - Parameters:
    ///   - text: The message.
    ///   - number: Counted from 1; becomes the gateway's id for it.
    /// - Returns: The answer in the gateway's own shape.
    static func accepted(_ text: ReceivedText, number: Int) -> HTTPResponse {
        let id = String(format: "%032x", number)
        return switch text.gateway {
        case .twilio:
            json(
                201,
                TwilioMessage(sid: "SM" + id, status: "queued", to: text.to, from: text.from, body: text.text)
            )
        case .vonage:
            json(
                200,
                VonageAnswer(messageCount: "1", messages: [.init(to: text.to, messageID: id, status: "0", error: nil)])
            )
        case .kannel: .plain(202, "0: Accepted for delivery")
        case .webhook: json(200, ["id": id, "status": "ok"])
        }
    }

    /// A gateway's word that the request is broken.
    ///
    /// - Parameters:
    ///   - fault: What is wrong.
    ///   - gateway: In whose words to say it.
    /// - Returns: The answer in the gateway's own shape.
    static func refused(_ fault: HTTPFault, by gateway: GatewayDialect) -> HTTPResponse {
        switch gateway {
        case .twilio:
            json(fault.status, TwilioFault(code: 21_600, message: fault.sentence, status: fault.status))
        case .vonage:
            // Vonage says 200 and puts the fault inside; 2 is a missing parameter.
            json(
                200,
                VonageAnswer(
                    messageCount: "1",
                    messages: [.init(to: nil, messageID: nil, status: "2", error: fault.sentence)]
                )
            )
        case .kannel, .webhook: .plain(fault.status, fault.sentence)
        }
    }

    private static func json(_ status: Int, _ value: some Encodable) -> HTTPResponse {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Every value above is text or a number, which always encodes.
        let body = (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
        return HTTPResponse(status, type: "application/json", body: body)
    }
}

private struct TwilioMessage: Encodable {
    let sid, status, to, from, body: String
}

private struct TwilioFault: Encodable {
    let code: Int
    let message: String
    let status: Int
}

private struct VonageAnswer: Encodable {
    struct Message: Encodable {
        let to: String?
        let messageID: String?
        let status: String
        let error: String?

        private enum CodingKeys: String, CodingKey {
            case to, status
            case messageID = "message-id"
            case error = "error-text"
        }
    }

    let messageCount: String
    let messages: [Message]

    private enum CodingKeys: String, CodingKey {
        case messages
        case messageCount = "message-count"
    }
}
