import Foundation
import Rehearsal
import TestKit
import Testing

/// What people and a gateway answer, on its way to the ledger through the real program.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct AnswerWalkTests {
    /// Posts a form as Twilio does: signed over the address and the sorted fields.
    private static let gateway = """
        import base64, hashlib, hmac, sys, urllib.error, urllib.parse, urllib.request
        key, address = sys.argv[1:3]
        form = sorted(tuple(field.split("=", 1)) for field in sys.argv[3:])
        signed = address + "".join(name + value for name, value in form)
        code = base64.b64encode(hmac.new(key.encode(), signed.encode(), hashlib.sha1).digest()).decode()
        request = urllib.request.Request(address, data=urllib.parse.urlencode(form).encode())
        request.add_header("X-Twilio-Signature", code)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request) as answer: print(answer.status, answer.read().decode())
        except urllib.error.HTTPError as error: print(error.code, error.read().decode())
        """

    @Test(arguments: ["SQLite", "PostgreSQL"])
    func fromTheGatewaysRequestsToTheLedger(engine: String) async throws {
        let outside = try Outside()
        let port = try #require(try FreePorts.find(1).first)
        let address = "http://127.0.0.1:\(port)"
        var settings = outside.settings(mail: false)
        settings.publicURL = address
        let place = engine == "SQLite" ? try Workplace(settings) : try await PostgresTests.place(settings).0
        let asks = "action: { kind: attend, ask: Come to the hearing, reply: YES }"
        var call = TestCall(more: ["goal: 4"])
        call.action = asks
        try await place.submit(Crowd.willing(4), call)
        let server = try place.start(["serve", "--listen", "127.0.0.1:\(port)", "--work"])
        try FreePorts.waitUntilTaken(port)
        await outside.texts.reach(4)
        try await place.waitUntil(4, "sent", on: "sms")

        let references = try await place.log().reduce(into: [String: String]()) { found, line in
            if let person = line["person"]?.text { found[person] = line["reference"]?.text }
        }
        func post(_ form: String..., key: String = "hush-hush-token") async throws -> String {
            let result = try await RunningProgram(
                "/usr/bin/env",
                ["python3", "-c", Self.gateway, key, "\(address)/answers/sms/twilio"] + form,
                environment: ProcessInfo.processInfo.environment,
                in: place.folder
            ).end()
            try #require(result.end == .exited(0), "\(result.errors)")
            return result.output.trimmingCharacters(in: .newlines)
        }
        func report(_ person: String, _ status: String, _ more: String = "SmsStatus=") async throws {
            let sid = references[person] ?? "none"
            #expect(try await post("MessageSid=\(sid)", "MessageStatus=\(status)", more) == "200 <Response/>")
        }
        func say(_ words: String, from person: Int, id: String) async throws -> String {
            try await post("MessageSid=\(id)", "From=\(Crowd.phone(person))", "Body=\(words)", "SmsStatus=received")
        }

        // Twice, late, and in the wrong order.
        for status in ["delivered", "sent", "delivered", "queued"] { try await report("p1", status) }
        for status in ["undelivered", "delivered", "undelivered"] {
            try await report("p2", status, status == "delivered" ? "SmsStatus=" : "ErrorCode=30003")
        }
        var status = try await place.status()
        #expect(status.count("sms", "delivered") == 1)
        #expect(status.count("sms", "bounced") == 1)
        #expect(status.count("sms", "sent") == 2)

        // The word completes, once.
        #expect(try await say("Yes!", from: 3, id: "SM-yes") == "200 <Response/>")
        #expect(try await say("Yes!", from: 3, id: "SM-yes") == "200 <Response/>")
        status = try await place.status()
        #expect(status["done_via"]?.counts == ["sms": 1])

        // STOP holds, for the next call too; a forged one does not.
        #expect(try await say("STOP", from: 1, id: "SM-stop") == "200 <Response/>")
        let forged = try await post("MessageSid=SM9", "From=\(Crowd.phone(4))", "Body=STOP", key: "another")
        #expect(forged.hasPrefix("403 The signature does not fit."))
        try place.write("next.md", TestCall(slug: "next-hearing").text)
        try await place.run("submit", "next.md", expect: 0)
        await outside.texts.reach(7)
        try await place.waitUntil(3, "sent", on: "sms", of: "next-hearing")
        let skipped = try await place.log("--call", "next-hearing", "--state", "skipped")
        #expect(skipped.map { $0["person"]?.text } == ["p1"])
        #expect(skipped.map { $0["reason"]?.text } == ["consent-withdrawn"])

        // What no rule knows is read by an organizer, in whose list no address stands.
        #expect(try await say("Can I bring my dog?", from: 4, id: "SM-dog") == "200 <Response/>")
        let inbox = try #require(try await place.run("inbox", "--format", "json", expect: 0).json().list)
        #expect(inbox.map { $0["words"]?.text } == ["Can I bring my dog?"])
        #expect(inbox.map { $0["person"]?.text } == ["p4"])
        #expect(inbox.first?["from"]?.text?.contains("555") == false)
        let number = try #require(inbox.first?["number"]?.int)
        try await place.run("inbox", "done", "\(number)", expect: 0)
        try await place.run("inbox", "done", "\(number)", expect: 66)
        #expect(try await place.run("inbox", "--format", "json", expect: 0).json().list == [])
        let struckOut = try #require(try await place.run("suppressions", "--format", "json", expect: 0).json().list)
        #expect(struckOut.map { $0["reason"]?.text } == ["stop"])
        #expect(struckOut.first?["people"] == .list([.text("p1")]))
        for choice in [["--address", "phone"], ["--address", "textPhone"], []] {
            let line = ["suppressions", "lift", "p1", "--because", "a mistake"] + choice
            let lift = try await place.start(line).end()
            #expect(lift.end == .exited(0), "\(choice)")
            #expect(lift.output.contains("p1's phone"), "the only one that is struck out: \(choice)")
            #expect(lift.errors.contains("consent grant p1"), "a STOP is not lifted")
        }

        server.send(SIGTERM)
        let result = await server.end()
        #expect(result.end == .exited(0), "\(result.errors)")
        for number in 1...4 { #expect(!result.errors.contains(Crowd.phone(number)), "no number in the log") }
        await outside.stop()
    }
}

extension Workplace {
    /// Waits until so many deliveries of a call stand in a state; the test's time limit ends it.
    func waitUntil(_ count: Int, _ state: String, on channel: String, of call: String = "rent-hearing") async throws {
        while try await status(call).count(channel, state) != count { try Task.checkCancellation() }
    }
}
