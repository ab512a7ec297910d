import Calls
import Deliveries
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import People
import Reviews
import StoreSQLite
import TestKit
import Testing

@Suite(.timeLimit(.minutes(2)))
struct ChoiceTests {
    @Test(arguments: [
        ("application/x-www-form-urlencoded", "List-Unsubscribe=One-Click"),
        (
            "multipart/form-data; boundary=b",
            "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n"
        ),
    ])
    func oneClickOptsOutWithoutARedirectOrACookie(type: String, body: String) async throws {
        try await SiteBench.run { bench async throws in
            let response = try await bench.client.executeRequest(
                uri: bench.stop(),
                method: .post,
                headers: [.contentType: type],
                body: ByteBuffer(string: body)
            )
            #expect(response.status == .ok)
            #expect(response.headers[.setCookie] == nil)
            #expect(response.headers[.location] == nil)
            #expect(try await bench.consent(of: "p1") == .withdrawn)
            #expect(try await bench.consent(of: "p2") == .granted)
            let entries = try await bench.store.person(PersonID(rawValue: "p1"))?.1.count
            _ = try await bench.post(bench.stop())
            #expect(try await bench.store.person(PersonID(rawValue: "p1"))?.1.count == entries)
        }
    }

    @Test func howOftenIsChosenShownAndTakenAlong() async throws {
        try await SiteBench.run { bench in
            let page = try await bench.get(bench.preferences())
            #expect(page.text.contains("At most one call a week"))
            let saved = try await bench.post(bench.preferences(), "frequency=week&channel.email=granted")
            #expect(saved.text.contains("value=\"week\" checked"))
            #expect(try await bench.store.person(PersonID(rawValue: "p1"))?.0.frequency == .week)
            #expect(try await bench.get(bench.preferences() + "/data.json").text.contains("\"frequency\" : \"week\""))
            _ = try await bench.post(bench.preferences(), "frequency=hourly")
            #expect(try await bench.store.person(PersonID(rawValue: "p1"))?.0.frequency == .week)
            #expect(try await bench.get(bench.preferences(), language: "es").text.contains("por semana"))
        }
    }

    @Test func whoeverSendsTooMuchIsOutAllTheSame() async throws {
        try await SiteBench.run { bench async throws in
            let response = try await bench.post(bench.stop(), "x=" + String(repeating: "x", count: 9 * 1_024))
            #expect(response.status == .ok)
            #expect(try await bench.consent(of: "p1") == .withdrawn)
        }
    }

    @Test func whoSharesTheAddressIsOutAsWell() async throws {
        try await SiteBench.run { bench async throws in
            let twin = try Samples.record(9).with { $0.email = try EmailAddress("PERSON1@example.org") }
            _ = try await bench.store.take([twin], by: "test", now: Samples.start)
            _ = try await bench.post(bench.stop())
            #expect(try await bench.consent(of: "p9") == .withdrawn)
        }
    }

    @Test func theAnswerWaitsForWhatIsInAWorkersHands() async throws {
        try await SiteBench.run { bench async throws in
            let worker = try await bench.store.enlist(now: Samples.start)
            let request = ClaimRequest(channel: MailChannel.profile, limit: 1, worker: worker, now: SiteBench.visit)
            let claimed = try await bench.store.claim(request)
            let person = claimed[0].item.person.id
            let number = claimed[0].item.delivery
            async let response = bench.post(bench.stop(number.rawValue))
            // The opt-out is written while the message is still in hand, and nothing is answered yet.
            while try await bench.consent(of: person.rawValue) != .withdrawn { await Task.yield() }
            _ = try await bench.store.settle(
                [Settlement(number, .sent(reference: nil))],
                worker: worker,
                now: SiteBench.visit
            )
            let text = try await response.text
            #expect(text.contains("You are unsubscribed"))
            #expect(!text.contains("may still arrive"))
        }
    }

    @Test func aYesIsRecordedWithItsVeryWords() async throws {
        try await SiteBench.run { bench async throws in
            let page = try await bench.get(bench.preferences()).text
            #expect(page.contains("Yes, Riverside Tenants Union may send me text messages."))
            #expect(!page.contains("person1@example.org"))
            let form = "channel.email=withdrawn&channel.sms=granted&channel.canvass=withdrawn&language=es"
            let saved = try await bench.post(bench.preferences(), form)
            #expect(saved.text.contains("Guardado"))
            #expect(try await bench.consent(of: "p1") == .withdrawn)
            let change = try #require(
                try await bench.store.person(PersonID(rawValue: "p1"))?.1.last { $0.change.channel == TextChannel.id }
            ).change
            #expect(change.state == .granted)
            #expect(change.wording == "Yes, Riverside Tenants Union may send me text messages.")
            // Silence stays silence where somebody leaves the no as it stands.
            #expect(try await bench.consent(of: "p1", on: SheetChannel.id) == nil)
        }
    }

    @Test func everythingCanBeStopped() async throws {
        try await SiteBench.run { bench async throws in
            _ = try await bench.post(bench.preferences(), "channel.sms=granted")
            #expect(try await bench.post(bench.preferences() + "/stop").status == .ok)
            for channel in [MailChannel.id, TextChannel.id, SheetChannel.id] {
                #expect(try await bench.consent(of: "p1", on: channel) == .withdrawn)
            }
        }
    }

    @Test func whatIsStoredCanBeTakenAlong() async throws {
        try await SiteBench.run { bench async throws in
            _ = try await bench.post(bench.ask())
            let response = try await bench.get(bench.preferences() + "/data.json")
            #expect(response.headers[.contentDisposition]?.hasPrefix("attachment") == true)
            let object = try JSONSerialization.jsonObject(with: Data(response.text.utf8)) as? [String: Any]
            #expect(object?["email"] as? String == "person1@example.org")
            #expect((object?["consent"] as? [Any])?.count == 1)
            #expect((object?["messages"] as? [Any])?.count == 1)
            #expect((object?["done"] as? [Any])?.count == 1)
        }
    }

    @Test func erasingTakesASecondStepAndLeavesTheWayOutOpen() async throws {
        try await SiteBench.run { bench async throws in
            #expect(try await bench.post(bench.preferences() + "/erase").status == .badRequest)
            #expect(try await bench.store.person(PersonID(rawValue: "p1")) != nil)
            #expect(try await bench.post(bench.preferences() + "/erase", "sure=yes").status == .ok)
            #expect(try await bench.store.person(PersonID(rawValue: "p1")) == nil)
            #expect(try await bench.get(bench.preferences()).status == .gone)
            #expect(try await bench.get(bench.preferences() + "/data.json").status == .gone)
            #expect(try await bench.get(bench.ask()).status == .gone)
            #expect(try await bench.post(bench.stop()).status == .ok)
        }
    }
}
