import Calls
import Crypto
import Deliveries
import EmailChannel
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import People
import Reviews
import SMSChannel
import StoreSQLite
import TestKit
import Testing

@testable import Web

/// Requests of gateways and providers, as they come through the router.
@Suite(.timeLimit(.minutes(2)))
struct AnswerTests {
    static let path = "/answers/sms/twilio"
    static let token = "hush-hush-token"

    static func twilio(_ seal: LinkSeal) throws -> AnswerSide {
        let settings = ChannelSettings(
            channel: SMSDriver.id,
            values: ["gateway": "twilio", "account": "AC-test", "token": token, "from": "+13125550100"],
            organization: Samples.organization
        )
        let driver = try SMSDriver(settings: settings)
        return AnswerSide(readers: driver.answerReaders(seal, organization: Samples.organization))
    }

    /// Sends a form, signed over the public address as Twilio does.
    static func send(
        _ form: [(String, String)],
        to bench: SiteBench,
        at path: String = path,
        query: String = "",
        key: String = token
    ) async throws -> TestResponse {
        let address = bench.links.publicURL + Self.path + (query.isEmpty ? "" : "?\(query)")
        let signed = form.sorted { $0.0 < $1.0 }.reduce(address) { $0 + $1.0 + $1.1 }
        let code = HMAC<Insecure.SHA1>
            .authenticationCode(for: Array(signed.utf8), using: SymmetricKey(data: Array(key.utf8)))
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        let name = try #require(HTTPField.Name("X-Twilio-Signature"))
        headers[name] = Data(code).base64EncodedString()
        let body = form.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
        }
        return try await bench.client.executeRequest(
            uri: path + (query.isEmpty ? "" : "?\(query)"),
            method: .post,
            headers: headers,
            body: ByteBuffer(string: body.joined(separator: "&"))
        )
    }

    static func reply(_ words: String, from number: String = "+12125550101", id: String) -> [(String, String)] {
        [("MessageSid", id), ("From", number), ("Body", words), ("SmsStatus", "received")]
    }

    private static func grantTexts(_ bench: SiteBench) async throws {
        let grant = ConsentChange(channel: TextChannel.id, state: .granted, at: Samples.start, source: "a form")
        _ = try await bench.store.record(grant, of: PersonID(rawValue: "p1"), by: "test", now: Samples.start)
    }

    @Test func aStopIsTakenOnceAndAnsweredAlikeEachTime() async throws {
        try await SiteBench.run(answers: Self.twilio) { (bench: SiteBench) async throws -> Void in
            try await Self.grantTexts(bench)
            for _ in 0..<3 {
                let response = try await Self.send(Self.reply("Stop", id: "SM1"), to: bench)
                #expect(response.status == .ok)
                #expect(response.headers[.contentType] == "text/xml; charset=utf-8")
                #expect(response.text == "<Response/>")
            }
            let ledger = try #require(try await bench.store.person(PersonID(rawValue: "p1"))?.1)
            #expect(
                ledger.filter { $0.change.channel == TextChannel.id }.map(\.change.state) == [.granted, .withdrawn]
            )
        }
    }

    @Test func wordsThatNoRuleKnowsWaitForAnOrganizer() async throws {
        try await SiteBench.run(answers: Self.twilio) { (bench: SiteBench) async throws -> Void in
            #expect(
                try await Self.send(Self.reply("Is it <b>wheelchair</b> safe?", id: "SM1"), to: bench).status == .ok
            )
            #expect(
                try await bench.store.inbox(includingHandled: false).map(\.words) == ["Is it <b>wheelchair</b> safe?"]
            )
        }
    }

    @Test func whoCannotSignHearsWhyAndChangesNothing() async throws {
        try await SiteBench.run(answers: Self.twilio) { (bench: SiteBench) async throws -> Void in
            try await Self.grantTexts(bench)
            let before = try await bench.everything()
            let forged = try await Self.send(Self.reply("STOP", id: "SM1"), to: bench, key: "another")
            #expect(forged.status == .forbidden)
            #expect(forged.text.contains("signature"))
            let bare = try await bench.post(Self.path, "MessageSid=SM1&From=%2B12125550101&Body=STOP")
            #expect(bare.status == .forbidden)
            let unread = try await Self.send([("Body", "STOP")], to: bench)
            #expect(unread.status == .badRequest)
            #expect(unread.text.contains("MessageSid"))
            #expect(try await bench.everything() == before)
            #expect(try await bench.store.inbox(includingHandled: true).isEmpty)
        }
    }

    @Test(arguments: [HTTPRequest.Method.get, .head, .put, .delete, .options])
    func onlyAPostIsTaken(method: HTTPRequest.Method) async throws {
        try await SiteBench.run(answers: Self.twilio) { (bench: SiteBench) async throws -> Void in
            let response = try await bench.get(Self.path, method)
            #expect(response.status == .methodNotAllowed)
            #expect(response.headers[.allow]?.contains("POST") == true)
        }
    }

    @Test func aBodyLongerThanItsServiceSendsIsRefused() async throws {
        try await SiteBench.run(answers: Self.twilio) { (bench: SiteBench) async throws -> Void in
            let form = Self.reply(String(repeating: "x", count: 64 * 1_024), id: "SM1")
            #expect(try await Self.send(form, to: bench).status == .contentTooLarge)
        }
    }

    @Test func aProxyMayTakeTheRootOffWhatWasSigned() async throws {
        try await SiteBench.run(publicURL: "https://riverside.example/act", answers: Self.twilio) {
            (bench: SiteBench) async throws -> Void in
            for (index, path) in ["/act\(Self.path)", Self.path].enumerated() {
                let response = try await Self.send(Self.reply("hello", id: "SM\(index)"), to: bench, at: path)
                #expect(response.status == .ok)
            }
            #expect(try await bench.store.inbox(includingHandled: false).count == 2)
        }
    }

    @Test func withoutReadersThereIsNoSuchPage() async throws {
        try await SiteBench.run { (bench: SiteBench) async throws -> Void in
            #expect(try await bench.post(Self.path).status == .notFound)
        }
    }

    // MARK: - SNS

    private static func sns(_ asked: Gathered<String>) -> @Sendable (LinkSeal) throws -> AnswerSide {
        { seal in
            let settings = ChannelSettings(
                channel: EmailDriver.id,
                values: [
                    "server": "smtp://127.0.0.1:2525", "from": "organize@riverside.example", "provider": "ses",
                    "provider_key": "arn:aws:sns:us-east-1:123456789012:bounces",
                ],
                organization: Samples.organization
            )
            let readers = try EmailDriver(settings: settings).answerReaders(seal, organization: Samples.organization)
            return AnswerSide(
                readers: readers,
                fetch: { address in
                    asked.add(address)
                    return nil
                }
            )
        }
    }

    private static func subscription(certificate: String, page: String, topic: String = "bounces") -> String {
        """
        {"Type": "SubscriptionConfirmation", "MessageId": "m1", "Token": "t", "Message": "You have chosen…",
         "TopicArn": "arn:aws:sns:us-east-1:123456789012:\(topic)", "Timestamp": "2026-06-01T12:00:00.000Z",
         "SignatureVersion": "2", "Signature": "AAAA", "SigningCertURL": "\(certificate)", "SubscribeURL": "\(page)"}
        """
    }

    @Test(arguments: [
        "http://sns.us-east-1.amazonaws.com/a.pem", "https://127.0.0.1/a.pem",
        "https://sns.us-east-1.amazonaws.com.evil.example/a.pem",
        "https://evil.example/sns.us-east-1.amazonaws.com/a.pem",
        "https://sns.us-east-1.amazonaws.com@evil.example/a.pem",
        "https://sns.us-east-1.amazonaws.com:8080/a.pem", "file:///etc/passwd.pem", "https://[::1]/a.pem",
        "https://sns.us-east-1.amazonaws.com/a.html",
    ])
    func nothingIsFetchedFromWhereAStrangerPoints(certificate: String) async throws {
        let asked = Gathered<String>()
        try await SiteBench.run(answers: Self.sns(asked)) { (bench: SiteBench) async throws -> Void in
            let body = Self.subscription(
                certificate: certificate,
                page: "https://sns.us-east-1.amazonaws.com/?Action=C"
            )
            #expect(try await bench.post("/answers/email/ses", body).status == .forbidden)
        }
        #expect(asked.values.isEmpty)
    }

    @Test func aCertificateThatCannotBeHadMakesTheServiceComeBack() async throws {
        let asked = Gathered<String>()
        let certificate = "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-a.pem"
        try await SiteBench.run(answers: Self.sns(asked)) { (bench: SiteBench) async throws -> Void in
            let body = Self.subscription(certificate: certificate, page: "https://127.0.0.1/admin")
            #expect(try await bench.post("/answers/email/ses", body).status == .serviceUnavailable)
            let others = Self.subscription(certificate: certificate, page: "https://127.0.0.1/", topic: "others")
            #expect(try await bench.post("/answers/email/ses", others).status == .forbidden)
        }
        #expect(asked.values == [certificate])
    }
}
