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
}
