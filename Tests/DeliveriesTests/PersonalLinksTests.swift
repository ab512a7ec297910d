import Calls
import Crypto
import Deliveries
import People
import TestKit
import Testing

struct PersonalLinksTests {
    private let links = PersonalLinks.sample(publicURL: "https://act.example.org/x")

    @Test func aLinkOpensForItsDelivery() throws {
        let number = DeliveryNumber(rawValue: 4_711)
        for (link, purpose) in [
            (links.ask(number), LinkPurpose.ask), (links.stop(number), .stop),
            (links.preferences(number), .preferences), (links.share(number), .share),
        ] {
            #expect(link.hasPrefix("https://act.example.org/x/\(purpose.folder)/"))
            let token = try #require(link.split(separator: "/").last)
            #expect(links.seal.open(token, for: purpose) == 4_711)
        }
    }

    @Test func wordsFindTheLinkOfTheirDelivery() throws {
        let briefing = Briefing(number: 1, call: Samples.call, organization: Samples.organization, links: links)
        let number = DeliveryNumber(rawValue: 7)
        let fields = EnvelopeFields(person: try Samples.person(1), briefing: briefing, delivery: number)
        #expect(fields.value(of: "link") == links.ask(number))
        #expect(briefing.value(of: "link") == "https://act.example.org/x/c/rent-hearing")
        let plain = Briefing(number: 1, call: Samples.call, organization: Samples.organization)
        #expect(
            EnvelopeFields(person: try Samples.person(1), briefing: plain, delivery: number).value(of: "link") == ""
        )
    }

    @Test func theSecretOfTheSettingsComesFirst() throws {
        let own = SymmetricKey(size: .bits256)
        let token = try #require(LinkSeal(phrase: "said", or: own).token(.ask, 1))
        #expect(LinkSeal(phrase: "said", or: SymmetricKey(size: .bits256)).open(token, for: .ask) == 1)
        #expect(LinkSeal(phrase: "", or: own).open(token, for: .ask) == nil)
        let kept = try #require(LinkSeal(phrase: nil, or: own).token(.ask, 1))
        #expect(LinkSeal(phrase: "", or: own).open(kept, for: .ask) == 1)
    }
}
