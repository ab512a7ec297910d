import Foundation
import Rehearsal
import TestKit
import Testing

/// The walk from a mail's link to the ledger, with the real program.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct ServeTests {
    private static let visitor = """
        import sys, urllib.request
        method, address, body = sys.argv[1:4]
        request = urllib.request.Request(address, method=method, data=body.encode() if method == "POST" else None)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request) as answer: print(answer.status, answer.geturl()); print(answer.read().decode())
        """

    private func visit(_ place: Workplace, _ method: String, _ address: String, _ body: String = "") async throws
        -> String
    {
        let result = try await place.python(Self.visitor, method, address, body)
        #expect(result.end == .exited(0), "\(result.errors)")
        return result.output
    }

    /// The links of a mail, by the letter in their path; soft line breaks are taken out first.
    private func link(_ folder: String, in mail: Rehearsal.ReceivedMail, under address: String) -> String? {
        let text = String(decoding: mail.bytes, as: UTF8.self).replacing("=\r\n", with: "")
        guard let start = text.firstRange(of: "\(address)/\(folder)/") else { return nil }
        return "\(address)/\(folder)/\(text[start.upperBound...].prefix(24))"
    }

    @Test(arguments: ["SQLite", "PostgreSQL"])
    func fromAMailsLinkToTheLedger(engine: String) async throws {
        let outside = try Outside()
        let ports = try FreePorts.find(2)
        let (port, metrics) = (ports[0], ports[1])
        let address = "http://127.0.0.1:\(port)"
        var settings = outside.settings(texts: false)
        settings.publicURL = address
        let place = engine == "SQLite" ? try Workplace(settings) : try await PostgresTests.place(settings).0
        try await place.submit(Crowd.willing(2), TestCall(more: ["goal: 4"]))
        let server = try place.start([
            "serve", "--listen", "127.0.0.1:\(port)", "--work", "--metrics", "127.0.0.1:\(metrics)",
        ])
        try FreePorts.waitUntilTaken(port)
        await outside.mails.reach(2)
        let mail = outside.mails.values[0]
        let stop = try #require(link("u", in: mail, under: address))
        let ask = try #require(link("a", in: mail, under: address))
        #expect(mail.field("List-Unsubscribe")?.hasPrefix("<\(stop)>,") == true)
        #expect(mail.field("List-Unsubscribe-Post") == "List-Unsubscribe=One-Click")

        #expect(try await visit(place, "GET", "http://127.0.0.1:\(metrics)/metrics").contains("clarion_outcomes_total"))
        #expect(try await visit(place, "GET", ask).contains("I will be there"))
        #expect(try await visit(place, "GET", stop).contains("<form"))
        #expect(try await place.status()["done"]?.int == 0)

        #expect(try await visit(place, "POST", ask).contains("Thank you!"))
        #expect(try await place.status()["done_via"]?.counts == ["web": 1])

        let out = try await visit(place, "POST", stop, "List-Unsubscribe=One-Click")
        #expect(out.hasPrefix("200 \(stop)\n"), "no redirect")
        let people = try await place.run("people", "list", "--format", "json", expect: 0).output
        #expect(people.contains("withdrawn"))

        server.send(SIGTERM)
        let result = await server.end()
        #expect(result.end == .exited(0), "\(result.errors)")
        #expect(!result.errors.contains(ask) && !result.errors.contains(stop), "no token in the log")
        await outside.stop()
    }

    @Test(arguments: ["SQLite", "PostgreSQL"])
    func fromAFormToTheNextCall(engine: String) async throws {
        let outside = try Outside()
        let port = try #require(try FreePorts.find(1).first)
        let address = "http://127.0.0.1:\(port)"
        var settings = outside.settings(texts: false)
        settings.publicURL = address
        let place = engine == "SQLite" ? try Workplace(settings) : try await PostgresTests.place(settings).0
        try await place.submit(Crowd.willing(1), TestCall())
        let server = try place.start(["serve", "--listen", "127.0.0.1:\(port)", "--work"])
        try FreePorts.waitUntilTaken(port)
        await outside.mails.reach(1)

        let form = "name=Grace&email=grace%40example.org&join=yes"
        #expect(try await visit(place, "POST", "\(address)/c/rent-hearing", form).contains("look at your mail"))
        await outside.mails.reach(2)
        let question = outside.mails.values[1]
        #expect(question.recipients == ["grace@example.org"])
        #expect(!String(decoding: question.bytes, as: UTF8.self).contains("Grace"), "nothing that a stranger typed")
        let confirm = try #require(link("y", in: question, under: address))
        let people = { try await place.run("people", "list", "--format", "json", expect: 0).output }
        #expect(try await visit(place, "GET", confirm).contains("Yes, that was me"))
        #expect(try await people().contains("pending"))
        #expect(try await visit(place, "POST", confirm).contains("You are in"))
        #expect(try await !people().contains("pending"))

        try place.write("next.md", TestCall(slug: "next-hearing").text)
        try await place.run("submit", "next.md", expect: 0)
        await outside.mails.reach(4)
        #expect(outside.mails.values.suffix(2).contains { $0.recipients == ["grace@example.org"] })
        let calls = try #require(try await place.run("status", "--format", "json", expect: 0).json().list)
        #expect(calls.compactMap { $0["call"]?.text }.sorted() == ["next-hearing", "rent-hearing"])

        server.send(SIGTERM)
        let result = await server.end()
        #expect(result.end == .exited(0), "\(result.errors)")
        #expect(!result.errors.contains("grace") && !result.errors.contains(confirm))
        await outside.stop()
    }

    @Test func metricsNeedAWorker() async throws {
        let place = try Workplace(TestSettings(mail: "smtp://127.0.0.1:1", publicURL: "http://127.0.0.1"))
        let result = try await place.run("serve", "--metrics", "127.0.0.1:9464", expect: 64)
        #expect(result.errors.contains("--work"))
    }

    @Test func withoutAnAddressThereIsNothingToServe() async throws {
        let place = try Workplace(TestSettings(mail: "smtp://127.0.0.1:1"))
        let result = try await place.run("serve", expect: 78)
        #expect(result.errors.contains("public_url"))
    }

    @Test func aPlaceThatIsTakenOrIsNoneIsNamed() async throws {
        let place = try Workplace(TestSettings(mail: "smtp://127.0.0.1:1", publicURL: "http://127.0.0.1"))
        try await place.run("serve", "--listen", "nowhere", expect: 64)
        let outside = try Outside()
        let taken = String(outside.mailServer.url.dropFirst("smtp://".utf8.count))
        let result = try await place.run("serve", "--listen", taken, expect: 69)
        #expect(result.errors.contains(taken))
        await outside.stop()
    }
}
