import Foundation
import TestKit
import Testing

/// Mails that a real Postfix could not deliver, on their way back into the ledger.
@Suite(
    .enabled(if: Postfix.isInstalled, "NOT TESTED: needs Postfix, sasl2-bin, openssl and root"),
    .postfix,
    .timeLimit(.minutes(3))
)
struct PostfixReturnTests {
    /// People by the names of their mailboxes.
    private static func people(_ names: [String], domain: String) -> String {
        names.enumerated().reduce("id,given_name,email,email_consent\n") { text, person in
            text + "p\(person.offset + 1),Ada,\(person.element)@\(domain),granted\n"
        }
    }

    private static func settings(_ more: [String]) -> String {
        (TestSettings(mail: "smtp://127.0.0.1:1").text.split(separator: "\n").map(String.init)
            .filter { !$0.contains("server:") } + more.map { "    \($0)" }).joined(separator: "\n") + "\n"
    }

    @Test
    func realReportsComeBackThroughAPipe() async throws {
        let postfix = try #require(Postfix.current)
        let place = try Workplace()
        try place.write(
            "clarion.yaml",
            Self.settings([
                "server: smtp://localhost:\(postfix.port)", "username: \(Postfix.username)",
                "password: \(Postfix.password)",
                "ca_file: \(postfix.certificate)", "tls: required", "return_path: bounces+{token}@returns.example",
            ])
        )
        try place.write(
            "people.csv",
            Self.people(["fine1", "nobody1", "brimful1", "fine2", "nobody2"], domain: "test.example")
        )
        try place.write("call.md", TestCall().text)
        try await place.run("people", "import", "people.csv", expect: 0)
        try await place.run("submit", "call.md", expect: 0)
        // Postfix runs it as a user without rights, who must be able to write the database.
        let script =
            "#!/bin/sh\nexec \(Workplace.program) --config \(place.path("clarion.yaml"))"
            + " --database \(place.path("clarion.db")) bounces - >> \(place.path("returned.log")) 2>&1\n"
        try script.write(toFile: postfix.returnedProgram, atomically: true, encoding: .utf8)
        _ = try Tool.run("/bin/chmod", "755", postfix.returnedProgram)
        _ = try Tool.run("/bin/chown", "-R", "nobody", place.folder)
        try await place.run("work", "--drain", expect: 0)
        let ends = try await postfix.returns(3)
        let words = (try? place.read("returned.log")) ?? ""
        #expect(ends.allSatisfy { $0.contains("status=sent") }, "\(ends) \(words)")
        let status = try await place.status()
        #expect(status.count("email", "bounced") == 3)
        #expect(status.count("email", "sent") == 2)
        let log = try await place.run("log", "--state", "bounced", "--format", "jsonl", expect: 0).jsonLines()
        #expect(log.compactMap { $0["person"]?.text }.sorted() == ["p2", "p3", "p5"])
        #expect(log.allSatisfy { $0["reason"]?.text?.contains("@test.example") != true })
        // The next call asks neither of the two who are not there.
        try place.write("next.md", TestCall(slug: "next").text)
        let plan = try await place.run("plan", "next.md", "--format", "json", expect: 0).json()
        #expect(plan["channels"]?["email"]?["skip"]?.counts == ["suppressed": 2])
    }
}

/// Mails that came back, out of every place where they may lie.
@Suite(.timeLimit(.minutes(3)))
struct BounceTests {
    @Test func aMailboxAMaildirAndAPipeTellTheSameAndTwiceIsOnce() async throws {
        let outside = try Outside()
        let place = try Workplace(outside.settings(texts: false))
        try place.write(
            "clarion.yaml",
            try place.read("clarion.yaml") + "    return_path: bounces+{token}@returns.example\n"
        )
        try await place.submit(Crowd.willing(3))
        try await place.run("work", "--drain", expect: 0)
        let references = try await place.run("log", "--channel", "email", "--format", "jsonl", expect: 0).jsonLines()
            .compactMap { $0["reference"]?.text }
        let tokens = references.compactMap { $0.dropFirst().split(separator: ".").first.map(String.init) }
        #expect(tokens.count == 3)
        #expect(Set(tokens.map(\.count)) == [24])
        func report(_ token: String, _ status: String) -> String {
            "From: MAILER-DAEMON@mx.example\nTo: bounces+\(token)@returns.example\nMessage-ID: <\(status).\(token)@mx.example>\n"
                + "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n"
                + "Reporting-MTA: dns; x\n\nAction: failed\nStatus: \(status)\n\n--b--\n"
        }
        for folder in ["new", "cur", "tmp"] {
            try FileManager.default.createDirectory(
                atPath: place.path("Maildir/\(folder)"),
                withIntermediateDirectories: true
            )
        }
        let mails = [report(tokens[0], "5.1.1"), report(tokens[1], "4.2.2")]
        try place.write("Maildir/new/1", mails[0])
        try place.write("Maildir/new/2", mails[1])
        let first = try await place.run("bounces", "Maildir", expect: 0)
        #expect(first.output == "2 mails: 2 bounced, 1 address struck out.\n")
        #expect(place.has("Maildir/cur/1:2,S"))
        #expect(try await place.run("bounces", "Maildir", expect: 0).output == "No mails.\n")
        try place.write("box", "From a Mon\n\(mails[0])\nFrom b Tue\n\(mails[1])\nFrom c\nSubject: hello\n\nFrom us\n")
        let again = try await place.run("bounces", "box", expect: 1)
        #expect(again.output == "3 mails: 2 without news, 1 not understood.\n")
        #expect(again.errors.contains("box, mail 3: neither a report nor an opt-out"))
        try place.write("third", report(tokens[2], "5.1.1"))
        #expect(try await place.shell("$CLARION bounces < third").output.hasPrefix("1 mail: 1 bounced"))
        let piped = try await place.shell("head -c 3000000 /dev/urandom | $CLARION bounces -")
        #expect(piped.end == .exited(0), "a pipe must not return what it was handed")
        #expect(try await place.status().count("email", "bounced") == 3)
        let refused = try await place.shell("$CLARION --database /nowhere/x.db bounces - < third")
        #expect(refused.end == .exited(75), "the mail server tries again")
        try await place.run("bounces", "not-there", expect: 66)
        await outside.stop()
    }
}
