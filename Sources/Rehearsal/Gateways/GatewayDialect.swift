/// The ways in which gateways for text messages are asked.
package enum GatewayDialect: String, Sendable, CaseIterable {
    /// `POST …/Messages.json`, a form, answered with JSON and 201.
    case twilio
    /// `POST /sms/json`, a form or JSON, always answered with 200 and a status inside.
    case vonage
    /// `GET /cgi-bin/sendsms`, everything in the query, answered with a line.
    case kannel
    /// `POST` of JSON in the shape of listmonk's messengers.
    case webhook

    /// Tells by its address whose request it is.
    ///
    /// - Parameter request: With any method.
    init(of request: HTTPRequest) {
        let path = request.path.split(separator: "/")
        if path.count == 4, path[1] == "Accounts", path[3] == "Messages.json" {
            self = .twilio
        } else if path == ["sms", "json"] {
            self = .vonage
        } else if path == ["cgi-bin", "sendsms"] {
            self = .kannel
        } else {
            self = .webhook
        }
    }

    /// The methods that it may be asked with.
    var methods: [String] { self == .kannel ? ["GET", "POST"] : ["POST"] }
}
