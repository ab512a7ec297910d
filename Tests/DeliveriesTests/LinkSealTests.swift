import Crypto
import Deliveries
import Testing

@Suite struct LinkSealTests {
    let seal = LinkSeal(secret: SymmetricKey(data: Array("thirty-two bytes for the tests..".utf8)))

    @Test(arguments: LinkPurpose.allCases, [0, 1, 255, 256, 1_000_000, LinkSeal.largest])
    func aTokenOpensForItsPurposeAlone(purpose: LinkPurpose, number: Int64) throws {
        let token = try #require(seal.token(purpose, number))
        #expect(token.utf8.count == 24)
        for other in LinkPurpose.allCases {
            #expect(seal.open(token, for: other) == (other == purpose ? number : nil))
        }
        #expect(seal.open(token.uppercased(), for: purpose) == number)
    }

    @Test func everyChangedSignIsNoticed() throws {
        let token = try #require(seal.token(.stop, 4711))
        for index in token.indices {
            var changed = token
            changed.replaceSubrange(index...index, with: token[index] == "a" ? "b" : "a")
            #expect(seal.open(changed, for: .stop) == nil)
        }
    }

    @Test(arguments: [
        "", "a", "ä", "aaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaa1", "../../../../../etc/passwd",
    ])
    func whatWeDidNotMakeOpensNothing(text: String) {
        #expect(seal.open(text, for: .ask) == nil)
    }

    @Test func anotherSecretOpensNothing() throws {
        let other = LinkSeal(secret: SymmetricKey(data: Array("thirty-two others for the tests.".utf8)))
        #expect(other.open(try #require(seal.token(.ask, 7)), for: .ask) == nil)
    }

    @Test func numbersThatDoNotFitMakeNoToken() {
        #expect(seal.token(.ask, -1) == nil)
        #expect(seal.token(.ask, LinkSeal.largest + 1) == nil)
    }

    @Test func neighboursLookUnlike() throws {
        let first = try #require(seal.token(.ask, 1)), second = try #require(seal.token(.ask, 2))
        #expect(zip(first, second).filter { $0 == $1 }.count < 8)
    }

    @Test(arguments: 0...40)
    func textOfAnyLengthComesBack(length: Int) {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ length) }
        #expect(Base32.decode(Base32.encode(bytes)) == bytes)
    }

    @Test(arguments: ["a", "aaa", "b=", "a b", "01", "ab"])
    func brokenTextIsRefused(text: String) {
        #expect(Base32.decode(text) == nil)
    }
}

/// The mark in a printed sheet's address.
struct SheetMarkTests {
    private let links = PersonalLinks.sample(publicURL: "https://act.riverside.example")

    @Test func aMarkIsGoodForOneSheetInOneRevision() {
        let mark = links.seal.mark(ofSheet: "S1-3-2A", revision: "ABCD")
        #expect(mark.utf8.count == 16)
        #expect(links.seal.isMark(mark, ofSheet: "S1-3-2A", revision: "ABCD"))
        #expect(links.seal.isMark(mark.lowercased(), ofSheet: "S1-3-2A", revision: "ABCD"))
        for (name, revision) in [("S1-3-2B", "ABCD"), ("S1-3-2A", "ABCE"), ("S1-3-2A/", "ABCD")] {
            #expect(!links.seal.isMark(mark, ofSheet: name, revision: revision))
        }
        for wrong in ["", String(mark.dropLast()), mark + "A", String(mark.reversed())] {
            #expect(!links.seal.isMark(wrong, ofSheet: "S1-3-2A", revision: "ABCD"))
        }
        let other = PersonalLinks.sample(publicURL: "https://act.riverside.example").seal
        #expect(!other.isMark(mark, ofSheet: "S1-3-2A", revision: "ABCD"))
    }

    @Test func capitalsAreTakenWhereTheAddressMeansTheSame() {
        #expect(links.sheet("S1-3-2A", revision: "ABCD").hasPrefix("HTTPS://ACT.RIVERSIDE.EXAMPLE/S/S1-3-2A/ABCD/"))
        let below = PersonalLinks.sample(publicURL: "https://riverside.example/act")
        #expect(below.sheet("S1-3-2A", revision: "ABCD").hasPrefix("https://riverside.example/act/s/S1-3-2A/ABCD/"))
    }
}
