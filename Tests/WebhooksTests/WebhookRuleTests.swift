import Calls
import Curl
import Deliveries
import Testing

@testable import Webhooks

struct WebhookRuleTests {
    @Test func aMessageIsTriedForDaysAndThenGivenUp() {
        let waits = (1...10).compactMap { WebhookRule.wait(after: $0) }
        #expect(waits.count == 10 && waits == waits.sorted())
        #expect(waits.reduce(.zero, +) > .seconds(3 * 86_400 - 3_600))
        #expect(WebhookRule.wait(after: 11) == nil)
        #expect(WebhookRule.wait(after: 1, asked: .seconds(600)) == .seconds(600))
        #expect(WebhookRule.wait(after: 3, asked: .seconds(1)) == WebhookRule.wait(after: 3))
        #expect(WebhookRule.wait(after: 1, asked: .seconds(9_999_999)) == .seconds(86_400))
    }

    @Test func aTryEndsBeforeSomebodyElseBegins() {
        #expect(WebhookSender.limits.total < WebhookRule.lease)
    }

    @Test(arguments: [
        ("https://example.org/in", true), ("http://127.0.0.1:9/in", true), ("http://localhost/in", true),
        ("http://example.org/in", false),
    ])
    func whatIsToldCannotBeReadOnTheWay(url: String, isPrivate: Bool) throws {
        let target = try #require(WebhookTarget(url: url, secret: "sixteen signs or more", events: []))
        #expect(target.isPrivate == isPrivate)
        #expect("\(target)" == target.address.host && !"\(target)".contains("/in"))
    }
}
