import Calls
import Deliveries
import People
import TestKit
import Testing

@testable import EmailChannel

struct MailLinkTests {
    private let links = PersonalLinks.sample(publicURL: "https://act.riverside.example")
    private let delivery = DeliveryNumber(rawValue: 12)

    /// A mail's source without its soft line breaks.
    private func mail(_ links: PersonalLinks?, _ call: Call = Samples.call) throws -> String {
        let briefing = Briefing(number: 7, call: call, organization: Samples.organization, links: links)
        let person = try Samples.person(1)
        let item = Item(delivery: delivery, key: "k1", attempt: 1, person: person, isFirst: true)
        let template = try MailTemplate(briefing, from: try EmailSamples.identity())
        let address = try #require(person.email.flatMap(EnvelopeAddress.init))
        let mail = template.mail(for: item, to: address, date: DateHeader(EmailSamples.moment), ticket: 1)
        return String(decoding: mail.data.bytes, as: UTF8.self).replacing("=\r\n", with: "")
    }

    @Test func aMailCarriesTheWayOutOfOneClick() throws {
        let source = try mail(links)
        #expect(source.contains("List-Unsubscribe: <\(links.stop(delivery))>,\r\n <mailto:"))
        #expect(source.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"))
    }

    @Test func bothBodiesLeadToThePages() throws {
        let source = try mail(links)
        for link in [links.ask(delivery), links.stop(delivery), links.preferences(delivery)] {
            let bodies = source.split(separator: "\r\n\r\n", maxSplits: 1).last ?? ""
            #expect(bodies.ranges(of: link).count == 2, "once in plain text, once in HTML")
        }
    }

    @Test func aQuestionToConfirmHoldsOneLinkAndTheWayOutAndNothingThatAStrangerTyped() throws {
        let source = try mail(links, Samples.confirmation)
        let bodies = source.split(separator: "\r\n\r\n", maxSplits: 1).last ?? ""
        for link in [links.confirm(delivery), links.stop(delivery)] {
            #expect(bodies.ranges(of: link).count == 2, "once in plain text, once in HTML")
        }
        for other in [links.ask(delivery), links.preferences(delivery), "you opted in", "I did it"] {
            #expect(!bodies.contains(other))
        }
        #expect(!source.contains(try Samples.person(1).givenName), "a stranger's words go to nobody")
        #expect(source.contains("List-Unsubscribe: <\(links.stop(delivery))>"))
        #expect(throws: WordsError.self) { try mail(nil, Samples.confirmation) }
    }

    /// Postmark has Message-IDs and return paths of its own, and brings back what stands in its metadata.
    @Test func postmarkIsGivenTheDeliverysToken() throws {
        let seal = links.seal
        let briefing = Briefing(
            number: 7,
            call: Samples.call,
            organization: Samples.organization,
            publicURL: nil,
            links: links,
            returnSeal: ReturnSeal(seal)
        )
        let person = try Samples.person(1)
        let item = Item(delivery: delivery, key: "k1", attempt: 1, person: person, isFirst: true)
        let address = try #require(person.email.flatMap(EnvelopeAddress.init))
        let token = try #require(seal.token(.bounce, delivery.rawValue))
        let cases = [
            (["provider": "postmark", "provider_key": "name:long-password"], "X-PM-Metadata-clarion: \(token)"),
            (
                ["provider": "ses", "provider_key": "arn:aws:sns:us-east-1:1234:b"],
                "X-SES-MESSAGE-TAGS: clarion=\(token)"
            ),
            ([:], ""),
        ]
        for (more, line) in cases {
            let settings = try EmailSettings(EmailSamples.settings(port: 25, more))
            let mail = try MailTemplate(briefing, from: settings.identity)
                .mail(for: item, to: address, date: DateHeader(EmailSamples.moment), ticket: 1)
            let source = String(decoding: mail.data.bytes, as: UTF8.self)
            if line.isEmpty {
                #expect(!source.contains("X-PM-") && !source.contains("X-SES-"))
            } else {
                #expect(source.contains("\r\n\(line)\r\n"))
            }
        }
    }

    @Test func withoutAWebSideNothingIsPromised() throws {
        let source = try mail(nil)
        #expect(!source.contains("List-Unsubscribe-Post"))
        #expect(!source.contains("I did it"))
        #expect(!source.contains("Your choices"))
    }
}
