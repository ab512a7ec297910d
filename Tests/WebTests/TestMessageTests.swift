import Accounts
import Calls
import Deliveries
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import People
import Reviews
import StoreSQLite
import TestKit
import Testing

@testable import Web

/// A test goes to its writer's own address and to no other, and leaves no trace in the books.
@Suite(.timeLimit(.minutes(2)))
struct TestMessageTests {
    private static let file = """
        ---
        title: Fill the hall
        call: hall
        audience: {}
        action: { kind: attend, ask: Come to the hall }
        ---
        Dear {{first_name}}, come.
        """

    private func note(_ own: OwnAddresses, _ office: OfficeBench, _ name: String = "writer") async throws {
        #expect(try await office.site.store.setOwnAddresses(own, of: OfficeBench.name(name)))
    }

    private func send(_ office: OfficeBench, _ more: [String: String] = [:]) async throws -> TestResponse {
        let fields = ["source": Self.file, "channel": "email"].merging(more) { $1 }
        return try await office.post("/write/test", fields)
    }

    @Test func itGoesToOnesOwnAddressWithAMarkAndIsNotCounted() async throws {
        let driver = ScriptedDriver<MailChannel>()
        try await OfficeBench.run(.writer, desk: OfficeBench.desk([driver])) { office in
            try await note(OwnAddresses(email: try EmailAddress("ana@example.org")), office)
            let before = try await office.site.everything()
            let checked = try await office.post("/write", ["source": Self.file]).text
            #expect(checked.contains("Send me a test: a•••@example.org"))
            // Whatever else a form names, the address is the account's.
            let page = try await send(office, ["address": "eve@example.org", "email": "eve@example.org"])
            #expect(page.status == .ok && page.text.contains("A test went out to a•••@example.org"))
            let envelope = try #require(driver.envelopes.first)
            #expect(driver.items.map { $0.person.email?.exact } == ["ana@example.org"])
            #expect(envelope.briefing.call.subject == "[TEST] Fill the hall")
            #expect(envelope.briefing.call.words?.source.hasPrefix("\\[TEST\\]\n\nDear") == true)
            #expect(envelope.briefing.number != 0)
            #expect(try await office.site.everything() == before)
            #expect(try await office.site.store.standing(of: "hall") == nil)
        }
    }

    /// Its writer may be among those who are asked, at the same address.
    @Test func noNewsAboutItMovesADeliveryToTheSameAddress() async throws {
        let driver = ScriptedDriver<MailChannel>()
        try await OfficeBench.run(.writer, desk: OfficeBench.desk([driver])) { office in
            let store = office.site.store
            let asked = try #require(try await store.person(PersonID(rawValue: "p1"))?.0.email)
            try await note(OwnAddresses(email: asked), office)
            #expect(try await send(office).status == .ok)
            let envelope = try #require(driver.envelopes.first)
            let item = try #require(envelope.items.first)
            let token = try #require(envelope.briefing.returnSeal?.token(item.delivery))
            let number = try #require(office.site.links.seal.open(token, for: .bounce))
            let before = try await office.site.everything()
            let gone = ReceiptNews.bounced(Bounce(.hard, words: "gone", addresses: [asked.key]))
            for (index, news) in [gone, .delivered, .complained("abuse"), .optedOut("unsubscribe")].enumerated() {
                let receipt = Receipt(
                    channel: MailChannel.id,
                    kind: .mailbox,
                    traces: [.delivery(DeliveryNumber(rawValue: number)), .address(asked.key)],
                    news: news,
                    origin: AnswerOrigin(id: "\(index)", source: "a report")
                )
                #expect(try await store.receive([.receipt(receipt)], now: SiteBench.visit) == [.nothingNew])
            }
            #expect(try await office.site.everything() == before)
            #expect(try await store.suppressions().isEmpty)
        }
    }

    @Test func theMarkIsReadAsOne() throws {
        let words = Words(source: "\\[TEST\\]\n\n# Come\n\nDear {{first_name}}", firstLine: 5)
        #expect(try words.plain().render(["first_name": "Ada"]).hasPrefix("[TEST]\n"))
    }

    @Test func withoutAnAddressOfOnesOwnNothingIsSent() async throws {
        let driver = ScriptedDriver<MailChannel>()
        try await OfficeBench.run(.writer, desk: OfficeBench.desk([driver])) { office in
            let checked = try await office.post("/write", ["source": Self.file]).text
            #expect(checked.contains("clarion account address") && !checked.contains("/write/test"))
            #expect(try await send(office).status == .badRequest)
            // A phone is no mailbox.
            let phone = PhoneNumber(stored: "+12125550101", line: .mobile)
            try await note(OwnAddresses(phone: phone), office)
            #expect(try await send(office).status == .badRequest)
            #expect(try await send(office, ["channel": "nothing"]).status == .badRequest)
            #expect(driver.items.isEmpty)
        }
    }

    @Test func onlyWhoMayWriteSendsTests() async throws {
        let driver = ScriptedDriver<MailChannel>()
        try await OfficeBench.run(.viewer, desk: OfficeBench.desk([driver])) { office in
            try await note(OwnAddresses(email: try EmailAddress("ana@example.org")), office, "viewer")
            #expect(try await send(office).status == .forbidden)
            #expect(driver.items.isEmpty)
        }
    }

    @Test func whatTheServerSaysIsShownWithoutAddresses() async throws {
        let driver = ScriptedDriver<MailChannel> { _ in [.refused(reason: "550 no mailbox ana@example.org here")] }
        try await OfficeBench.run(.writer, desk: OfficeBench.desk([driver])) { office in
            try await note(OwnAddresses(email: try EmailAddress("ana@example.org")), office)
            let page = try await send(office)
            #expect(page.status == .badGateway && page.text.contains("550 no mailbox"))
            #expect(!page.text.contains("ana@example.org"))
        }
    }

    @Test func tooManyInAnHourAreRefused() async throws {
        let driver = ScriptedDriver<MailChannel>()
        try await OfficeBench.run(.writer, desk: OfficeBench.desk([driver])) { office in
            try await note(OwnAddresses(email: try EmailAddress("ana@example.org")), office)
            for _ in 0..<10 { #expect(try await send(office).status == .ok) }
            #expect(try await send(office).status == .tooManyRequests)
            #expect(driver.items.count == 10)
            #expect(Set(driver.items.map(\.key)).count == 10)
        }
    }
}
