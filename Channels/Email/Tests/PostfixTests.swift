import Calls
import Deliveries
import People
import TestKit
import Testing

@testable import EmailChannel

/// The driver against a real Postfix: encryption, log-in, refusals, and what lies in the Maildir.
///
/// Skipped where Postfix is not installed or the tests do not run as root, which Postfix's master needs.
@Suite(
    .enabled(if: Postfix.isInstalled, "needs Postfix, sasl2-bin, openssl and root"),
    .postfix,
    .timeLimit(.minutes(2))
)
struct PostfixTests {
    private static let login = ["username": Postfix.username, "password": Postfix.password]

    private func server() throws -> Postfix { try #require(Postfix.current) }

    private func envelope(_ number: Int, to address: String, name: String = "Ada", call: Call = Samples.call) throws
        -> Envelope
    {
        let person = Person(id: PersonID(rawValue: "p\(number)"), givenName: name, email: try EmailAddress(address))
        let delivery = DeliveryNumber(rawValue: Int64(number))
        let briefing = Briefing(number: 7, call: call, organization: Samples.organization)
        return Envelope(
            briefing: briefing,
            items: [Item(delivery: delivery, key: "k\(number)", attempt: 1, person: person, isFirst: true)]
        )
    }

    private func deliver(_ envelopes: [Envelope], _ settings: [String: String]) async throws -> [Outcome] {
        let driver = try EmailSamples.driver(port: try server().port, settings)
        let log = ReportLog()
        await driver.deliver(envelopes, report: log.take)
        return envelopes.compactMap { log.outcome(of: Int($0.items[0].delivery.rawValue)) }
    }

    @Test(arguments: [false, true])
    func mailGoesEncryptedAndLoggedIn(isImplicit: Bool) async throws {
        let server = try server()
        var settings = Self.login
        settings["ca_file"] = server.certificate
        settings["tls"] = "required"
        if isImplicit { settings["server"] = "smtps://localhost:\(server.tlsPort)" }
        let first = isImplicit ? 201 : 101
        let driver = try EmailSamples.driver(port: server.port, settings)
        let log = ReportLog()
        let envelopes = try (first..<first + 40).map { try envelope($0, to: "person\($0)@test.example") }
        await driver.deliver(envelopes, report: log.take)
        #expect(log.sent == 40)
        let recipients = envelopes.compactMap { $0.items[0].person.email?.exact }
        let mails = try await server.mails(afterArrivalAt: recipients)
        let arrived = mails.filter { mail in mail.to.contains { recipients.contains($0[1]) } }
        #expect(arrived.count == 40)
        #expect(Set(arrived.compactMap { $0.headers["message-id"] }).count == 40)
        #expect(arrived.allSatisfy { $0.defects.isEmpty && $0.headers["received"]?.contains("ESMTPSA") == true })
        let finding = try #require(await driver.examine().first)
        #expect(finding.isGood)
        #expect(
            finding.text.hasSuffix("encrypted, certificate checked, logged in, pipelining, addresses outside of ASCII")
        )
    }

    @Test(
        arguments: [
            ("smtp://127.0.0.1", "other"), ("smtp://127.0.0.1", ""), ("smtps://127.0.0.1", "other"),
            ("smtps://127.0.0.1", ""),
        ]
    )
    func aCertificateThatIsNotTrustedIsRefused(scheme: String, trusted: String) async throws {
        let server = try server()
        let port = scheme.hasPrefix("smtps") ? server.tlsPort : server.port
        var settings = ["server": "\(scheme):\(port)", "tls": "required"]
        if trusted == "other" { settings["ca_file"] = server.otherCertificate }
        let outcome = try await deliver([try envelope(1, to: "never@test.example")], settings).first
        guard case .waiting(let waiting)? = outcome else {
            Issue.record("\(String(describing: outcome))")
            return
        }
        #expect(waiting.cause == .unreachable)
        #expect(waiting.reason.contains("its certificate is not to be trusted"))
    }

    @Test func aWrongPasswordMakesEverybodyWait() async throws {
        let settings = [
            "username": Postfix.username, "password": "hush-hush", "tls": "required",
            "ca_file": try server().certificate,
        ]
        let outcomes = try await deliver(
            [try envelope(1, to: "a@test.example"), envelope(2, to: "b@test.example")],
            settings
        )
        for outcome in outcomes {
            guard case .waiting(let waiting) = outcome else {
                Issue.record("\(outcome)")
                continue
            }
            #expect(waiting.reason.contains("log-in refused: 535 5.7.8"))
            #expect(waiting.reason.hasSuffix("Check 'username' and 'password'."))
            #expect(!waiting.reason.contains("hush-hush"))
        }
        #expect(outcomes.count == 2)
    }

    @Test(arguments: [["tls": "off"], ["tls": "required"]])
    func refusalsAreSortedAndHarmNobodyElse(settings: [String: String]) async throws {
        let settings = settings.merging(["connections": "1", "ca_file": try server().certificate]) { $1 }
        let first = settings["tls"] == "off" ? 300 : 400
        let names = ["fine1", "soft", "fine2", "full", "grey", "fine3", "gone", "spam", "fine4", "drop", "fine5"]
        let outcomes = try await deliver(
            try names.enumerated().map { try envelope(first + $0, to: "\($1)@test.example") },
            settings
        )
        let words = Dictionary(uniqueKeysWithValues: zip(names, outcomes))
        for name in names where name.hasPrefix("fine") { #expect(words[name]?.isSent == true) }
        let prefixes: [(String, String)] = [
            ("soft", "450 4.2.1 "), ("full", "452 4.2.2 "), ("grey", "451 4.7.1 "), ("drop", "421 4.7.0 "),
            ("gone", "550 5.1.1 "), ("spam", "554 5.7.1 "),
        ]
        for (name, prefix) in prefixes {
            switch words[name] {
            case .retry(let reason, let after)?:
                #expect(reason.hasPrefix(prefix))
                #expect(prefix.hasPrefix("4"))
                #expect(after == (name == "grey" ? .seconds(300) : nil))
            case .refused(let reason)?:
                #expect(reason.hasPrefix(prefix))
                #expect(prefix.hasPrefix("5"))
            default: Issue.record("\(name): \(String(describing: words[name]))")
            }
        }
    }

    @Test func whatArrivesIsWhatWasMeant() async throws {
        let call = Call(
            slug: "audiencia",
            title: "¡Llenemos la sala!",
            subject: "{{first_name}}: ¡llenemos la sala el 4 de diciembre por la estabilización de los alquileres!",
            from: "Unión de Inquilinos, \"Ribera\"",
            action: Samples.call.action,
            language: "es",
            words: Words(source: "Querida {{first_name}}:\n.\n..dos puntos\nla audiencia es el 4 de diciembre. ¡Ven!")
        )
        let names = [
            "Ñandú", "O'Brien, \"Bea\" <x@example.org>", "A\r\nBcc: victim@example.org\r\n\r\n<b>x</b>", "日本語の名前",
            "{{organization}}",
            "=?utf-8?q?evil?=", ".", "\u{202E}abc", "👩‍👩‍👧‍👦", String(repeating: "long ", count: 60),
        ]
        let envelopes = try names.enumerated().map {
            try envelope(500 + $0, to: "meant\($0)@test.example", name: $1, call: call)
        }
        #expect(try await deliver(envelopes, [:]).allSatisfy(\.isSent))
        let mails = try await server().mails(afterArrivalAt: names.indices.map { "meant\($0)@test.example" })
        for (index, name) in names.enumerated() {
            let mail = try #require(mails.first { $0.to.first?[1] == "meant\(index)@test.example" })
            let line = HeaderText(name)
            let shown = String(decoding: line.bytes, as: UTF8.self)
            #expect(mail.defects.isEmpty)
            #expect(mail.to.count == 1)
            #expect(mail.to[0][0] == shown)
            #expect(mail.from == [["Unión de Inquilinos, \"Ribera\"", "organize@riverside.example"]])
            #expect(mail.headers["bcc"] == nil)
            #expect(
                mail.headers["subject"]
                    == String(
                        decoding: HeaderText(
                            "\(name): ¡llenemos la sala el 4 de diciembre por la estabilización de los alquileres!"
                        ).bytes,
                        as: UTF8.self
                    )
            )
            #expect(mail.headers["message-id"] == "<k\(500 + index).7@riverside.example>")
            #expect(
                mail.headers["list-unsubscribe"]
                    == "<mailto:organize@riverside.example?subject=unsubscribe%20k\(500 + index)>"
            )
            #expect(mail.headers["date"] == "Tue, 01 Dec 2026 14:03:11 +0000")
            #expect(mail.headers["content-language"] == "es")
            #expect(mail.counts.filter { $0.key != "received" }.allSatisfy { $0.value == 1 })
            #expect(mail.types == ["multipart/alternative", "text/plain", "text/html"])
            // All but the link in List-Unsubscribe, which cannot be folded, keep to 78.
            #expect(mail.longest <= 100)
            let plainName = name.replacing("\r\n", with: "\n")
            #expect(
                mail.text.hasPrefix(
                    "Querida \(plainName):\n.\n..dos puntos\nla audiencia es el 4 de diciembre. ¡Ven!\n"
                )
            )
            #expect(mail.text.contains("\n-- \nRiverside Tenants Union\n12 Main St, Springfield, IL 62701\n"))
            #expect(mail.html.contains("<html lang=\"es\" dir=\"ltr\">"))
            #expect(
                mail.html.contains("href=\"mailto:organize@riverside.example?subject=unsubscribe%20k\(500 + index)\"")
            )
        }
    }

    @Test func anAddressOutsideOfASCIIArrives() async throws {
        #expect(try await deliver([try envelope(600, to: "añil@test.example")], [:]).allSatisfy(\.isSent))
        let mails = try await server().mails(afterArrivalAt: ["añil@test.example"])
        #expect(mails.contains { $0.headers["message-id"] == "<k600.7@riverside.example>" })
    }
}
