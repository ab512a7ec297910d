import Foundation
import Rehearsal
import TestKit
import Testing

/// What people did, and how it is known.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct CompletionTests {
    @Test func whatPeopleDidIsCountedOnceByTheChannelThatTold() async throws {
        let place = try Workplace(TestSettings(mail: "smtp://127.0.0.1:1"))
        try await place.submit(Crowd.willing(5), TestCall(more: ["goal: 4"]))
        try await place.run("complete", "rent-hearing", "p1", "--via", "sms", "--evidence", "wrote YES", expect: 0)
        try await place.run("complete", "rent-hearing", "p2", "--via", "canvass", expect: 0)
        try await place.run("complete", "rent-hearing", "p3", "--via", "canvass", expect: 0)
        let again = try await place.run("complete", "rent-hearing", "p3", "--via", "email", expect: 0)
        #expect(again.output.contains("already"))
        let status = try await place.status()
        #expect(status["goal"]?.int == 4)
        #expect(status["done"]?.int == 3)
        #expect(status["done_via"]?.counts == ["sms": 1, "canvass": 2])
        #expect(status.count("email", "cancelled") == 3)
        #expect(status.count("email", "queued") == 2)
        let explained = try await place.run("explain", "rent-hearing", "p1", "--format", "json", expect: 0).json()
        #expect(explained["done_via"]?.text == "sms")
        #expect(try await place.run("status", "rent-hearing", expect: 0).output.contains("3 of 4"))
    }

    @Test func whatIsDoneStaysDoneWhenFailuresAreTriedAgain() async throws {
        let outside = try Outside(replies: { step in
            if case .recipient = step.event { .say("550 5.7.1 Not wanted here") } else { nil }
        })
        let place = try Workplace(outside.settings(texts: false))
        try await place.submit(Crowd.willing(2))
        try await place.run("work", "--drain", expect: 0)
        try await place.run("complete", "rent-hearing", "p1", expect: 0)
        try await place.run("retry", "rent-hearing", expect: 0)
        #expect(try await place.log("--state", "queued").map { $0["person"]?.text } == ["p2"])
        await outside.stop()
    }

    @Test func theLogCanBeFollowed() async throws {
        let place = try Workplace(TestSettings(mail: "smtp://127.0.0.1:1"))
        try await place.submit(Crowd.willing(2))
        let result = try await place.shell(
            """
            mkfifo lines
            "$CLARION" log --follow --format jsonl > lines & follower=$!
            { read -r a; read -r b; printf '%s\n%s\n' "$a" "$b" > first
              "$CLARION" complete rent-hearing p1 > done; read -r c; printf '%s\n' "$c"; } < lines
            kill $follower; wait $follower
            """
        )
        #expect(try result.json()["state"]?.text == "cancelled")
        #expect(try place.read("first").split(separator: "\n").count == 2)
    }

    @Test func aRehearsalLeavesFilesToLookAtAndSendsNothing() async throws {
        let outside = try Outside()
        let place = try Workplace(outside.settings(sheets: true))
        var call = TestCall()
        call.body += "\n# canvass\n\nAsk them.\n"
        try place.write("people.csv", Crowd.willing(5))
        try place.write("call.md", call.text)
        let result = try await place.run("rehearse", "call.md", "--people", "people.csv", "--output", "out", expect: 0)
        #expect(result.output.contains("5 people"))
        let files = try FileManager.default.subpathsOfDirectory(atPath: place.path("out"))
        #expect(files.count { $0.hasSuffix(".eml") } == 5)
        #expect(files.contains { $0.hasSuffix(".pdf") })
        #expect(outside.mails.count + outside.texts.count == 0)
        #expect(try await place.run("status", "--format", "json", expect: 0).json() == .list([]))
        try place.write("empty.csv", "")
        try await place.run("rehearse", "call.md", "--people", "empty.csv", "--output", "out2", expect: 65)
        try await place.run("rehearse", "call.md", "--people", "absent.csv", "--output", "out3", expect: 66)
        await outside.stop()
    }
}
