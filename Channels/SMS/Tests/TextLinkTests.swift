import Calls
import Deliveries
import TestKit
import Testing

@testable import SMSChannel

struct TextLinkTests {
    private let links = PersonalLinks.sample(publicURL: "https://act.riverside.example")
    private let delivery = DeliveryNumber(rawValue: 12)

    private func text(_ words: String, isFirst: Bool = false) throws -> SMSText {
        let call = Call(
            slug: "hearing",
            title: "The hearing",
            action: Action(kind: .attend, ask: "Come"),
            words: Words(source: words)
        )
        let briefing = Briefing(number: 1, call: call, organization: Samples.organization, links: links)
        let wording = try TextWording(briefing, addsOptOutLine: true)
        return wording.text(for: try Samples.person(1), isFirst: isFirst, delivery: delivery)
    }

    @Test func aLinkStandsBehindTheWordsWhereThereIsRoom() throws {
        #expect(try text("Come!").text == "Come!\n\(links.ask(delivery))")
        #expect(try text("Come!", isFirst: true).text == "Come!\n\(links.ask(delivery))\nReply STOP to opt out")
    }

    @Test func noPartIsPaidForTheLinkAlone() throws {
        let words = String(repeating: "a", count: 150)
        #expect(try text(words).text == words)
        #expect(try text(words).parts == 1)
    }

    @Test func whoWritesTheFieldGetsTheLinkThereAndOnce() throws {
        let words = String(repeating: "a", count: 140)
        let found = try text("\(words) {{link}}")
        #expect(found.text == "\(words) \(links.ask(delivery))")
        #expect(found.parts == 2)
    }
}
