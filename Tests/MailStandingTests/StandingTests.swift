import Deliveries
import Testing

@testable import MailStanding

struct StandingTests {
    private static let record = "v=DKIM1; k=rsa; p=AAAA"

    private func standing(_ zone: Zone, returning: String = "a.example", signing: String? = "a.example") throws
        -> Standing
    {
        let signers = signing.map { [MailSender.Signer(domain: $0, selector: "s", record: Self.record)] } ?? []
        let sender = MailSender(domain: "a.example", returnDomain: returning, signers: signers)
        return Standing(sender, from: [try #require(NetworkAddress("192.0.2.25"))], zone)
    }

    @Test(arguments: [
        (["v=DKIM1; k=rsa; p=AAAA"], true, "has the key"), (["p=AA AA; h=sha1:sha256; s=email"], true, "has the key"),
        ([], false, "is not in the DNS"), (["v=DKIM1; p="], false, "withdrawn"),
        (["v=DKIM1; p=BBBB"], false, "another key"),
        (["v=DKIM1; k=ed25519; p=AAAA"], false, "another key"), (["v=DKIM1; t=y; p=AAAA"], false, "only a test"),
        (["v=DKIM1; h=sha1; p=AAAA"], false, "SHA-256"), (["v=DKIM1; s=tlsrpt; p=AAAA"], false, "not for mail"),
        (["p=AAAA; v=DKIM1"], false, "no key record"), (["v=DKIM1; p=AAAA; p=BBBB"], false, "no key record"),
        (["nonsense"], false, "no key record"), (["p=AAAA", "p=BBBB"], false, "2 records"),
        ([String(repeating: "p=AAAA;", count: 100_000)], false, "no key record"),
    ])
    func publishedKeysAreHeldAgainstOurs(texts: [String], isGood: Bool, words: String) throws {
        let findings = try standing(Zone(texts: ["s._domainkey.a.example": texts])).dkim()
        #expect(findings.map(\.isGood) == [isGood])
        #expect(findings.first?.text.contains(words) == true, "\(findings)")
    }

    @Test(arguments: [
        (["_dmarc.a.example": ["v=DMARC1; p=none"]], true, "do nothing"),
        (["_dmarc.a.example": ["v = DMARC1 ; p = reject"]], true, "refuse mail"),
        (["_dmarc.example": ["v=DMARC1; p=reject; sp=quarantine"]], true, "set mail apart"),
        ([:], false, "has no DMARC"),
        (["_dmarc.a.example": ["v=DMARC1; p=none", "v=DMARC1; p=reject"]], false, "2 records"),
        (["_dmarc.a.example": ["v=DMARC1; p=perhaps"]], false, "nothing that DMARC knows"),
        (["_dmarc.a.example": ["v=DMARC1"]], false, "nothing that DMARC knows"),
        (["_dmarc.a.example": ["v=DMARC1; p=none; p=none"]], false, "no DMARC record"),
        (["_dmarc.a.example": ["v=DMARC12; p=none"]], false, "no DMARC record"),
        (["_dmarc.a.example": ["spf"]], false, "has no DMARC"),
    ])
    func policiesAreFoundAndRead(texts: [String: [String]], isGood: Bool, words: String) throws {
        let first = try #require(try standing(Zone(texts: texts)).dmarc().first)
        #expect(first.isGood == isGood, "\(first)")
        #expect(first.text.contains(words), "\(first)")
    }

    @Test(arguments: [
        ("v=DMARC1; p=none", "b.example", "m.a.example" as String?, true),
        ("v=DMARC1; p=none; adkim=s", "b.example", "m.a.example", false),
        ("v=DMARC1; p=none", "m.a.example", nil, true), ("v=DMARC1; p=none; aspf=s", "m.a.example", nil, false),
        ("v=DMARC1; p=none", "a.example", "b.example", false),
        ("v=DMARC1; p=none", "b.example", "evil-a.example", false),
    ])
    func somethingMustSpeakForTheDomainThatPeopleSee(record: String, returning: String, signing: String?, isGood: Bool)
        throws
    {
        let zone = Zone(texts: ["_dmarc.a.example": [record]])
        #expect(try standing(zone, returning: returning, signing: signing).dmarc().last?.isGood == isGood)
    }

    @Test func whoeverLetsEverybodySendIsTold() throws {
        let open = try standing(Zone(texts: ["a.example": ["v=spf1 +all"]])).spf()
        #expect(open.map(\.isGood) == [false])
        let without = try standing(Zone()).spf()
        #expect(without.first?.text.contains("v=spf1 ip4:192.0.2.25 -all") == true)
    }

    @Test func namesMustLeadBack() throws {
        var zone = Zone(
            hosts: ["mail.a.example": ["192.0.2.25"]],
            reverse: ["192.0.2.25": ["old.example", "mail.a.example"]]
        )
        #expect(try standing(zone).reverse().map(\.isGood) == [true])
        zone.reverse = ["192.0.2.25": ["\u{1B}]0;x\u{7}.example"]]
        let bad = try #require(try standing(zone).reverse().first)
        #expect(!bad.isGood)
        #expect(!bad.text.contains("\u{1B}"))
    }

    @Test func largeNumbersWantEverythingInOrder() {
        var volume = DayVolume()
        for _ in 1..<5_000 { volume.add("Gmail.com") }
        #expect(volume.findings(missing: ["DMARC"]).allSatisfy { $0.isGood })
        volume.add("googlemail.com")
        volume.add("example.org")
        let findings = volume.findings(missing: ["DMARC"])
        #expect(findings.first?.text == "5001 mails go out within a day")
        #expect(findings.map(\.isGood) == [true, false])
        #expect(findings.last?.text.contains("DMARC") == true)
        #expect(volume.findings(missing: []).allSatisfy { $0.isGood })
    }
}
