import Foundation

/// A BCP 47 tag: `es`, `pt-BR`.
enum LanguageTag {
    static func read(_ text: String) throws(AddressFault) -> String {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let isTag = parts.allSatisfy { part in
            (1...8).contains(part.utf8.count) && part.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) }
        }
        guard isTag, let language = parts.first, (2...3).contains(language.utf8.count),
            language.utf8.allSatisfy(isLetter)
        else { throw AddressFault("is no language tag; write 'en', 'es', 'pt-BR', …") }
        return ([language.lowercased()] + parts.dropFirst().map(String.init)).joined(separator: "-")
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
}

/// An IANA zone: `America/Chicago`.
enum TimeZoneName {
    static func read(_ text: String) throws(AddressFault) -> String {
        guard let zone = TimeZone(identifier: text) else {
            throw AddressFault("is no time zone; write it as in 'America/Chicago'")
        }
        return zone.identifier
    }
}

/// Degrees of latitude or longitude as a decimal number.
enum Degrees {
    static func read(_ text: String) throws(AddressFault) -> Double {
        guard let degrees = Double(text), degrees.isFinite else {
            throw AddressFault("is no number of degrees; write it as in '39.7817'")
        }
        return degrees
    }
}

/// Tags, separated by semicolons: lower case, each once, in the order of the file.
enum TagsCell {
    static func read(_ text: String) throws(AddressFault) -> [String] {
        var tags: [String] = []
        for part in text.lowercased().split(separator: ";") {
            let tag = String(TidyText.trimmed(String(part)))
            if !tag.isEmpty, !tags.contains(tag) { tags.append(tag) }
        }
        return tags
    }
}

/// A whole name taken apart: "Ana Luz Reyes", "Reyes, Ana Luz", "Ana Reyes Jr."; a single word is a given name.
struct NameParts: Equatable {
    let given: String
    let family: String

    init(_ name: String) {
        let halves = name.split(separator: ",", maxSplits: 1).map { String(TidyText.trimmed(String($0))) }
        if halves.count == 2, !Self.isSuffix(halves[1]) {
            (given, family) = (halves[1], halves[0])
            return
        }
        var words = halves.joined(separator: " ").split(separator: " ").map(String.init)
        var suffix = ""
        if words.count > 2, let last = words.last, Self.isSuffix(last) { suffix = " \(words.removeLast())" }
        guard words.count > 1, let last = words.last else {
            (given, family) = (words.joined() + suffix, "")
            return
        }
        (given, family) = (words.dropLast().joined(separator: " "), last + suffix)
    }

    private static func isSuffix(_ word: String) -> Bool {
        ["jr", "sr", "ii", "iii", "iv"].contains(word.lowercased().filter { $0 != "." })
    }
}
