import Crypto
import Deliveries
import Foundation
import People
import TestKit
import Testing

@testable import EmailChannel

struct RelaxedFormTests {
    /// The examples of RFC 6376 3.4.5, and the corners of 3.4.4.
    @Test func headersAreRelaxed() {
        let fields = RelaxedForm.headerFields(Array("A: X\r\nB : Y\t\r\n\tZ  \r\n\r\n".utf8)[...])
        #expect(fields.map { String(decoding: $0.bytes, as: UTF8.self) } == ["a:X\r\n", "b:Y Z\r\n"])
    }

    @Test(arguments: [
        (" C \r\nD \t E\r\n\r\n\r\n", " C\r\nD E\r\n"), ("", ""), ("\r\n\r\n", ""), ("a\r\n \r\n\t\r\n", "a\r\n"),
        ("\r\na\r\n", "\r\na\r\n"), ("a\r\n\r\nb\r\n", "a\r\n\r\nb\r\n"),
    ])
    func bodiesAreRelaxed(body: String, expected: String) {
        #expect(String(decoding: RelaxedForm.body(Array(body.utf8)[...]), as: UTF8.self) == expected)
    }
}

/// Signatures that somebody else checks: dkimpy, with keys from a DNS that is a dictionary.
@Suite(.serialized)
struct SigningTests {
    /// Debian's own, which its packages belong to, whatever else is on the path.
    private static let python = "/usr/bin/python3"
    private static let hasPython = (try? Tool.run(python, "-c", "import dkim")) != nil

    private func folder() throws -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: "dkim-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    /// A mail to somebody, signed by two keys, as it lies on the wire before dots are stuffed.
    private func signed(in folder: String, name: String = "Ada") throws -> (mail: [UInt8], records: [DKIMKey]) {
        let keys = [try DKIMKey.newRSA(), DKIMKey.newEd25519()]
        for (index, key) in keys.enumerated() {
            try key.pem.write(toFile: "\(folder)/\(index)", atomically: true, encoding: .utf8)
        }
        let settings = try EmailSettings(
            EmailSamples.settings(
                port: 25,
                [
                    "dkim_selector": "r2026", "dkim_key_file": "\(folder)/0", "dkim_ed25519_selector": "e2026",
                    "dkim_ed25519_key_file": "\(folder)/1", "return_path": "bounces+{token}@riverside.example",
                ]
            )
        )
        let seal = LinkSeal(secret: SymmetricKey(data: [UInt8](repeating: 9, count: 32)))
        let briefing = Briefing(
            number: 7,
            call: Samples.call,
            organization: Samples.organization,
            publicURL: nil,
            links: nil,
            returnSeal: ReturnSeal(seal)
        )
        let person = Person(id: PersonID(rawValue: "p1"), givenName: name, email: try EmailAddress("ada@example.org"))
        let item = Item(delivery: DeliveryNumber(rawValue: 17), key: "k17", attempt: 1, person: person, isFirst: true)
        let recipient = try #require(person.email.flatMap(EnvelopeAddress.init))
        let mail = try MailTemplate(briefing, from: settings.identity).mail(
            for: item,
            to: recipient,
            date: DateHeader(EmailSamples.moment),
            ticket: 1,
            signing: settings.signing
        )
        let token = try #require(seal.token(.bounce, 17))
        #expect(String(decoding: mail.sender.bytes, as: UTF8.self) == "bounces+\(token)@riverside.example")
        #expect(mail.messageID.description == "<\(token).7@riverside.example>")
        let text = String(decoding: mail.data.bytes.dropLast(3), as: UTF8.self).replacing("\r\n..", with: "\r\n.")
        let stop = try #require(seal.token(.stop, 17))
        #expect(text.contains("subject=unsubscribe%20\(stop)>"))
        return (Array(text.utf8), keys)
    }

    @Test(
        .enabled(if: hasPython, "NOT TESTED: install python3-dkim"),
        arguments: ["Ada", "Ñandú de la Ribera, muy larga", "."]
    )
    func dkimpyAgreesWithBothSignatures(name: String) throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (mail, keys) = try signed(in: folder, name: name)
        try Data(mail).write(to: URL(filePath: "\(folder)/mail"))
        let script = """
            import dkim, sys
            mail = open(sys.argv[1], 'rb').read()
            keys = {b'r2026._domainkey.riverside.example.': sys.argv[2], b'e2026._domainkey.riverside.example.': sys.argv[3]}
            dns = lambda name, timeout=5: keys[name].encode()
            def verdict(mail):
                d = dkim.DKIM(mail)
                try:
                    return [d.verify(idx=0, dnsfunc=dns), dkim.DKIM(mail).verify(idx=1, dnsfunc=dns)]
                except dkim.DKIMException as error:
                    return [str(error)]
            print(verdict(mail))
            for old, new in [(b'rent', b'Rent'), (b'Subject: ', b'Subject: x'), (b'unsubscribe%20', b'unsubscribe%21')]:
                assert old in mail
                print(verdict(mail.replace(old, new, 1)))
            print(verdict(b'From: evil@example.net\\r\\n' + mail))
            """
        let out = try Tool.run(
            Self.python,
            "-c",
            script,
            "\(folder)/mail",
            keys[0].record,
            keys[1].record
        ).split(separator: "\n")
        #expect(out.first == "[True, True]")
        #expect(out.count == 5)
        for line in out.dropFirst() { #expect(!line.contains("True")) }
    }

    private static let opendkim = "/usr/sbin/opendkim"

    @Test(
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: opendkim),
            "NOT TESTED: install opendkim"
        ),
        arguments: ["Ada", "Ñandú de la Ribera, muy larga", "."]
    )
    func opendkimAgreesWithBothSignatures(name: String) throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (mail, keys) = try signed(in: folder, name: name)
        let records = zip(["r2026", "e2026"], keys).map { selector, key in
            "\(selector)._domainkey.riverside.example \(key.record)\n"
        }
        try records.joined().write(toFile: "\(folder)/keys", atomically: true, encoding: .utf8)
        try "Mode v\nTestPublicKeys \(folder)/keys\n".write(toFile: "\(folder)/conf", atomically: true, encoding: .utf8)
        let text = String(decoding: mail, as: UTF8.self)
        let changed = text.replacingOccurrences(of: "unsubscribe%20", with: "unsubscribe%21")
        #expect(changed != text)
        for (mail, verdict) in [(text, "dkim=pass"), (changed, "dkim=fail")] {
            try Data(mail.utf8).write(to: URL(filePath: "\(folder)/mail"))
            let words = try Tool.run(Self.opendkim, "-x", "\(folder)/conf", "-v", "-v", "-t", "\(folder)/mail")
            for algorithm in ["rsa-sha256", "ed25519-sha256"] {
                let line = words.split(separator: "\n").first { $0.contains("header.a=\(algorithm)") }
                #expect(line?.contains(verdict) == true, "\(algorithm): \(words)")
            }
        }
    }

    @Test func keysAreReadBackAndOthersRefused() throws {
        for key in [try DKIMKey.newRSA(), DKIMKey.newEd25519()] {
            #expect(try DKIMKey(pem: key.pem).record == key.record)
            #expect("\(key)" == "•••")
        }
        let weak = try Tool.run("/usr/bin/openssl", "genrsa", "1024")
        for pem in ["", "hush-hush", weak] {
            #expect(throws: DKIMKey.Fault.self) { _ = try DKIMKey(pem: pem) }
        }
        let rsa = try Tool.run("/usr/bin/openssl", "genrsa", "-traditional", "2048")
        #expect(try DKIMKey(pem: rsa).algorithm == "rsa-sha256")
        let ed25519 = try Tool.run("/usr/bin/openssl", "genpkey", "-algorithm", "ed25519")
        #expect(try DKIMKey(pem: ed25519).algorithm == "ed25519-sha256")
    }

    @Test(arguments: [
        (["dkim_selector": "s"], "dkim_key_file is missing"), (["dkim_key_file": "/x"], "dkim_selector is missing"),
        (["dkim_selector": "a b", "dkim_key_file": "/nowhere"], "dkim_selector must be"),
        (["dkim_selector": "s", "dkim_key_file": "/nowhere"], "cannot be read"),
        (["dkim_domain": "not a domain"], "dkim_domain must be"),
        (["return_path": "bounces@a.example"], "return_path must be"),
        (["return_path": "b+{token}{token}@a.example"], "return_path must be"),
        (["return_path": "b@{token}.example"], "return_path must be"),
        (["return_path": "a <b+{token}@a.example>"], "return_path must be"),
        (["provider": "mailgun"], "provider_key is missing"),
        (["provider_key": "x"], "provider is missing"), (["provider": "ses", "provider_key": "x"], "must be the ARN"),
        (["provider": "sendgrid", "provider_key": "x"], "verification key"),
        (["provider": "postmark", "provider_key": "x"], "must be 'name:password'"),
    ])
    func wrongSettingsAreNamed(settings: [String: String], sentence: String) {
        let error = #expect(throws: ChannelSettingsError.self) {
            _ = try EmailSettings(EmailSamples.settings(port: 25, settings))
        }
        #expect(error?.description.contains(sentence) == true)
    }
}
