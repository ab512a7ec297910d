import Curl
import Deliveries
import TestKit
import Testing

@testable import EmailChannel

struct EmailSettingsTests {
    private func faults(_ more: [String: String]) -> [String] {
        do throws(ChannelSettingsError) {
            _ = try EmailSettings(EmailSamples.settings(port: 2_525, more))
            return []
        } catch {
            return error.faults
        }
    }

    @Test(
        arguments: [
            ("mail.example.org", "has no scheme. Write 'smtp://HOST:PORT' (STARTTLS) or 'smtps://HOST:PORT'."),
            ("http://mail.example.org", "must begin with 'smtp://' (STARTTLS) or 'smtps://'."),
            (
                "smtp://ada:secret@mail.example.org",
                "holds a user. Write 'username' and 'password' as settings of their own."
            ), ("smtp://mail.example.org/x", "must end behind the port: 'smtp://HOST:PORT'."),
            ("smtp://mail.example.org:0", "has a port that is no number from 1 to 65535."),
            ("smtp://mail.example.org:x", "has a port that is no number from 1 to 65535."),
            ("smtp://a:1:2", "has more than one ':'. An IPv6 address stands between brackets: 'smtp://[::1]:PORT'."),
            ("smtp://a b", "has no host, or one with signs that no host name has. Write 'smtp://HOST:PORT'."),
            ("smtp://[x]:1", "has something between '[' and ']' that is no IPv6 address."),
        ]
    )
    func aFaultyServerIsExplained(server: String, sentence: String) {
        #expect(faults(["server": server]) == ["channels.email.server \(sentence)"])
    }

    @Test(
        arguments: [
            ("smtp://127.0.0.1:2525", true), ("smtp://localhost", true), ("smtps://[::1]:465/", true),
            ("SMTP://Mail.Example.org:587", false), ("smtp://127.0.0.1.example.org", false),
            ("smtp://128.0.0.1", false),
        ]
    )
    func loopbackIsThisMachineAlone(server: String, expected: Bool) throws {
        #expect(try ServerAddress(server).isLoopback == expected)
    }

    @Test(
        arguments: [
            ("smtp://127.0.0.1", [:], .off, 25), ("smtp://127.0.0.1:2525", ["tls": "required"], .startTLS, 2_525),
            ("smtp://mail.example.org", [:], .startTLS, 25), ("smtps://mail.example.org", [:], .implicit, 465),
            ("smtp://mail.example.org", ["username": "a", "password": "b"], .startTLS, 587),
            ("smtp://mail.example.org", ["tls": "opportunistic"], .startTLSIfOffered, 25),
            ("smtps://127.0.0.1", [:], .implicit, 465),
        ] as [(String, [String: String], SMTPEndpoint.Encryption, Int)]
    )
    func encryptionIsRequiredBeyondThisMachine(
        server: String,
        more: [String: String],
        encryption: SMTPEndpoint.Encryption,
        port: Int
    ) throws {
        let settings = try EmailSettings(EmailSamples.settings(port: 0, more.merging(["server": server]) { $1 }))
        #expect(settings.endpoint.encryption == encryption)
        #expect(settings.endpoint.port == port)
    }

    @Test func everyFaultIsNamedAtOnceAndNoValueShown() {
        let found = faults([
            "server": "mail.example.org", "tls": "maybe", "connections": "0", "from": "nobody", "reply_to": "a@b, c@d",
            "ca_file": "/nowhere/ca.pem", "username": "ada", "hello": "a b", "timout": "3",
        ])
        #expect(found.count == 9)
        #expect(found.contains("channels.email.password is missing: a log-in needs both."))
        #expect(found.contains("channels.email.timout is not a known setting. Did you mean 'timeout'?"))
        #expect(!found.joined().contains("nobody"))
    }

    @Test func aPasswordNeverGoesOverAnOpenWire() {
        let login = ["server": "smtp://mail.example.org", "username": "ada", "password": "hush"]
        for tls in ["off", "opportunistic"] {
            #expect(
                faults(login.merging(["tls": tls]) { $1 }) == [
                    "channels.email.tls must be 'required' where a password is sent, or anybody on the way could read it."
                ]
            )
        }
        #expect(faults(login.merging(["tls": "required"]) { $1 }).isEmpty)
    }

    @Test func aPasswordNeverPrints() throws {
        let settings = try EmailSettings(EmailSamples.settings(port: 1, ["username": "ada", "password": "hush-hush"]))
        #expect(!"\(settings)".contains("hush-hush"))
        #expect(!String(reflecting: settings).contains("hush-hush"))
    }

    @Test(
        arguments: [
            ("a@example.org", "", "a@example.org"), ("Ada <a@example.org>", "Ada", "a@example.org"),
            ("\"Sample, \\\"Ada\\\"\" <a@example.org>", "Sample, \"Ada\"", "a@example.org"),
            ("Unión de Inquilinos <a@example.org>", "Unión de Inquilinos", "a@example.org"),
            ("a@añil.example", "", "a@xn--ail-7ma.example"),
        ]
    )
    func aMailboxIsRead(text: String, name: String, address: String) throws {
        let mailbox = try MailboxText.read(text)
        #expect(String(decoding: mailbox.name.bytes, as: UTF8.self) == name)
        #expect(String(decoding: mailbox.address.bytes, as: UTF8.self) == address)
    }

    @Test(
        arguments: [
            "Ada", "Ada <a@example.org", "<a@example.org> Ada", "Ada <a@example.org>, Bea <b@example.org>",
            "Ada <a@b> <c@d>", "Sample, Ada; x <a@example.org>", "Ada <a@example.org>\r\nBcc: x@example.org", "Ada <>",
            "\"A\"B\" <a@example.org>", "añil@example.org", "a b@example.org",
        ]
    )
    func whatIsNoMailboxIsRefused(text: String) {
        #expect(throws: MailboxText.Fault.self) { try MailboxText.read(text) }
    }
}
