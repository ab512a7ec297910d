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
struct AskTests {
    @Test func lookingChangesNothing() async throws {
        try await SiteBench.run { bench async throws in
            let before = try await bench.everything()
            for path in [bench.ask(), bench.stop(), bench.preferences(), bench.share(), "/c/hearing"] {
                for method in [HTTPRequest.Method.get, .head] {
                    let response = try await bench.get(path, method)
                    #expect(response.status == .ok, "\(method)")
                    #expect(!response.text.contains("⁇"), "no name is without words")
                }
            }
            #expect(try await bench.get(bench.ask() + "/share").status == .ok)
            #expect(try await bench.get(bench.preferences() + "/erase").status == .ok)
            #expect(try await bench.get(bench.preferences() + "/stop").status == .ok)
            #expect(try await bench.get(bench.preferences() + "/data.json").status == .ok)
            #expect(try await bench.everything() == before)
        }
    }

    @Test func oneButtonRecordsItOnceAndEndsTheAsking() async throws {
        try await SiteBench.run { bench async throws in
            #expect(try await bench.get(bench.ask()).text.contains("I will be there"))
            let first = try await bench.post(bench.ask())
            #expect(first.status == .ok)
            #expect(first.text.contains("Thank you!"))
            #expect(first.text.contains("1 of 10 people"))
            let second = try await bench.post(bench.ask())
            #expect(second.text.contains("You have told us already"))
            #expect(!second.text.contains("<form"))
            let status = try #require(try await bench.store.status(of: "hearing", now: SiteBench.visit))
            #expect(status.doneVia == ["web": 1])
            #expect(status.count(.cancelled) == 1)
            let explanation = try await bench.store.explain("hearing", PersonID(rawValue: "p1"))
            #expect(explanation?.completion?.evidence.contains("email") == true)
        }
    }

    @Test func whatIsOverTakesNoAnswer() async throws {
        let call = Samples.call("hearing", expiresAt: SiteBench.visit)
        try await SiteBench.run(call) { bench async throws in
            #expect(try await bench.post(bench.ask()).text.contains("This has ended"))
            #expect(try await bench.store.status(of: "hearing", now: SiteBench.visit)?.done == 0)
            #expect(try await bench.post(bench.stop()).status == .ok)
            #expect(try await bench.consent(of: "p1") == .withdrawn)
        }
    }

    @Test func cancelledAndPausedCallsSaySo() async throws {
        try await SiteBench.run { bench async throws in
            _ = try await bench.store.steer("hearing", .pause, now: SiteBench.visit)
            let paused = try await bench.get(bench.ask()).text
            #expect(paused.contains("not sending messages"))
            #expect(paused.contains("<button"))
            _ = try await bench.store.steer("hearing", .cancel, now: SiteBench.visit)
            let cancelled = try await bench.post(bench.ask()).text
            #expect(cancelled.contains("called off"))
            #expect(!cancelled.contains("<button"))
        }
    }

    @Test(arguments: [
        "/a/aaaaaaaaaaaaaaaaaaaaaaaa", "/a/x", "/u/aaaaaaaaaaaaaaaaaaaaaaaa", "/p/%00", "/f/aaaaaaaaaaaaaaaaaaaaaaaa",
        "/c/nothing", "/nowhere", "/a", "/../etc/passwd", "/c/%3Cscript%3E",
    ])
    func whatLeadsNowhereSaysSoInPlainWords(path: String) async throws {
        try await SiteBench.run { bench async throws in
            let response = try await bench.get(path)
            #expect(response.status == .notFound)
            #expect(response.text.contains("<h1>"))
            #expect(!response.text.contains("script"))
        }
    }

    @Test func aTokenOpensOnlyItsOwnPage() async throws {
        try await SiteBench.run { bench async throws in
            let token = bench.ask().dropFirst(3)
            for folder in ["u", "p", "f"] {
                #expect(try await bench.get("/\(folder)/\(token)").status == .notFound)
                #expect(try await bench.post("/\(folder)/\(token)").status == .notFound)
            }
        }
    }

    @Test func peopleReadTheirOwnLanguageElseTheBrowsers() async throws {
        try await SiteBench.run { bench async throws in
            #expect(try await bench.get(bench.ask(), language: "es-MX,en;q=0.8").text.contains("<html lang=\"es\">"))
            #expect(
                try await bench.get(bench.ask(), language: "de, es;q=0, en;q=0.1").text.contains("<html lang=\"en\">")
            )
            _ = try await bench.post(bench.preferences(), "language=es")
            #expect(try await bench.get(bench.ask(), language: "en").text.contains("Allí estaré"))
        }
    }

    @Test func aQuoteWithACombiningMarkStaysInItsPlace() async throws {
        let quote = "\"\u{301}"
        let hostile = "\(quote)><script>alert(1)</script>"
        let call = Call(
            slug: "hearing",
            title: hostile,
            action: Action(kind: .attend, ask: hostile, place: hostile),
            words: Words(source: "Come."),
            source: "hostile"
        )
        try await SiteBench.run(call) { bench async throws in
            for path in [bench.ask(), bench.ask() + "/share", "/c/hearing"] {
                let text = try await bench.get(path).text
                #expect(!text.utf8.contains(subsequence: "<script"))
                #expect(!text.utf8.contains(subsequence: quote))
            }
        }
    }

    @Test func thePathOfThePublicAddressIsKept() async throws {
        try await SiteBench.run(publicURL: "https://example.org/clarion") { bench async throws in
            let page = try await bench.get("/clarion" + bench.ask()).text
            #expect(page.contains("href=\"/clarion/style.css\""))
            #expect(try await bench.get("/clarion/style.css").status == .ok)
            #expect(try await bench.get(bench.ask()).status == .ok)
            #expect(try await bench.get("/clarion").status == .ok)
        }
    }
}

extension Sequence<UInt8> {
    func contains(subsequence text: String) -> Bool {
        let bytes = Array(self), wanted = Array(text.utf8)
        guard bytes.count >= wanted.count else { return false }
        return (0...(bytes.count - wanted.count)).contains { bytes[$0..<($0 + wanted.count)].elementsEqual(wanted) }
    }
}
