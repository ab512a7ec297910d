import Calls
import Curl
import Deliveries
import Foundation
import People

/// Anything that takes listmonk's messenger requests: a `POST` of JSON, answered with 200.
struct Webhook: Gateway {
    let address: HTTPAddress
    let account: HTTPCredentials?

    func request(for message: TextMessage) -> HTTPRequest {
        let call = message.briefing.call
        let person = message.person
        let letter = Letter(
            subject: call.title,
            body: message.text.text,
            recipients: [
                Letter.Recipient(
                    uuid: StableUUID.text(of: "person \(person.id.rawValue)"),
                    email: person.email?.exact ?? "",
                    name: person.fullName,
                    attribs: ["phone": message.phone.exact, "delivery": message.returnToken].compactMapValues(\.self)
                )
            ],
            campaign: Letter.Campaign(uuid: StableUUID.text(of: "call \(call.slug)"), name: call.title)
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let body = (try? encoder.encode(letter)).map(Array.init) ?? []
        let fields = [HTTPField.json] + [HTTPField("Idempotency-Key", message.key)].compactMap(\.self)
        return HTTPRequest(.post, address, fields: fields, credentials: account, body: body)
    }

    func read(_ response: HTTPResponse) -> Outcome {
        // listmonk asks for nothing but the status, so the body says nothing that could be trusted.
        response.isSuccess ? .sent(reference: nil) : UsualAnswer.refusal(response)
    }

    var probe: HTTPRequest { HTTPRequest(.get, address, credentials: account) }

    /// listmonk's messenger body.
    private struct Letter: Encodable {
        struct Recipient: Encodable {
            let uuid: String
            let email: String
            let name: String
            let attribs: [String: String]
            let status = "enabled"
        }

        struct Campaign: Encodable {
            let uuid: String
            let name: String
            let headers: [String] = []
            let tags: [String] = []
        }

        let subject: String
        let contentType = "plain"
        let body: String
        let recipients: [Recipient]
        let campaign: Campaign
        let attachments: [String] = []

        init(subject: String, body: String, recipients: [Recipient], campaign: Campaign) {
            self.subject = subject
            self.body = body
            self.recipients = recipients
            self.campaign = campaign
        }

        private enum CodingKeys: String, CodingKey {
            case subject, body, recipients, campaign, attachments
            case contentType = "content_type"
        }
    }
}
