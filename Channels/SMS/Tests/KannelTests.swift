import Deliveries
import Foundation
import People
import TestKit
import Testing

@testable import SMSChannel

/// A real Kannel, with a fake SMS centre behind it.
@Suite(
    .enabled(
        if: KannelServer.isInstalled,
        "NOT TESTED: install kannel and kannel-extras to test against a real gateway"
    )
)
struct KannelTests {
    static func driver(_ kannel: KannelServer, password: String? = nil) throws -> SMSDriver {
        let values = [
            "gateway": "kannel", "url": kannel.url, "account": kannel.username, "token": password ?? kannel.password,
            "from": "+13125550100",
        ]
        return try SMSDriver(settings: SMSSettingsTests.settings(values))
    }

    static func envelope(_ words: String, _ number: Int = 1, call: Int64 = 1) throws -> Envelope {
        let person = try Samples.person(number)
        let item = Item(
            delivery: DeliveryNumber(rawValue: Int64(number)),
            key: "k\(number)",
            attempt: 1,
            person: person,
            isFirst: false
        )
        return Envelope(briefing: TextWordingTests.briefing(words, number: call), items: [item])
    }

    @Test func textsReachTheCentreAsTheyWereWrittenAndInAsManyPartsAsPlanned() async throws {
        let kannel = try await KannelServer()
        let driver = try Self.driver(kannel)
        let long = repeated("a", 152) + "€" + repeated("b", 60)
        let longUCS2 = repeated("ж", 60) + "🙂" + repeated("ш", 20)
        let cases = [
            ("Señora [x] €5 @ + & = % ~ ñ ß", "GSM-7"), ("Don’t 🙂 ж +&%", "UCS-2"), (long, "GSM-7"),
            (longUCS2, "UCS-2"),
        ]
        for (number, (words, encoding)) in cases.enumerated() {
            let log = ReportLog()
            await driver.deliver([try Self.envelope(words, call: Int64(number))], report: log.take)
            #expect(log.outcome(of: 1) == .sent(reference: nil))
            let planned = SMSText(words)
            let parts = try await kannel.texts(planned.parts)
            #expect(parts.map(\.text).joined() == words)
            #expect(parts.allSatisfy { $0.encoding == encoding && planned.encoding.rawValue == encoding })
            #expect(parts.allSatisfy { $0.from == "+13125550100" && $0.to == "+12125550101" })
            #expect(parts.allSatisfy { $0.header.isEmpty == (planned.parts == 1) })
        }
        #expect(await driver.examine() == [.good("the text gateway at \(kannel.url) answers")])
    }

    @Test func manyTextsReachTheCentreOnceEach() async throws {
        let kannel = try await KannelServer()
        let driver = try Self.driver(kannel)
        let log = ReportLog()
        await driver.deliver(try (1...99).map { try Self.envelope("Come", $0) }, report: log.take)
        #expect(log.sent == 99)
        #expect(Set(try await kannel.texts(99).map(\.to)).count == 99)
    }

    @Test func aWrongPasswordIsAWaitForAll() async throws {
        let kannel = try await KannelServer()
        let driver = try Self.driver(kannel, password: "wrong-s3cret")
        let log = ReportLog()
        await driver.deliver([try Self.envelope("Come")], report: log.take)
        #expect(log.outcome(of: 1) == .refusesUs("Authorization failed for sendsms"))
    }

    @Test(arguments: ["STOP", "YES"])
    func whatPeopleWriteAndWhatBecameOfATextComeBack(words: String) async throws {
        let reader = KannelAnswers(secret: Incoming.secret, news: Incoming.news)
        let receiver = StandInGateway { request, _ in
            let parts = request.target.split(separator: "?", maxSplits: 1)
            let incoming = Incoming.request("GET", reader.path, query: parts.count > 1 ? String(parts[1]) : "")
            let reading = reader.read(incoming, now: Samples.start)
            let isStop = reading.answers?.first?.reply?.words == "STOP"
            return .answer(
                200,
                body: reading.response(after: isStop ? [.optedOut(.english)] : [.nothingNew])?.body ?? "refused"
            )
        }
        let address = "\(receiver.url)\(reader.path)?secret=\(Incoming.secret)&from=%p&id=%I&coding=%c&text=%b"
        let kannel = try await KannelServer(receiver: address, incoming: "12125550101 13125550100 text \(words)")
        await receiver.waitForRequests(1)
        if words == "STOP" {
            let confirmation = try #require(try await kannel.texts(1).first)
            #expect(confirmation.text == AnswerResult.optedOut(.english).words(from: Samples.organization))
        }
        let briefing = Briefing(
            number: 1,
            call: Samples.call,
            organization: Samples.organization,
            publicURL: receiver.url,
            links: nil,
            returnSeal: ReturnSeal(Incoming.seal)
        )
        let delivery = DeliveryNumber(rawValue: 17)
        let item = Item(delivery: delivery, key: "k17", attempt: 1, person: try Samples.person(3), isFirst: false)
        let log = ReportLog()
        await (try Self.driver(kannel)).deliver([Envelope(briefing: briefing, items: [item])], report: log.take)
        #expect(log.outcome(of: 17) == .sent(reference: nil))
        await receiver.waitForRequests(2)
        let answers = receiver.heard.flatMap { request -> [Answer] in
            let query = request.target.split(separator: "?", maxSplits: 1).last.map(String.init) ?? ""
            return reader.read(Incoming.request("GET", reader.path, query: query), now: Samples.start).answers ?? []
        }
        let replies = answers.compactMap(\.reply)
        #expect(replies.map(\.sender) == ["+12125550101"])
        #expect(replies.map(\.words) == [words])
        let receipt = try #require(answers.compactMap(\.receipt).first)
        #expect(receipt.traces == [.delivery(delivery)])
        #expect(receipt.news == .delivered)
    }
}
