import Calls
import Deliveries
import HTTPTypes
import HummingbirdTesting
import People
import Reviews
import StoreSQLite
import TestKit
import Testing

@Suite(.timeLimit(.minutes(2)))
struct ShareTests {
    @Test func whoComesThroughALinkIsCountedForThoseWhoPassedItOn() async throws {
        try await SiteBench.run { bench in
            let arrived = try await bench.post(bench.share(), "name=Grace")
            #expect(arrived.text.contains("Thank you, Grace!"))
            let own = try #require(
                arrived.text.firstMatch(of: /href="https:\/\/act\.riverside\.example(\/f\/[a-z2-7]+)\/share"/)
            )
            #expect(try await bench.get(String(own.1) + "/share").text.contains("Nobody has come"))
            _ = try await bench.post(String(own.1), "name=Joan")
            _ = try await bench.post("/c/hearing", "name=Mary")
            #expect(
                try await bench.get(bench.ask() + "/share").text.contains("2 people have said yes through your link")
            )
            #expect(try await bench.get(String(own.1) + "/share").text.contains("1 person has said yes"))
            let status = try #require(try await bench.store.status(of: "hearing", now: SiteBench.visit))
            #expect(status.done == 3)
            #expect(status.arrived == 3)
            #expect(status.shared == 2)
        }
    }

    @Test func strangersAreAskedNothingLater() async throws {
        try await SiteBench.run { bench in
            _ = try await bench.post("/c/hearing", "name=Grace")
            let plan = try await bench.store.plan(Samples.planning(Samples.call("next")), now: SiteBench.visit)
            #expect(plan.channels.map(\.send) == [3])
        }
    }

    @Test(arguments: ["", "name=", "name=%20%20", "name=%00"])
    func aNameIsNeeded(form: String) async throws {
        try await SiteBench.run { bench in
            let response = try await bench.post("/c/hearing", form)
            #expect(response.status == .badRequest)
            #expect(response.text.contains("first name"))
        }
    }

    @Test func machinesThatFillEverythingInChangeNothing() async throws {
        try await SiteBench.run { bench in
            let before = try await bench.everything()
            #expect(try await bench.post("/c/hearing", "name=Grace&website=x").status == .ok)
            #expect(try await bench.everything() == before)
        }
    }

    @Test func oneVisitorCannotFillTheList() async throws {
        try await SiteBench.run { bench in
            for number in 1...10 {
                #expect(try await bench.post("/c/hearing", "name=N\(number)").status == .ok)
            }
            let response = try await bench.post("/c/hearing", "name=N11", from: "198.51.100.7, 192.0.2.1")
            #expect(response.status == .tooManyRequests)
            #expect(response.text.contains("wait a few minutes"))
            #expect(try await bench.post("/c/hearing", "name=N12", from: "192.0.2.2").status == .ok)
        }
    }

    @Test func aCallIsNotPublicBeforeItsDay() async throws {
        let call = Samples.call("hearing", publishAt: SiteBench.visit + .seconds(1))
        try await SiteBench.run(call) { bench in
            let responses = [try await bench.get("/c/hearing"), try await bench.get(bench.share())]
            #expect(responses.map(\.status) == [.notFound, .notFound])
        }
    }

    @Test func aForgottenSharersLinkLeadsNowhere() async throws {
        try await SiteBench.run { bench in
            _ = try await bench.store.forget(PersonID(rawValue: "p1"), now: SiteBench.visit)
            #expect(try await bench.get(bench.share()).status == .notFound)
        }
    }
}
