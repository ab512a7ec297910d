import People
import Testing

/// Texts made of what trips readers up: whatever comes, nothing traps and what is accepted keeps its promises.
struct HostileInputTests {
    private static let pieces = [
        "a", "Z", "9", "12", "½", "1/2", "-", "--", "#", ",", ".", "..", " ", "\t", "\n", "\r\n", "\0", "\u{7F}",
        "\u{85}", "\u{A0}",
        "@", "<", ">", "\"", "'", "\\", "(", ";", ":", "+", "=", "%41", "é", "e\u{301}", "ß", "İ", "日本", "👩‍👩‍👧",
        "\u{202E}",
        "\u{200B}", "\u{FEFF}", "\u{FFFD}", "st", "apt", "no", "5th", "hwy", "bis", "example", "org", "xn--", "º", "٣",
        "Ⅷ",
        "99999999999999999999",
    ]

    private func texts(_ seed: UInt64, _ count: Int) -> [String] {
        var random = Shuffle(state: seed)
        return (0..<count).map { _ in
            (0..<Int(random.next() % 9)).map { _ in Self.pieces[Int(random.next() % UInt64(Self.pieces.count))] }
                .joined()
        }
    }

    @Test func anAcceptedMailboxIsSafeInAnSMTPDialogue() throws {
        var accepted = 0
        for text in texts(1, 4_000).flatMap({ ["\($0)@example.org", "ana@\($0).org", $0] }) {
            guard let address = try? EmailAddress(text) else { continue }
            accepted += 1
            #expect(address.exact.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && !"<>\",;:\\()[]".utf8.contains($0) })
            #expect(address.exact.utf8.filter { $0 == UInt8(ascii: "@") }.count == 1)
            #expect(address.exact.utf8.count <= 254)
            #expect(try EmailAddress(address.exact) == address)
        }
        #expect(accepted > 100)
    }

    @Test func aDoorOfAnyTextHasKeysThatStayTheSame() throws {
        var accepted = 0
        for text in texts(2, 4_000) {
            guard let door = try? Door(street: text, unit: "", locality: "Springfield") else { continue }
            accepted += 1
            let again = try Door(street: door.street, unit: door.unit, locality: door.locality)
            #expect(again.key == door.key)
            #expect(again.walkKey == door.walkKey)
            #expect(door.key.utf8.filter { $0 == UInt8(ascii: "|") }.count == 4)
        }
        #expect(accepted > 100)
    }

    @Test func aPhoneNumberOfAnyTextIsE164OrRefused() {
        for text in texts(3, 300).flatMap({ [$0, "+1212555\($0)", "(212) 555-01\($0)"] }) {
            guard let number = try? PhoneNumber(text, region: "US") else { continue }
            #expect(number.exact.utf8.first == UInt8(ascii: "+"))
            #expect((7...16).contains(number.exact.utf8.count))
            #expect(number.exact.utf8.dropFirst().allSatisfy { (0x30...0x39).contains($0) })
        }
    }
}

/// Knuth's MMIX generator: the same numbers on every run.
private struct Shuffle {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33
    }
}
