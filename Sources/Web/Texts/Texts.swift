/// The pages' own words in one language, read from a file with a line for each: `name: words with {holes}`.
struct Texts: Sendable {
    let language: PageLanguage
    private let lines: [String: String]

    /// The words of a language.
    static func of(_ language: PageLanguage) -> Texts {
        switch language {
        case .english: english
        case .spanish: spanish
        }
    }

    private static let english = Texts(.english, file: PackageResources.en_texts)
    private static let spanish = Texts(.spanish, file: PackageResources.es_texts)

    /// Reads a file; empty lines and those that begin with `#` are for its writers.
    init(_ language: PageLanguage, file: [UInt8]) {
        self.language = language
        var lines: [String: String] = [:]
        for line in String(decoding: file, as: UTF8.self).split(whereSeparator: \.isNewline) where !line.hasPrefix("#")
        {
            let sides = line.split(separator: ":", maxSplits: 1)
            guard sides.count == 2 else { continue }
            lines[String(sides[0])] = sides[1].trimming { $0 == " " }
        }
        self.lines = lines
    }

    /// The names of all words, for comparing two languages.
    var names: Set<String> { Set(lines.keys) }

    /// Words by their name; `nil` when there are none.
    func find(_ name: String) -> String? { lines[name] }

    /// Words by their name, with their holes filled; the name itself where there are none.
    func text(_ name: String, _ values: [String: String] = [:]) -> String {
        var text = lines[name] ?? name
        for (hole, value) in values { text = text.replacing("{\(hole)}", with: value) }
        return text
    }

    /// Words in the form that a number takes, with `{count}` filled.
    func text(_ name: String, count: Int, _ values: [String: String] = [:]) -> String {
        let form = "\(name).\(language.pluralForm(of: count))"
        let known = lines[form] == nil ? "\(name).other" : form
        return text(known, values.merging(["count": language.written(count)]) { _, own in own })
    }
}
