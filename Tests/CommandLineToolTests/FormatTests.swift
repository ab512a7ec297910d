import Foundation
import TestKit
import Testing

/// The shapes that programs rely on.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct FormatTests {
    private static let states: Set<String> = [
        "queued", "sending", "sent", "delivered", "bounced", "failed", "skipped", "held", "cancelled",
    ]

    private static func sent() async throws -> Workplace {
        let outside = try Outside()
        let place = try Workplace(outside.settings())
        try await place.submit(Crowd.willing(3, consent: ["email"]))
        try await place.run("work", "--drain", expect: 0)
        await outside.stop()
        return place
    }

    @Test func aLineOfTheLogHasEveryKeyOfThePromise() async throws {
        let place = try await Self.sent()
        let log = try await place.log()
        #expect(log.count == 6)
        for entry in log {
            let keys: Set = [
                "call", "person", "channel", "purpose", "state", "reason", "attempts", "due", "at", "reference",
                "address",
            ]
            #expect(entry.keys.isSuperset(of: keys))
            #expect(entry["call"]?.text == "rent-hearing")
            #expect(entry["purpose"]?.text == "first")
            #expect(entry["at"]?.text?.wholeMatch(of: Self.time) != nil, "\(entry)")
            let isMail = entry["channel"]?.text == "email"
            #expect(entry["state"]?.text == (isMail ? "sent" : "skipped"))
            #expect(entry["reason"] == (isMail ? .null : .text("no-consent")))
            #expect(entry["attempts"]?.int == (isMail ? 1 : 0))
            if isMail {
                #expect(entry["address"]?.text == "p•••@example.org")
                #expect(entry["reference"]?.text?.wholeMatch(of: /<[^@ ]+@[^@ ]+>/) != nil)
            }
        }
        let times = log.compactMap { $0["at"]?.text }
        #expect(times == times.sorted(by: >), "the newest first")
        let open = try await place.log("--addresses", "--person", "p2", "--channel", "email")
        #expect(open.first?["address"]?.text == "p2@example.org")
        #expect(try await place.log("--state", "skipped").count == 3)
        #expect(try await place.log("--channel", "email", "--state", "skipped").isEmpty)
    }

    /// RFC 3339, UTC, milliseconds.
    private static var time: Regex<Substring> { /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/ }

    @Test func aStatusHasEveryStateAndItsSumsAreTheAudience() async throws {
        let place = try await Self.sent()
        let status = try await place.status()
        let keys: Set = ["call", "title", "state", "audience", "goal", "done", "done_via", "channels", "waiting_for"]
        #expect(status.keys.isSuperset(of: keys))
        #expect(status["goal"] == .null)
        #expect(status["title"]?.text == "Fill the room")
        #expect(status["done_via"] == .object([:]))
        #expect(status["waiting_for"] == .null)
        for channel in ["email", "sms"] {
            let counts = status["channels"]?[channel]?.counts ?? [:]
            #expect(Set(counts.keys) == Self.states)
            #expect(counts.values.reduce(0, +) == 3)
        }
    }

    @Test func everyListComesInEveryFormat() async throws {
        let place = try await Self.sent()
        for line in [["log"], ["status"], ["people", "list"], ["consent", "show", "p1"], ["doctor"]] {
            let lines = try await place.start(line + ["--format", "jsonl"]).end().jsonLines()
            let list = try await place.start(line + ["--format", "json"]).end().json()
            #expect(list.list?.count == lines.count, "\(line)")
            #expect(lines.count > 0, "\(line)")
            let csv = try await place.start(line + ["--format", "csv"]).end().output
            #expect(
                csv.split(whereSeparator: \.isNewline).count == lines.count + 1,
                "a header and as many rows: \(line)"
            )
            let table = try await place.start(line + ["--format", "table"]).end().output
            #expect(table.split(separator: "\n").count == lines.count + 1, "\(line)")
        }
        for line in [["status", "rent-hearing"], ["explain", "rent-hearing", "p1"], ["people", "show", "p1"]] {
            #expect(try await place.start(line + ["--format", "json"]).end().json().keys.count > 3, "\(line)")
        }
    }

    @Test func whatStrangersWroteIsNoFormulaInAListAndExactInAnExport() async throws {
        let place = try Workplace()
        try place.write("people.csv", "id,given_name,phone\nf1,=1+1,\(Crowd.phone(1))\n")
        try await place.run("people", "import", "people.csv", expect: 0)
        let list = try await place.run("people", "list", "--addresses", "--format", "csv", expect: 0).output
        #expect(list.contains("\nf1,'=1+1,,\(Crowd.phone(1)),"), "a phone number is no formula")
        try place.write("again.csv", try await place.run("people", "export", expect: 0).output)
        try await place.run("people", "import", "again.csv", expect: 0)
        let person = try await place.run("people", "show", "f1", "--format", "json", expect: 0).json()
        #expect(person["given_name"]?.text == "=1+1")
    }

    @Test func nothingPipedHasEscapeCodesOrProgress() async throws {
        let place = try await Self.sent()
        for environment in [[:], ["NO_COLOR": "1"], ["TERM": "xterm-256color", "CLICOLOR_FORCE": "1"]] {
            for line in [
                ["status"], ["status", "rent-hearing"], ["log"], ["plan", "call.md"], ["doctor"], ["--help"],
            ] {
                let result = try await place.start(line, environment: environment).end()
                result.expectPlainWords(at: #_sourceLocation)
                #expect(!result.errors.contains("\r"), "\(line)")
            }
        }
    }

    @Test func onATerminalNoColorIsHonoured() async throws {
        let place = try await Self.sent()
        for (noColor, isBold) in [("", true), ("1", false)] {
            let line = "NO_COLOR=\(noColor) \"$CLARION\" status rent-hearing"
            let result = try await place.shell("script --quiet --return --command '\(line)' /dev/null")
            #expect(result.end == .exited(0), "\(result.errors)")
            #expect(result.output.contains("Fill the room"))
            #expect(result.output.contains("\u{1B}[1m") == isBold)
        }
    }

    @Test func aReaderWhoHasSeenEnoughEndsTheListQuietly() async throws {
        let place = try Workplace()
        try place.write("people.csv", Crowd.willing(1_000))
        try await place.run("people", "import", "people.csv", expect: 0)
        let result = try await place.shell("{ \"$CLARION\" people export; echo \"code $?\" >&2; } | head -n 1")
        #expect(result.output.hasPrefix("id,"))
        #expect(result.errors == "code 0\n", "no crash and no complaint")
    }
}
