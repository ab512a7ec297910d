/// The languages in which the pages speak.
enum PageLanguage: String, Sendable, CaseIterable {
    case english = "en"
    case spanish = "es"

    /// A language by its BCP 47 tag, `es-MX`; `nil` for one that we do not speak.
    init?(tag: some StringProtocol) {
        self.init(rawValue: tag.prefix { $0 != "-" && $0 != "_" }.lowercased())
    }

    /// The person's own language where we speak it, else the one that the browser likes best, else the call's, else English.
    ///
    /// - Parameters:
    ///   - person: A tag; empty when unknown.
    ///   - accepted: The browser's `Accept-Language`.
    ///   - call: A tag.
    /// - Returns: A language that we speak.
    static func choose(person: String, accepted: String?, call: String = "") -> PageLanguage {
        PageLanguage(tag: person) ?? accepted.flatMap(preferred) ?? PageLanguage(tag: call) ?? .english
    }

    /// The language with the highest weight (RFC 9110, 12.5.4); the first of several with the same.
    private static func preferred(_ field: String) -> PageLanguage? {
        var best: (language: PageLanguage, weight: Double)?
        for part in field.utf8.prefix(500).split(separator: UInt8(ascii: ",")) {
            let sides = String(Substring(part)).split(separator: ";").map { $0.trimming { $0 == " " } }
            guard let tag = sides.first, let language = PageLanguage(tag: tag) else { continue }
            let quality = sides.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            if quality > 0, quality > best?.weight ?? 0 { best = (language, quality) }
        }
        return best?.language
    }

    /// The name of the form that a number takes (Unicode CLDR, cardinals).
    func pluralForm(of number: Int) -> String {
        switch self {
        case .english: number == 1 ? "one" : "other"
        // "un millón de personas": whole millions take another form.
        case .spanish: number == 1 ? "one" : number != 0 && number % 1_000_000 == 0 ? "many" : "other"
        }
    }

    /// A number with its thousands apart, as people write it: 12,000 and 12 000.
    func written(_ number: Int) -> String {
        let digits = String(number.magnitude)
        // In Spanish four digits stand together.
        guard digits.utf8.count > (self == .spanish ? 4 : 3) else { return String(number) }
        var groups: [Substring] = []
        var rest = digits[...]
        while !rest.isEmpty {
            groups.insert(rest.suffix(3), at: 0)
            rest = rest.dropLast(3)
        }
        return (number < 0 ? "-" : "") + groups.joined(separator: self == .spanish ? "\u{A0}" : ",")
    }
}

extension StringProtocol {
    /// The text without such characters at its ends.
    func trimming(_ isUnwanted: (Character) -> Bool) -> String {
        guard let first = firstIndex(where: { !isUnwanted($0) }), let last = lastIndex(where: { !isUnwanted($0) })
        else {
            return ""
        }
        return String(self[first...last])
    }
}
