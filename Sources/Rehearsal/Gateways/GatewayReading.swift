import MIME
import Foundation

/// What a request asks a gateway to send.
enum GatewayReading {
    /// Reads a request as its gateway would.
    ///
    /// - Parameters:
    ///   - request: With a method that the gateway takes.
    ///   - gateway: Whose request it is.
    /// - Returns: The message.
    /// - Throws: ``HTTPFault`` saying what is missing or broken.
    static func text(of request: HTTPRequest, for gateway: GatewayDialect) throws(HTTPFault) -> ReceivedText {
        switch gateway {
        case .twilio: try message(gateway, in: form(request.body), to: "To", from: "From", text: "Body")
        case .vonage: try message(gateway, in: fields(request), to: "to", from: "from", text: "text")
        case .kannel: try kannel(request)
        case .webhook: try webhook(request)
        }
    }

    private static func message(
        _ gateway: GatewayDialect,
        in values: [String: [UInt8]],
        to: String,
        from: String,
        text: String
    ) throws(HTTPFault) -> ReceivedText {
        func value(_ name: String) throws(HTTPFault) -> String {
            guard let bytes = values[name], !bytes.isEmpty else { throw .broken("\(name) is missing.") }
            guard let value = String(validating: bytes, as: UTF8.self) else { throw .broken("\(name) is not UTF-8.") }
            return value
        }
        return ReceivedText(gateway: gateway, to: try value(to), from: try value(from), text: try value(text))
    }

    /// Kannel lets the client choose the character set of the text.
    private static func kannel(_ request: HTTPRequest) throws(HTTPFault) -> ReceivedText {
        var values = try form(request.method == "GET" ? Array(request.query.utf8) : request.body)
        let isWide = values["coding"] == Array("2".utf8)
        let charset = values["charset"].map { String(decoding: $0, as: UTF8.self) } ?? (isWide ? "UTF-16BE" : "UTF-8")
        if let text = values["text"] {
            guard let decoded = Charset(name: charset)?.text(text) else { throw .broken("text is not \(charset).") }
            values["text"] = Array(decoded.utf8)
        }
        return try message(.kannel, in: values, to: "to", from: "from", text: "text")
    }

    private static func webhook(_ request: HTTPRequest) throws(HTTPFault) -> ReceivedText {
        guard let post = try? JSONDecoder().decode(MessengerPost.self, from: Data(request.body)) else {
            throw .broken("The body must be JSON with body and recipients.")
        }
        guard let recipient = post.recipients.first, post.recipients.count == 1, let to = recipient.address else {
            throw .broken("recipients must hold one recipient with a phone number.")
        }
        return ReceivedText(gateway: .webhook, to: to, from: post.fromEmail ?? "", text: post.body)
    }

    private static func fields(_ request: HTTPRequest) throws(HTTPFault) -> [String: [UInt8]] {
        guard request.field("content-type")?.lowercased().hasPrefix("application/json") == true else {
            return try form(request.body)
        }
        guard let values = try? JSONDecoder().decode([String: JSONText].self, from: Data(request.body)) else {
            throw .broken("The body must be a JSON object.")
        }
        return values.compactMapValues { $0.text.map { Array($0.utf8) } }
    }

    private static func form(_ encoded: [UInt8]) throws(HTTPFault) -> [String: [UInt8]] {
        guard let form = PercentDecoding.form(encoded) else { throw .broken("The form is not percent-encoded.") }
        return form
    }
}
