import Calls
import Crypto
import Deliveries
import Foundation
import TestKit
import Testing

@testable import SMSChannel

struct VonageAnswersTests {
    private static let reader = VonageAnswers(secret: Incoming.secret, news: Incoming.news)

    /// Fields with the signature that Vonage puts with them.
    private static func signed(_ fields: [String: String], at now: Timestamp = Samples.start) -> [String: String] {
        var fields = fields
        fields["timestamp"] = "\(now.rawValue / 1_000)"
        let text = fields.keys.sorted()
            .map { "&\($0)=\((fields[$0] ?? "").replacing("&", with: "_").replacing("=", with: "_"))" }.joined()
        let key = SymmetricKey(data: Array(Incoming.secret.utf8))
        fields["sig"] = HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key).hexadecimal.uppercased()
        return fields
    }

    private static func read(_ fields: [String: String], isJSON: Bool = true) throws -> AnswerReading {
        if isJSON {
            let body = String(decoding: try JSONEncoder().encode(fields), as: UTF8.self)
            let request = Incoming.request(fields: [("Content-Type", "application/json")], body: body)
            return reader.read(request, now: Samples.start)
        }
        let query = fields.map { "\($0)=\($1.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")" }
        return reader.read(Incoming.request("GET", query: query.joined(separator: "&")), now: Samples.start)
    }

    @Test(arguments: [true, false])
    func aTextComesInSigned(isJSON: Bool) throws {
        let fields = Self.signed(["msisdn": "12125550101", "messageId": "V1", "text": "a=b & STOP", "type": "text"])
        let reply = try Self.read(fields, isJSON: isJSON).answers?.first?.reply
        #expect(reply?.sender == "+12125550101")
        #expect(reply?.words == "a=b & STOP")
    }

    @Test func whatWasChangedOrIsOldIsRefused() throws {
        var fields = Self.signed(["msisdn": "12125550101", "messageId": "V1", "text": "hello"])
        fields["text"] = "STOP"
        #expect(try Self.read(fields).refusal == 403)
        let old = Self.signed(["msisdn": "1", "messageId": "V1"], at: Samples.start + .seconds(-26 * 3_600))
        #expect(try Self.read(old).refusal == 403)
        #expect(try Self.read(["msisdn": "1", "messageId": "V1"]).refusal == 403)
        #expect(
            Self.reader.read(
                Incoming.request(fields: [("Content-Type", "application/json")], body: "{"),
                now: Samples.start
            ).refusal == 400
        )
    }

    @Test(arguments: [
        ("delivered", "0", ReceiptNews?.some(.delivered)), ("accepted", "0", nil),
        ("failed", "3", .bounced(Bounce(.hard, words: "failed, error 3"))),
        ("expired", "1", .bounced(Bounce(.soft, words: "expired, error 1"))),
    ])
    func receiptsBearTheToken(status: String, code: String, news: ReceiptNews?) throws {
        let fields = Self.signed([
            "msisdn": "12125550101", "messageId": "V1", "status": status, "err-code": code,
            "client-ref": Incoming.token,
        ])
        let receipt = try Self.read(fields).answers?.first?.receipt
        #expect(receipt?.news == news)
        if news != nil { #expect(receipt?.traces.first == .delivery(DeliveryNumber(rawValue: 17))) }
    }
}

struct KannelAnswersTests {
    private static func read(_ query: String, secret: String? = Incoming.secret) -> AnswerReading {
        KannelAnswers(secret: secret, news: Incoming.news).read(
            Incoming.request("GET", query: query),
            now: Samples.start
        )
    }

    private static let known = "secret=a-shared-secret-of-some-length&from=%2B12125550101&id=K1"

    @Test func aTextNeedsTheSecret() {
        #expect(Self.read("\(Self.known)&text=YES").answers?.first?.reply?.words == "YES")
        #expect(Self.read("secret=other&from=1&id=1&text=YES").refusal == 403)
        #expect(Self.read("from=1&id=1&text=YES").refusal == 403)
        #expect(Self.read("\(Self.known)&text=YES", secret: nil).refusal == 403)
        #expect(Self.read(Self.known).refusal == 400)
    }

    @Test func everyEncodingIsRead() {
        #expect(Self.read("\(Self.known)&coding=0&text=Se%C3%B1al").answers?.first?.reply?.words == "Señal")
        #expect(Self.read("\(Self.known)&coding=0&text=Se%F1al").answers?.first?.reply?.words == "Señal")
        #expect(Self.read("\(Self.known)&coding=2&text=%00S%00T%00O%00P").answers?.first?.reply?.words == "STOP")
        #expect(Self.read("\(Self.known)&coding=2&text=%04%36").answers?.first?.reply?.words == "ж")
        #expect(Self.read("\(Self.known)&coding=2&text=STOP").answers?.first?.reply?.words == "STOP")
    }

    @Test func theAnswerIsWhatThePersonReads() {
        let reading = Self.read("\(Self.known)&text=STOP")
        #expect(reading.response(after: [.optedOut(.english)])?.body.contains("Reply START") == true)
        #expect(reading.response(after: [.nothingNew])?.body == "")
    }

    @Test func aReportProvesItselfByItsToken() {
        let found = Self.read("d=\(Incoming.token)&state=1&words=x", secret: nil)
        #expect(found.answers?.first?.receipt?.news == .delivered)
        #expect(Self.read("d=\(Incoming.token)&state=8").answers?.isEmpty == true)
        #expect(Self.read("d=forged&state=1").refusal == 403)
        let lost = Self.read("d=\(Incoming.token)&state=2&words=absent%0Asubscriber")
        #expect(lost.answers?.first?.receipt?.news == .bounced(Bounce(.soft, words: "absent subscriber")))
    }
}

struct WebhookAnswersTests {
    private static func read(_ body: String, secret: String = Incoming.secret) -> AnswerReading {
        let key = SymmetricKey(data: Array(secret.utf8))
        let code = HMAC<SHA256>.authenticationCode(for: Array(body.utf8), using: key).hexadecimal
        let request = Incoming.request(fields: [(WebhookAnswers.signatureField, "sha256=\(code)")], body: body)
        return WebhookAnswers(secret: Incoming.secret, news: Incoming.news).read(request, now: Samples.start)
    }

    @Test func repliesAndReceiptsAreReadWhenSigned() {
        let reply = #"{"type":"reply","id":"m1","from":"+12125550101","text":"YES"}"#
        let reading = Self.read(reply)
        #expect(reading.answers?.first?.reply?.words == "YES")
        #expect(reading.response(after: [.askedForHelp(.spanish)])?.body.contains("Responda STOP") == true)
        #expect(Self.read(reply, secret: "another").refusal == 403)
        let receipt =
            #"{"type":"receipt","delivery":"\#(Incoming.token)","status":"bounced","permanent":true,"reason":"gone"}"#
        #expect(Self.read(receipt).answers?.first?.receipt?.news == .bounced(Bounce(.hard, words: "gone")))
        let optOut = Self.read(#"{"type":"receipt","delivery":"\#(Incoming.token)","status":"opted-out"}"#)
        #expect(optOut.response(after: [.optedOut(.english)])?.body == #"{"reply":null}"#)
        for body in ["", "[]", "{}", #"{"type":"reply"}"#, #"{"type":"receipt","status":"delivered"}"#] {
            #expect(Self.read(body).refusal == 400)
        }
    }
}
