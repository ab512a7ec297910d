import Foundation
import TestKit
import Testing

/// Mails that came back into a mailbox on a real IMAP server.
@Suite(.enabled(if: Dovecot.isInstalled, "NOT TESTED: needs dovecot-imapd, openssl and root"), .timeLimit(.minutes(3)))
struct RemoteBounceTests {
    private static let secret = ["CLARION_RETURNS_PASSWORD": Dovecot.password]

    private static func report(_ token: String, _ status: String) -> String {
        "From: MAILER-DAEMON@mx.example\nTo: bounces+\(token)@returns.example\nSubject: \(status)\n"
            + "Message-ID: <\(status).\(token)@mx.example>\n"
            + "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n"
            + "Reporting-MTA: dns; x\n\nAction: failed\nStatus: \(status)\n\n--b--\n"
    }

    /// A place whose three mails were sent, with the tokens of their return paths.
    private static func sent(_ outside: Outside, _ more: [String]) async throws -> (place: Workplace, tokens: [String])
    {
        let place = try Workplace(outside.settings(texts: false))
        let lines = ["return_path: bounces+{token}@returns.example"] + more
        try place.write(
            "clarion.yaml",
            try place.read("clarion.yaml") + lines.map { "    \($0)\n" }.joined()
        )
        try await place.submit(Crowd.willing(3))
        try await place.run("work", "--drain", expect: 0)
        let log = try await place.run("log", "--channel", "email", "--format", "jsonl", expect: 0).jsonLines()
        let tokens = log.compactMap { $0["reference"]?.text?.dropFirst().split(separator: ".").first.map(String.init) }
        try #require(tokens.count == 3)
        return (place, tokens)
    }

    @Test func theSettingsMailboxIsReadOnceAndMarkedOnlyWhenTheNewsIsKept() async throws {
        let server = try await OwnThread.run { try Dovecot() }
        let outside = try Outside()
        let (place, tokens) = try await Self.sent(
            outside,
            [
                "returns: imaps://\(Dovecot.user)@localhost:\(server.tlsPort)/INBOX",
                "returns_password: \(Dovecot.password)", "ca_file: \(server.certificate)",
            ]
        )
        #expect(try await place.run("bounces", expect: 0).output == "No mails.\n")
        try place.write("1", Self.report(tokens[0], "5.1.1"))
        try place.write("2", Self.report(tokens[1], "4.2.2"))
        try place.write("3", "Subject: hello\n\nC1 OK done\n")
        // Larger than what is read of a mail; the report stands at its beginning.
        let large =
            Self.report(tokens[2], "5.7.1") + String(repeating: String(repeating: "x", count: 76) + "\n", count: 40_000)
        try place.write("4", large)
        try server.add((1...4).map { place.path("\($0)") })

        // A database that refuses: nothing is marked, so nothing is lost.
        let refuse = "CREATE TRIGGER no BEFORE UPDATE ON deliveries BEGIN SELECT RAISE(ABORT, 'no'); END"
        let execute = "import sqlite3, sys; sqlite3.connect('clarion.db').executescript(sys.argv[1])"
        try await place.python(execute, refuse)
        try await place.run("bounces", expect: 69)
        #expect(try server.flags().values.allSatisfy { $0.isEmpty })
        try await place.python(execute, "DROP TRIGGER no")

        let first = try await place.run("bounces", expect: 1)
        #expect(first.output == "4 mails: 3 bounced, 1 address struck out, 1 not understood.\n")
        #expect(first.errors.contains("mail 3: neither a report nor an opt-out"), "\(first.errors)")
        #expect(!(first.errors + first.output).contains(Dovecot.password))
        #expect(!(first.errors + first.output).contains(Dovecot.user))
        let flags = try server.flags()
        #expect(flags["5.1.1"] == ["\\Seen"])
        #expect(flags["hello"] == ["\\Flagged", "\\Seen"])
        #expect(try await place.run("bounces", expect: 0).output == "No mails.\n")

        // As after a crash between what was kept and the mark.
        try server.unread()
        let again = try await place.run("bounces", expect: 1)
        #expect(again.output == "4 mails: 3 without news, 1 not understood.\n")
        #expect(try await place.status().count("email", "bounced") == 3)
        await outside.stop()
    }

    @Test func aMailboxNamedOnTheCommandLineIsEmptiedWhenAsked() async throws {
        let server = try await OwnThread.run { try Dovecot() }
        let outside = try Outside()
        let (place, tokens) = try await Self.sent(outside, [])
        let url = "imap://\(Dovecot.user)@127.0.0.1:\(server.port)"
        for (name, token) in zip(["5.1.1", "5.1.2", "5.1.6"], tokens) {
            try place.write(name, Self.report(token, name))
        }
        try place.write("hello", "Subject: hello\n\nWhat is this?\n")
        try server.add([place.path("5.1.1"), place.path("hello")])
        let moved = try await place.run("bounces", url, "--move", "Done", expect: 1, environment: Self.secret)
        #expect(moved.output == "2 mails: 1 bounced, 1 address struck out, 1 not understood.\n")
        #expect(try server.flags() == ["hello": ["\\Flagged", "\\Seen"]])
        #expect(try server.flags("Done") == ["5.1.1": ["\\Seen"]])
        try server.add([place.path("5.1.2")])
        try await place.run("bounces", url, "--delete", expect: 0, environment: Self.secret)
        #expect(try server.flags().keys.sorted() == ["hello"])
        try server.add([place.path("5.1.6")])
        let missing = try await place.run("bounces", url, "--move", "Nowhere", expect: 66, environment: Self.secret)
        #expect(missing.errors.contains("no folder 'Nowhere'"))
        #expect(try await place.status().count("email", "bounced") == 3)
        await outside.stop()
    }

    @Test func whoeverCannotBeTrustedGetsNoPassword() async throws {
        let server = try await OwnThread.run { try Dovecot() }
        let place = try Workplace(TestSettings(mail: "smtp://127.0.0.1:1"))
        let own = "imaps://\(Dovecot.user)@localhost:\(server.tlsPort)"
        // The certificate is nobody's whom the system knows.
        let untrusted = try await place.run("bounces", own, expect: 69, environment: Self.secret)
        #expect(untrusted.errors.contains("certificate"), "\(untrusted.errors)")
        let plain = "imap://\(Dovecot.user)@127.0.0.1:\(server.port)"
        let wrong = try await place.run("bounces", plain, expect: 69, environment: ["CLARION_RETURNS_PASSWORD": "x"])
        #expect(wrong.errors.contains("log-in refused"), "\(wrong.errors)")
        #expect(!wrong.errors.contains(Dovecot.user))
        try await place.run("bounces", "\(plain)/Nowhere", expect: 66, environment: Self.secret)
        try await place.run("bounces", plain, expect: 78)
        try await place.run("bounces", "imaps://a:\(Dovecot.password)@b", expect: 64)
        try await place.run("bounces", "--delete", "box", expect: 64)
        try await place.run("bounces", "imap://a@127.0.0.1:1", expect: 69, environment: Self.secret)
    }
}
