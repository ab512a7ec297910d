import Calls
import Crypto
import Deliveries
import Foundation
import TestKit
import Testing

@testable import EmailChannel

/// Reports of providers, each with what proves that they are its own.
struct ProviderAnswersTests {
    private static let seal = LinkSeal(secret: SymmetricKey(data: [UInt8](repeating: 9, count: 32)))
    private static let news = MailNews(seal: seal, provider: "Test")
    private static let token = seal.token(.bounce, 17) ?? ""
    private static let traces: [Receipt.Trace] = [
        .delivery(DeliveryNumber(rawValue: 17)), .address("person1@example.org"),
    ]

    private static func request(_ body: String, _ fields: [(name: String, value: String)] = []) -> IncomingRequest {
        IncomingRequest(
            method: "POST",
            path: "/",
            fields: fields,
            body: Array(body.utf8),
            publicURL: "https://a.example"
        )
    }

    private static func receipts(_ reading: AnswerReading) -> [Receipt]? {
        guard case .taken(let answers, _) = reading else { return nil }
        return answers.compactMap { if case .receipt(let receipt) = $0 { receipt } else { nil } }
    }

    private static func status(_ reading: AnswerReading) -> Int? {
        if case .refused(let response) = reading { response.status } else { nil }
    }

    // MARK: - Mailgun

    private static func mailgun(_ event: String, key: String = "mailgun-key", age: Duration = .zero) -> AnswerReading {
        let time = "\((Samples.start.rawValue - age.milliseconds) / 1_000)"
        let code = HMAC<SHA256>
            .authenticationCode(for: Array("\(time)word".utf8), using: SymmetricKey(data: Array(key.utf8)))
            .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let body = """
            {"signature":{"timestamp":"\(time)","token":"word","signature":"\(code)"},"event-data":{"id":"e1",\(event),
            "recipient":"person1@example.org","message":{"headers":{"message-id":"\(token).7@riverside.example"}}}}
            """
        return MailgunAnswers(key: "mailgun-key", news: news).read(request(body), now: Samples.start)
    }

    @Test func mailgunTells() {
        let failed = Self.receipts(
            Self.mailgun(
                #""event":"failed","severity":"permanent","delivery-status":{"message":"550 5.1.1 no such user"}"#
            )
        )
        #expect(failed?.first?.traces == Self.traces)
        let bounce = Bounce(.hard, words: "550 5.1.1 no such user", addresses: ["person1@example.org"])
        #expect(failed?.first?.news == .bounced(bounce))
        #expect(Self.receipts(Self.mailgun(#""event":"delivered""#))?.first?.news == .delivered)
        #expect(Self.receipts(Self.mailgun(#""event":"failed","severity":"temporary""#))?.isEmpty == true)
        #expect(Self.receipts(Self.mailgun(#""event":"opened""#))?.isEmpty == true)
        #expect(Self.status(Self.mailgun(#""event":"delivered""#, key: "other")) == 403)
        #expect(Self.status(Self.mailgun(#""event":"delivered""#, age: .seconds(90_000))) == 403)
    }

    // MARK: - SendGrid

    @Test func sendgridTells() throws {
        let key = P256.Signing.PrivateKey()
        let body = """
            [{"email":"person1@example.org","smtp-id":"<\(Self.token).7@riverside.example>","event":"bounce",
            "sg_event_id":"s1","reason":"550 5.1.1 unknown","status":"5.1.1","type":"bounce"},
            {"email":"person1@example.org","event":"spamreport","sg_event_id":"s2"},
            {"email":"person1@example.org","event":"open","sg_event_id":"s3"}]
            """
        func read(_ body: String, signing: String) throws -> AnswerReading {
            let signature = try key.signature(for: Array("1600112502\(signing)".utf8)).derRepresentation
            let fields = [
                (name: "x-twilio-email-event-webhook-timestamp", value: "1600112502"),
                (name: "x-twilio-email-event-webhook-signature", value: signature.base64EncodedString()),
            ]
            return SendGridAnswers(key: key.publicKey, news: Self.news).read(
                Self.request(body, fields),
                now: Samples.start
            )
        }
        let found = Self.receipts(try read(body, signing: body))
        #expect(found?.map(\.traces) == [Self.traces, [.address("person1@example.org")]])
        #expect(found?.last?.news == .complained("a complaint"))
        #expect(Self.status(try read(body, signing: body + " ")) == 403)
        #expect(Self.status(try read("{", signing: "{")) == 400)
    }

    // MARK: - Postmark

    @Test func postmarkTells() {
        func read(_ body: String, credentials: String = "postmark:long-password") -> AnswerReading {
            let field = "Basic " + Data(credentials.utf8).base64EncodedString()
            return PostmarkAnswers(credentials: "postmark:long-password", news: Self.news)
                .read(Self.request(body, [("Authorization", field)]), now: Samples.start)
        }
        let bounce =
            #"{"RecordType":"Bounce","ID":42,"Type":"HardBounce","Email":"Person1@example.org","Details":"gone"}"#
        let expected = Bounce(.hard, words: "gone", addresses: ["person1@example.org"])
        #expect(Self.receipts(read(bounce))?.first?.news == .bounced(expected))
        #expect(Self.status(read(bounce, credentials: "postmark:other-password")) == 403)
        let notice = #"{"RecordType":"Bounce","ID":43,"Type":"AutoResponder","Email":"person1@example.org"}"#
        #expect(Self.receipts(read(notice))?.isEmpty == true)
        let arrived = #"{"RecordType":"Delivery","MessageID":"m","Recipient":"person1@example.org"}"#
        #expect(Self.receipts(read(arrived))?.first?.news == .delivered)
        // What else stands in the metadata is nothing of ours, whatever it is.
        for (metadata, traces) in [
            (#"{"clarion":"\#(Self.token)","list":7}"#, Self.traces), (#"{"clarion":7}"#, [Self.traces[1]]),
            ("null", [Self.traces[1]]), ("7", [Self.traces[1]]),
        ] {
            let body =
                #"{"RecordType":"Delivery","MessageID":"m","Recipient":"person1@example.org","Metadata":\#(metadata)}"#
            #expect(Self.receipts(read(body))?.first?.traces == traces)
        }
    }

    // MARK: - Amazon

    @Test(arguments: [
        ("https://sns.us-east-1.amazonaws.com/cert.pem", true), ("https://sns.cn-north-1.amazonaws.com.cn/a.pem", true),
        ("http://sns.us-east-1.amazonaws.com/cert.pem", false),
        ("https://sns.us-east-1.amazonaws.com:8443/a.pem", false),
        ("https://sns.us-east-1.amazonaws.com@evil.example/a.pem", false),
        ("https://evil.example/sns.us-east-1.amazonaws.com/a.pem", false),
        ("https://sns.us-east-1.amazonaws.com.evil.example/a.pem", false),
        ("https://sns.evil.example.amazonaws.com/a.pem", false),
        ("https://bucket.us-east-1.amazonaws.com/a.pem", false), ("https://169.254.169.254/a.pem", false),
        ("file:///etc/passwd", false),
        ("https://sns.us-east-1.amazonaws.com\\@evil.example/a.pem", false),
    ])
    func certificatesComeFromAmazonAlone(address: String, isAmazons: Bool) {
        #expect(SNSMessage.isAmazons(address) == isAmazons)
    }

    private static let topic = "arn:aws:sns:us-east-1:1234:bounces"
    private static let certificateAddress = "https://sns.us-east-1.amazonaws.com/cert.pem"

    private func folder() throws -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: "sns-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    @Test(arguments: [
        ("1", #""source":"bounces+\#(token)@riverside.example""#),
        // Without a return path, where the topic's settings ask for the headers.
        (
            "2",
            #""source":"a@riverside.example","headers":[{"name":"Message-ID","value":"<\#(token).7@riverside.example>"}]"#
        ),
        // With neither, where a configuration set publishes the event.
        (
            "2",
            #""source":"a@riverside.example","tags":{"ses:from-domain":["riverside.example"],"clarion":["\#(token)"]}"#
        ),
    ])
    func amazonTells(version: String, mail: String) throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        _ = try Tool.run(
            "/usr/bin/openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=sns.amazonaws.com",
            "-keyout",
            "\(folder)/key",
            "-out",
            "\(folder)/cert"
        )
        let event =
            #"{"notificationType":"Bounce","bounce":{"bounceType":"Permanent","bouncedRecipients":[{"emailAddress":"person1@example.org","status":"5.1.1","diagnosticCode":"smtp; 550"}]},"mail":{\#(mail)}}"#
        let signed =
            "Message\n\(event)\nMessageId\nn1\nTimestamp\n2026-06-01T12:00:00Z\nTopicArn\n\(Self.topic)\nType\nNotification\n"
        try signed.write(toFile: "\(folder)/signed", atomically: true, encoding: .utf8)
        let digest = version == "1" ? "-sha1" : "-sha256"
        _ = try Tool.run(
            "/usr/bin/openssl",
            "dgst",
            digest,
            "-sign",
            "\(folder)/key",
            "-out",
            "\(folder)/sig",
            "\(folder)/signed"
        )
        let signature = try Data(contentsOf: URL(filePath: "\(folder)/sig")).base64EncodedString()
        var message = [
            "Type": "Notification", "MessageId": "n1", "TopicArn": Self.topic, "Message": event,
            "Timestamp": "2026-06-01T12:00:00Z", "SignatureVersion": version, "Signature": signature,
            "SigningCertURL": Self.certificateAddress,
        ]
        func read(_ message: [String: String], certificate: Bool = true) throws -> AnswerReading {
            var request = Self.request(String(decoding: try JSONEncoder().encode(message), as: UTF8.self))
            if certificate {
                request.fetched[Self.certificateAddress] = Array(try Data(contentsOf: URL(filePath: "\(folder)/cert")))
            }
            return SNSAnswers(topic: Self.topic, news: Self.news).read(request, now: Samples.start)
        }
        guard case .needs(Self.certificateAddress) = try read(message, certificate: false) else {
            Issue.record("the certificate is needed first")
            return
        }
        let found = Self.receipts(try read(message))
        #expect(found?.first?.traces == Self.traces)
        #expect(found?.first?.news == .bounced(Bounce(.hard, words: "smtp; 550", addresses: ["person1@example.org"])))
        message["Message"] = event.replacing("person1", with: "person2")
        #expect(Self.status(try read(message)) == 403)
        message["Message"] = event
        message["TopicArn"] = "arn:aws:sns:us-east-1:9999:somebody-else"
        #expect(Self.status(try read(message)) == 403)
        message["TopicArn"] = Self.topic
        message["SigningCertURL"] = "https://evil.example/cert.pem"
        #expect(Self.status(try read(message)) == 403)
    }

    @Test func brokenCertificatesHoldNoKey() {
        for length in 0..<40 {
            let bytes = Data((0..<length).map { _ in UInt8.random(in: 0x2F...0x31) }).base64EncodedString()
            let pem = "-----BEGIN CERTIFICATE-----\n\(bytes)\n-----END CERTIFICATE-----"
            #expect(CertificateKey.rsa(pem: Array(pem.utf8)) == nil)
        }
        #expect(CertificateKey.rsa(pem: []) == nil)
        var reader = DERReader([0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF])
        #expect(reader.next()?.content == nil)
    }
}
