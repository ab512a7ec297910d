import Foundation
import TestKit
import Testing

/// What the doctor finds in a real name server.
@Suite(.enabled(if: NameServer.isInstalled, "NOT TESTED: install dnsmasq-base"), .timeLimit(.minutes(3)))
struct DoctorMailTests {
    private static let rest = [
        "txt-record=_dmarc.riverside.example,\"v=DMARC1; p=quarantine; rua=mailto:postmaster@riverside.example\"",
        "mx-host=riverside.example,mail.riverside.example,10", "host-record=mail.riverside.example,192.0.2.25",
    ]

    /// A place that signs, with the zone's lines of its key.
    private static func signing(_ outside: Outside) async throws -> (place: Workplace, key: String) {
        let place = try Workplace(outside.settings(texts: false))
        let made = try await place.run(
            "dkim",
            "create",
            "key.pem",
            "--selector",
            "s1",
            "--domain",
            "riverside.example",
            expect: 0
        )
        try place.write(
            "clarion.yaml",
            "public_url: https://act.riverside.example\n" + place.read("clarion.yaml")
                + "    dkim_selector: s1\n    dkim_key_file: \(place.path("key.pem"))\n"
        )
        let strings = made.output.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
            .compactMap { $0.offset % 2 == 1 ? "\"\($0.element)\"" : nil }
        #expect(strings.count == 2, "more than one string, as every RSA key has")
        return (place, "txt-record=s1._domainkey.riverside.example,\(strings.joined(separator: ","))")
    }

    private static func findings(_ result: ProgramResult) throws -> [String: [(isGood: Bool, text: String)]] {
        let rows = try result.json().list ?? []
        return Dictionary(grouping: rows) { $0["part"]?.text ?? "" }.mapValues { rows in
            rows.map { ($0["ok"] == .bool(true), $0["found"]?.text ?? "") }
        }
    }

    @Test func whatIsInOrderIsSaidToBeSo() async throws {
        let outside = try Outside()
        let (place, key) = try await Self.signing(outside)
        let server = try await OwnThread.run {
            try NameServer(
                Self.rest + [
                    key, "txt-record=riverside.example,\"v=spf1 include:relay.example -all\"",
                    "txt-record=riverside.example,\"something else\"",
                    "txt-record=relay.example,\"v=spf1 ip4:192.0.2.0/24 -all\"",
                ]
            )
        }
        try await place.submit(Crowd.willing(2))
        let result = try await place.run(
            "doctor",
            "mail",
            "--resolver",
            server.place,
            "--address",
            "192.0.2.25",
            "--format",
            "json",
            expect: 0
        )
        let found = try Self.findings(result)
        #expect(Set(found.keys) == ["spf", "dkim", "dmarc", "ptr", "mx", "server", "volume"])
        #expect(found.values.joined().allSatisfy { $0.isGood }, "\(found)")
        #expect(found["ptr"]?.first?.text == "192.0.2.25 is mail.riverside.example, and back")
        #expect(found["volume"]?.first?.text == "2 mails go out within a day")
        let all = try await place.run("doctor", "--format", "json", expect: 0).json().list
        #expect(all?.isEmpty == false, "'doctor' alone does what it did")
        await outside.stop()
    }

    @Test func whatIsMissingIsToBeWrittenIntoTheDNS() async throws {
        let outside = try Outside()
        let (place, _) = try await Self.signing(outside)
        let empty = try await OwnThread.run { try NameServer([]) }
        let bare = try Self.findings(
            await place.run(
                "doctor",
                "mail",
                "--resolver",
                empty.place,
                "--address",
                "192.0.2.25",
                "--format",
                "json",
                expect: 1
            )
        )
        for part in ["spf", "dkim", "dmarc", "ptr", "mx"] { #expect(bare[part]?.first?.isGood == false, "\(part)") }
        #expect(bare["spf"]?.first?.text.contains("\"v=spf1 ip4:192.0.2.25 -all\"") == true)
        #expect(bare["dkim"]?.first?.text.contains("v=DKIM1; k=rsa; p=MII") == true)
        #expect(bare["dmarc"]?.first?.text.contains("_dmarc.riverside.example. IN TXT") == true)
        let wrong = try await OwnThread.run {
            try NameServer([
                "txt-record=riverside.example,\"v=spf1 ip4:198.51.100.1 -all\"",
                "txt-record=s1._domainkey.riverside.example,\"v=DKIM1; k=rsa; p=AAAA\"",
                "txt-record=_dmarc.riverside.example,\"v=DMARC1; p=none\"",
                "ptr-record=25.2.0.192.in-addr.arpa,elsewhere.example",
                "mx-host=riverside.example,mx.riverside.example,1",
            ])
        }
        let result = try await place.run(
            "doctor",
            "mail",
            "--resolver",
            wrong.place,
            "--address",
            "192.0.2.25",
            expect: 1
        )
        for words in [
            "does not let 192.0.2.25 send", "another key than the one that signs",
            "elsewhere.example, which does not lead back",
            "nobody gets reports",
        ] {
            #expect(result.output.contains(words), "\(result.output)")
        }
        // Nothing that is on this machine is where mail leaves to the world.
        let nowhere = try await place.run("doctor", "mail", "--resolver", empty.place, expect: 1)
        #expect(nowhere.output.contains("--address IP"), "\(nowhere.output)")
        // A name server that is not there is no record that is not there.
        let silent = try await place.run(
            "doctor",
            "mail",
            "--resolver",
            "127.0.0.1:1",
            "--address",
            "192.0.2.25",
            expect: 1
        )
        #expect(silent.output.contains("did not say"), "\(silent.output)")
        try await place.run("doctor", "mail", "--resolver", "not a server", expect: 64)
        try await place.run("doctor", "mail", "--address", "elsewhere", expect: 64)
        await outside.stop()
    }
}
