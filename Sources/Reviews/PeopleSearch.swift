import People

/// What somebody typed to find a person: an id, a mailbox, a phone number, or parts of a name or a street.
package struct PeopleSearch: Sendable {
    /// The whole text, as an id.
    package let id: String
    /// The text as a mailbox, in the form in which two spellings of one are the same.
    package let emailKey: String?
    /// The text as a phone number in E.164 form.
    package let phone: String?
    /// For each word the patterns of SQL's `LIKE`, with `\` before what is meant as it stands, for texts as ``PlainLetters``
    /// writes them.
    ///
    /// Engines take the letters of ASCII for the same when only the case differs, and no others, so the usual spellings are here.
    package let words: [[String]]

    private static let longest = 200
    private static let mostWords = 5

    /// Reads what was typed; `nil` for blanks alone, and for more than anybody types.
    ///
    /// - Parameters:
    ///   - text: As it was typed.
    ///   - region: Where phone numbers without a country code are dialled.
    package init?(_ text: String, region: String) {
        let parts = text.split { $0.isWhitespace }.map(String.init)
        guard !parts.isEmpty, text.utf8.count <= Self.longest, !text.utf8.contains(0) else { return nil }
        id = parts.joined(separator: " ")
        emailKey = id.contains("@") ? (try? EmailAddress(id))?.key : nil
        let digits = id.utf8.count { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        phone = digits >= 6 ? (try? PhoneNumber(id, region: region))?.exact : nil
        words = parts.prefix(Self.mostWords).map(Self.patterns)
    }

    private static func patterns(of word: String) -> [String] {
        let word = PlainLetters.text(word)
        if word.utf8.allSatisfy({ $0 < 0x80 }) { return ["%\(escaped(word))%"] }
        var patterns: [String] = []
        for spelling in [word, word.lowercased(), word.prefix(1).uppercased() + word.dropFirst().lowercased()] {
            let pattern = "%\(escaped(spelling))%"
            if !patterns.contains(pattern) { patterns.append(pattern) }
        }
        return patterns
    }

    private static func escaped(_ word: String) -> String {
        var out = ""
        for character in word {
            if "\\%_".contains(character) { out.append("\\") }
            out.append(character)
        }
        return out
    }
}
