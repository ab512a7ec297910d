import Testing

@testable import SMSChannel

struct SMSTextTests {
    @Test(
        arguments: [
            ("", 0, 0), ("a", 1, 1), ("@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ!\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà \n\r", 65, 1),
            ("€", 2, 1), ("^{}\\[~]|", 16, 1), (repeated("a", 160), 160, 1), (repeated("a", 161), 161, 2),
            (repeated("a", 306), 306, 2), (repeated("a", 307), 307, 3), (repeated("€", 80), 160, 1),
            // 76 euros fill 152 of 153 septets; the 77th may not be split, so each part has one septet to spare.
            (repeated("€", 152), 304, 2), (repeated("€", 153), 306, 3), ("a" + repeated("€", 152), 305, 2),
            (repeated("a", 152) + "€" + repeated("a", 151), 305, 2),
            (repeated("a", 152) + "€" + repeated("a", 152), 306, 3),
        ] as [(String, Int, Int)]
    )
    func gsm7CountsSeptets(text: String, length: Int, parts: Int) {
        let counted = SMSText(text)
        #expect(counted.encoding == .gsm7)
        #expect(counted.obstacle == nil)
        #expect(counted.length == length)
        #expect(counted.parts == parts)
    }

    @Test(
        arguments: [
            ("ж", 1, 1, "ж"), ("ç", 1, 1, "ç"), ("`", 1, 1, "`"), ("Don’t “do” it", 13, 1, "’"), ("a\tb", 3, 1, "\t"),
            (repeated("ж", 70), 70, 1, "ж"), (repeated("ж", 71), 71, 2, "ж"), (repeated("ж", 134), 134, 2, "ж"),
            (repeated("ж", 135), 135, 3, "ж"), (repeated("🙂", 35), 70, 1, "🙂"), (repeated("🙂", 36), 72, 2, "🙂"),
            // 33 pairs fill 66 of 67 units; the 34th may not be split.
            (repeated("🙂", 66), 132, 2, "🙂"), (repeated("🙂", 67), 134, 3, "🙂"), ("ж" + repeated("🙂", 66), 133, 2, "ж"),
            (repeated("a", 100) + "ñé€’", 104, 2, "’"),
        ] as [(String, Int, Int, Unicode.Scalar)]
    )
    func ucs2CountsUnitsOfUTF16(text: String, length: Int, parts: Int, obstacle: Unicode.Scalar) {
        let counted = SMSText(text)
        #expect(counted.encoding == .ucs2)
        #expect(counted.obstacle == obstacle)
        #expect(counted.length == length)
        #expect(counted.parts == parts)
    }

    @Test func theBasicAlphabetHas127SignsAndTheExtensionTen() {
        let costs = (0...0xFFFF).compactMap(Unicode.Scalar.init).map { GSM7.septets($0) }
        // 128 codes, one of which is the escape to the extension table.
        #expect(costs.count { $0 == 1 } == 127)
        #expect(costs.count { $0 == 2 } == 10)
    }
}

/// A text of the same sign over and over.
func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }
