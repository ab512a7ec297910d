/// The name of a flat, in the one form that its spellings share: `Apt. 2B`, `#2b` and `Unit 2 B` are `2b`.
enum UnitName {
    /// Whether a folded word behind a street announces a unit, judged by the word after it.
    ///
    /// `Apt` and `#` always do; `Ste` only before a number or a letter, for there is a Sault Ste Marie Avenue.
    static func announces(_ word: String, before next: String) -> Bool {
        switch word {
        case "apt", "#": true
        case "unit", "ste", "fl", "rm", "bldg", "lot", "trlr": next.count == 1 || next.utf8.contains(where: isDigit)
        default: false
        }
    }

    /// Joins folded words to a unit's name; designators that say no more than "unit" are left out.
    static func folded(_ words: [String]) -> String {
        var name = ""
        for word in words where !["apt", "unit", "#", "no"].contains(word) {
            // "2 1" must not become 21.
            if let last = name.utf8.last, isDigit(last), let first = word.utf8.first, isDigit(first) { name += "-" }
            name += hyphensOnlyBetweenDigits(word)
        }
        return name
    }

    private static func hyphensOnlyBetweenDigits(_ word: String) -> String {
        let bytes = Array(word.utf8)
        var kept: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "-") {
                guard index > 0, index + 1 < bytes.count, isDigit(bytes[index - 1]), isDigit(bytes[index + 1]) else {
                    continue
                }
            }
            kept.append(byte)
        }
        return String(decoding: kept, as: UTF8.self)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
