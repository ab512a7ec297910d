/// Takes addresses out of sentences that come from outside.
///
/// Servers repeat the address they refuse ("<ada@example.org>: User unknown"); such a sentence may stand in the log, the
/// address may not.
package enum Masking {
    /// The sentence with every mailbox and every long run of digits masked, on one line, at most 300 signs long.
    ///
    /// - Parameter sentence: What somebody else wrote.
    /// - Returns: Printable text without an address.
    package static func mask(_ sentence: String) -> String {
        var words: [String] = []
        for word in sentence.split(whereSeparator: { $0.isWhitespace || $0.isNewline }) {
            words.append(mask(word: word))
        }
        let line = words.joined(separator: " ").filter { character in
            character.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        }
        return line.count > 300 ? line.prefix(299) + "…" : line
    }

    private static func mask(word: Substring) -> String {
        if let at = word.firstIndex(of: "@"), at > word.startIndex {
            let local = word[..<at]
            let start = local.lastIndex { !isLocalPart($0) }.map { local.index(after: $0) } ?? local.startIndex
            guard start < at else { return String(word) }
            return "\(word[..<start])\(word[start])•••\(word[at...])"
        }
        // Four groups of digits are a server's address, which an operator must be able to read.
        if word.count(where: { $0 == "." }) >= 3 { return String(word) }
        let digits = word.count(where: \.isNumber)
        guard digits >= 7, word.allSatisfy({ $0.isNumber || "+-().,:;<>'\"".contains($0) }) else { return String(word) }
        return "•••\(word.filter(\.isNumber).suffix(2))"
    }

    private static func isLocalPart(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "!#$%&*+-/=?^_`{|}~.".contains(character)
    }
}
