import Foundation

/// The name by which commands and logs know a call: lower-case letters, digits and hyphens.
enum Slug {
    static let longest = 64

    static func isWellFormed(_ text: String) -> Bool {
        let bytes = text.utf8
        return (1...longest).contains(bytes.count) && bytes.first != hyphen && bytes.last != hyphen
            && bytes.allSatisfy { isASCIILetter($0) && $0 >= UInt8(ascii: "a") || isASCIIDigit($0) || $0 == hyphen }
    }

    /// Makes a name of a text; accents go, and everything else that may not stand becomes a hyphen.
    ///
    /// - Returns: `nil` when nothing is left.
    static func make(of text: String) -> String? {
        let plain = text.folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil).lowercased()
        var slug: [UInt8] = []
        for byte in plain.utf8 {
            if isASCIILetter(byte) || isASCIIDigit(byte) {
                slug.append(byte)
            } else if slug.last != hyphen, !slug.isEmpty {
                slug.append(hyphen)
            }
            if slug.count == longest { break }
        }
        if slug.last == hyphen { slug.removeLast() }
        return slug.isEmpty ? nil : String(decoding: slug, as: UTF8.self)
    }

    /// Makes a name of a file's name, without its folders and its ending.
    static func make(ofFile name: String) -> String? {
        let base = name.split(separator: "/").last ?? ""
        let dot = base.lastIndex(of: ".").flatMap { $0 > base.startIndex ? $0 : nil }
        return make(of: String(base[..<(dot ?? base.endIndex)]))
    }

    private static let hyphen = UInt8(ascii: "-")
}

func isASCIIDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

func isASCIILetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }
