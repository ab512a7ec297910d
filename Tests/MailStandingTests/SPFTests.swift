import Testing

@testable import MailStanding

struct SPFTests {
    private func verdict(_ record: String, _ address: String = "192.0.2.25", _ more: (inout Zone) -> Void = { _ in })
        throws -> SPFVerdict
    {
        var zone = Zone(texts: ["a.example": [record]])
        more(&zone)
        var check = SPFCheck(zone, address: try #require(NetworkAddress(address)))
        return check.verdict(of: "a.example")
    }

    @Test(arguments: [
        ("v=spf1 ip4:192.0.2.25 -all", SPFVerdict.pass), ("v=spf1 ip4:192.0.2.0/24 -all", .pass),
        ("v=spf1 ip4:192.0.3.0/24 -all", .fail), ("v=spf1 ip4:192.0.3.0/23 -all", .pass), ("V=SPF1 +ALL", .pass),
        ("v=spf1 ~all", .softfail), ("v=spf1", .neutral), ("v=spf1 ?all", .neutral),
        ("v=spf1 -ip4:192.0.2.25 +all", .fail),
        ("v=spf1 a -all", .pass), ("v=spf1 a:other.example -all", .fail), ("v=spf1 a:other.example/16 -all", .pass),
        ("v=spf1 mx -all", .pass), ("v=spf1 include:b.example -all", .pass), ("v=spf1 include:c.example -all", .fail),
        ("v=spf1 redirect=b.example", .pass), ("v=spf1 ptr -all", .pass), ("v=spf1 ptr:evil.example -all", .fail),
        ("v=spf1 exists:mail.a.example -all", .pass), ("v=spf1 exists:%{i}.b.example -all", .depends),
        ("v=spf1 ip6:::/0 -all", .fail), ("v=spf1 exp=why.example -all", .fail), ("v=spf10 +all", .none), ("", .none),
    ])
    func recordsAreReadAsReceiversDo(record: String, expected: SPFVerdict) throws {
        let found = try verdict(record) { zone in
            zone.hosts = [
                "a.example": ["192.0.2.25"], "other.example": ["192.0.9.9"], "mail.a.example": ["192.0.2.25"],
            ]
            zone.mail = ["a.example": ["mail.a.example"]]
            zone.reverse = ["192.0.2.25": ["mail.a.example"]]
            zone.texts["b.example"] = ["v=spf1 ip4:192.0.2.25 ~all"]
            zone.texts["c.example"] = ["v=spf1 -all"]
        }
        #expect(found == expected)
    }

    @Test(arguments: [
        "v=spf1 ip4:192.0.2.0/33 -all", "v=spf1 ip4:here -all", "v=spf1 ip4:2001:db8::1 -all", "v=spf1 whatever -all",
        "v=spf1 include:nobody.example -all", "v=spf1 redirect=nobody.example", "v=spf1 include:a.example -all",
        "v=spf1 redirect=a.example", "v=spf1 a:x.example a:y.example a:z.example -all",
        "v=spf1 " + String(repeating: "include:none.example ", count: 11),
        "v=spf1 " + String(repeating: "a:other.example ", count: 11),
        "v=spf1 " + String(repeating: "x", count: 100_000), "v=spf1 \u{1B}[31m:red",
    ])
    func wrongAndHostileRecordsAreOfNoUseAndEnd(record: String) throws {
        let found = try verdict(record) { zone in
            zone.hosts = ["other.example": ["192.0.9.9"]]
            zone.texts["none.example"] = ["v=spf1 -all"]
        }
        guard case .broken(let why) = found else {
            Issue.record("\(found)")
            return
        }
        #expect(why.utf8.count < 300)
        #expect(!why.unicodeScalars.contains { $0.value < 0x20 })
    }

    @Test func tenQuestionsAreTheMostAndTwoRecordsAreNone() throws {
        let ten = "v=spf1 " + String(repeating: "a:other.example ", count: 10) + "-all"
        #expect(try verdict(ten) { $0.hosts = ["other.example": ["192.0.9.9"]] } == .fail)
        let two = try verdict("v=spf1 -all") { $0.texts["a.example"]?.append("v=spf1 +all") }
        #expect(two == .broken("a.example has 2 SPF records"))
        #expect(try verdict("v=spf1 include:b.example -all") { $0.silent = ["b.example"] } == .unknown)
        #expect(try verdict("v=spf1 ip6:2001:db8::/32 -all", "2001:db8::25") == .pass)
        #expect(
            try verdict("v=spf1 a//32 -all", "2001:db8::25") { $0.hosts = ["a.example": ["2001:db8:9::1"]] } == .pass
        )
    }

    @Test(arguments: [
        "1.2.3", "1.2.3.256", "1.2.3.4.5", "::1::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", ":::", "12345::", "x::", "",
        "+1.2.3.4",
        "1.2.3.+4", "::1.2.3.4.5",
    ])
    func whatIsNoAddressIsRefused(text: String) { #expect(NetworkAddress(text) == nil) }

    @Test func addressesAreReadAndTurnedAround() throws {
        #expect(NetworkAddress("192.0.2.1")?.reverseName == "1.2.0.192.in-addr.arpa")
        #expect(NetworkAddress("::ffff:192.0.2.1")?.bytes.suffix(4) == [192, 0, 2, 1])
        #expect(NetworkAddress("2001:db8::1")?.reverseName.hasPrefix("1.0.0.0.") == true)
        #expect(NetworkAddress("2001:db8::1")?.reverseName.hasSuffix(".8.b.d.0.1.0.0.2.ip6.arpa") == true)
        #expect(NetworkAddress("::1")?.isLoopback == true)
        #expect(NetworkAddress("2001:db8:0:0:0:0:0:1") == NetworkAddress("2001:db8::1"))
    }
}
