import Crypto
import Deliveries
import Foundation
import TestKit
import Testing

@testable import SMSChannel

/// Requests as gateways send them, and the organization that reads them.
enum Incoming {
    static let seal = LinkSeal(secret: SymmetricKey(data: [UInt8](repeating: 9, count: 32)))
    static let news = TextNews(seal: seal, organization: Samples.organization)
    static let token = seal.token(.bounce, 17) ?? ""
    static let secret = "a-shared-secret-of-some-length"

    static func request(
        _ method: String = "POST",
        _ path: String = "/x",
        query: String = "",
        fields: [(name: String, value: String)] = [],
        body: String = "",
        url: String = "https://act.riverside.example"
    ) -> IncomingRequest {
        IncomingRequest(
            method: method,
            path: path,
            query: query,
            fields: fields,
            body: Array(body.utf8),
            publicURL: url
        )
    }
}

extension AnswerReading {
    /// The answers of a request that was taken.
    var answers: [Answer]? {
        if case .taken(let answers, _) = self { answers } else { nil }
    }

    /// The status of a request that was refused.
    var refusal: Int? {
        if case .refused(let response) = self { response.status } else { nil }
    }

    /// What the sender is told after the store has taken the answers.
    func response(after results: [AnswerResult]) -> AnswerResponse? {
        if case .taken(_, let respond) = self { respond(results) } else { nil }
    }
}

extension Answer {
    var reply: ReceivedReply? {
        if case .reply(let reply) = self { reply } else { nil }
    }

    var receipt: Receipt? {
        if case .receipt(let receipt) = self { receipt } else { nil }
    }
}

struct TwilioAnswersTests {
    /// The example that Twilio's own libraries test themselves with.
    @Test func twiliosPublishedExamplesAreGenuine() {
        let reader = TwilioAnswers(token: "12345", news: Incoming.news)
        let body = "CallSid=CA1234567890ABCDE&Digits=1234&From=%2B14158675309&To=%2B18005551212&Caller=%2B14158675309"
        func request(_ signature: String, query: String = "foo=1&bar=2", body: String = body) -> IncomingRequest {
            Incoming.request(
                "POST",
                "/myapp.php",
                query: query,
                fields: [("X-Twilio-Signature", signature)],
                body: body,
                url: "https://mycompany.com"
            )
        }
        let signature = "RSOYDt4T1cUTdK1PDd93/VVr8B8="
        #expect(reader.isGenuine(request(signature)))
        #expect(!reader.isGenuine(request(signature, body: body + "&Extra=1")))
        #expect(!reader.isGenuine(request(signature, query: "foo=1&bar=3")))
        #expect(!reader.isGenuine(request("RSOYDt4T1cUTdK1PDd93/VVr9B8=")))
        #expect(!reader.isGenuine(request("")))
        #expect(!TwilioAnswers(token: "12346", news: Incoming.news).isGenuine(request(signature)))
        let json = #"{"property": "value", "boolean": true}"#
        let query = "foo=1&bar=2&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"
        #expect(reader.isGenuine(request("a9nBmqA0ju/hNViExpshrM61xv4=", query: query, body: json)))
        #expect(!reader.isGenuine(request("a9nBmqA0ju/hNViExpshrM61xv4=", query: query, body: json + " ")))
    }

    private static let reader = TwilioAnswers(token: "hush-hush", news: Incoming.news)

    /// A form, signed as Twilio would.
    private static func read(_ form: [(String, String)], query: String = "", method: String = "POST") -> AnswerReading {
        let address = "https://act.riverside.example/answers/sms/twilio" + (query.isEmpty ? "" : "?\(query)")
        let signed = form.sorted { $0.0 < $1.0 }.reduce(address) { $0 + $1.0 + $1.1 }
        let key = SymmetricKey(data: Array("hush-hush".utf8))
        let code = HMAC<Insecure.SHA1>.authenticationCode(for: Array(signed.utf8), using: key)
        let allowed = CharacterSet.alphanumerics
        let body = form.map { "\($0.0)=\($0.1.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")" }
        let request = Incoming.request(
            method,
            reader.path,
            query: query,
            fields: [("X-Twilio-Signature", Data(code).base64EncodedString())],
            body: body.joined(separator: "&")
        )
        return reader.read(request, now: Samples.start)
    }

    @Test func aTextComesInWithItsWords() throws {
        let reading = Self.read([("MessageSid", "SM1"), ("From", "+12125550101"), ("Body", "Sí, 🙂 & más")])
        let reply = try #require(reading.answers?.first?.reply)
        #expect(reply.sender == "+12125550101")
        #expect(reply.words == "Sí, 🙂 & más")
        #expect(reply.origin.id == "SM1")
        // Twilio confirms by itself.
        #expect(reading.response(after: [.optedOut(.english)])?.body == "<Response/>")
    }

    @Test(arguments: [
        ("delivered", "", ReceiptNews?.some(.delivered)), ("sent", "", nil), ("queued", "", nil),
        ("undelivered", "30005", .bounced(Bounce(.hard, words: "undelivered, error 30005"))),
        ("undelivered", "30003", .bounced(Bounce(.soft, words: "undelivered, error 30003"))),
        ("failed", "21610", .optedOut("Twilio: error 21610")),
    ])
    func reportsSayWhatBecameOfATextOrNothing(status: String, code: String, news: ReceiptNews?) {
        let form = [("MessageSid", "SM1"), ("MessageStatus", status)] + (code.isEmpty ? [] : [("ErrorCode", code)])
        let receipt = Self.read(form, query: "d=\(Incoming.token)").answers?.first?.receipt
        #expect(receipt?.news == news)
        guard news != nil else { return }
        #expect(receipt?.traces == [.delivery(DeliveryNumber(rawValue: 17)), .reference("SM1")])
    }

    @Test func aTokenThatDoesNotOpenLeavesTheGatewaysOwnId() {
        let form = [("MessageSid", "SM1"), ("MessageStatus", "delivered")]
        #expect(Self.read(form, query: "d=forged").answers?.first?.receipt?.traces == [.reference("SM1")])
    }

    @Test func whoCannotSignIsRefused() {
        let request = Incoming.request(
            "POST",
            "/answers/sms/twilio",
            body: "MessageSid=SM1&From=%2B12125550101&Body=STOP"
        )
        #expect(Self.reader.read(request, now: Samples.start).refusal == 403)
        #expect(Self.read([("MessageSid", "SM1")], method: "GET").refusal == 405)
        #expect(Self.read([("MessageSid", "SM1")]).refusal == 400)
        #expect(Self.read([("Body", "STOP")]).refusal == 400)
    }
}
