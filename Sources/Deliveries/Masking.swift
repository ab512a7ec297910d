/// Takes addresses out of sentences that come from outside.
///
/// Servers repeat the address they refuse ("<ada@example.org>: User unknown"); such a sentence may stand in the log, the
/// address may not. In doubt too much is masked: a long number too many harms nobody.
package enum Masking {
    /// The sentence with every mailbox and every phone number masked, on one line, at most 300 signs long.
    ///
    /// - Parameter sentence: What somebody else wrote.
    /// - Returns: Printable text without an address.
    package static func mask(_ sentence: String) -> String {
        let words = sentence.split { $0.isWhitespace || $0.isControl }
        let line = withoutNumbers(withoutMailboxes(Array(words.joined(separator: " "))))
        return line.count > 300 ? String(line.prefix(299)) + "…" : String(line)
    }

    /// Of a mailbox the first sign and the domain stay; of a quoted one the domain.
    private static func withoutMailboxes(_ line: [Character]) -> [Character] {
        var out: [Character] = []
        out.reserveCapacity(line.count)
        // What lies before has been looked at and is no part of the next mailbox.
        var floor = 0
        for (index, character) in line.enumerated() {
            let isEncoded = character == "%" && line[index...].starts(with: Array("%40"))
            if character == "@" || isEncoded {
                if out.count > floor, out.last == "\"", let open = out[floor..<(out.count - 1)].lastIndex(of: "\"") {
                    out.replaceSubrange(open..., with: "•••")
                } else {
                    let start = (out[floor...].lastIndex { !isLocalPart($0) }).map { $0 + 1 } ?? floor
                    if start < out.count { out.replaceSubrange((start + 1)..., with: "•••") }
                }
                floor = out.count + 1
            }
            out.append(character)
        }
        return out
    }

    private static func isLocalPart(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "!#$%&*+-/=?^_`{|}~.".contains(character)
    }

    /// Of seven digits and more that belong together, however they are spaced, the last two stay.
    private static func withoutNumbers(_ line: [Character]) -> [Character] {
        var out: [Character] = []
        out.reserveCapacity(line.count)
        var index = 0
        while index < line.count {
            guard line[index].isNumber else {
                out.append(line[index])
                index += 1
                continue
            }
            let end = dottedCode(line, at: index) ?? numberEnd(line, from: index)
            let number = line[index..<end]
            let digits = number.filter(\.isNumber)
            if digits.count >= 7, dottedCode(line, at: index) == nil {
                while let last = out.last, "+(".contains(last) { out.removeLast() }
                out += "•••" + digits.suffix(2)
            } else {
                out += number
            }
            index = end
        }
        return out
    }

    /// Where the digits that belong to those at `start` end.
    private static func numberEnd(_ line: [Character], from start: Int) -> Int {
        var end = start
        var index = start
        while index < line.count, index - end <= 3 {
            if line[index].isNumber {
                if index > start, dottedCode(line, at: index) != nil { break }
                index += 1
                end = index
            } else if " -.()/–".contains(line[index]) {
                index += 1
            } else {
                break
            }
        }
        return end
    }

    /// The end of an enhanced status code (`5.1.1`, RFC 3463) or of a server's IPv4 address, which are no phone numbers.
    private static func dottedCode(_ line: [Character], at start: Int) -> Int? {
        if start > 0, line[start - 1].isNumber || line[start - 1] == "." { return nil }
        var run = line[start...].prefix(16).prefix { $0 == "." || ("0"..."9").contains($0) }
        while run.last == "." { run.removeLast() }
        let parts = run.split(separator: ".", omittingEmptySubsequences: false).map { String($0) }
        // A number that is not written as a computer writes it, such as 044, is a piece of a phone number.
        let numbers = parts.compactMap { part in Int(part).flatMap { String($0) == part ? $0 : nil } }
        guard numbers.count == parts.count else { return nil }
        let isStatus = numbers.count == 3 && [2, 4, 5].contains(numbers[0]) && numbers.allSatisfy { $0 < 1_000 }
        let isServer = numbers.count == 4 && numbers.allSatisfy { $0 < 256 }
        return isStatus || isServer ? run.endIndex : nil
    }
}

extension Character {
    fileprivate var isControl: Bool {
        unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
}
