import Calls
import Deliveries
import People

/// A line such as `new row=1 given=Ada phone="(212) 555-0101" says=texts,email`: a row in which somebody signed up.
struct SignUpLine {
    let row: Int
    let record: PersonRecord
    let channels: [ChannelID]
    let isAnew: Bool
    let replaces: Bool

    /// Everything that is wrong with a line, in sentences.
    struct Fault: Error {
        let reasons: [String]
    }

    /// What a line may say.
    enum Key: String, CaseIterable {
        case row, given, family, phone, email, street, unit, locality, region
        case postalCode = "postal_code"
        case at, says

        private static let aliases: [String: Key] = [
            "given_name": .given, "first_name": .given, "family_name": .family, "last_name": .family,
            "city": .locality, "state": .region, "zip": .postalCode,
        ]

        init?(named name: String) {
            guard let key = Key(rawValue: name) ?? Self.aliases[name] else { return nil }
            self = key
        }

        /// What it says of the person; `nil` for what it says of the row.
        var part: SignUpDraft.Part? { SignUpDraft.Part(rawValue: rawValue) }
    }

    /// Reads a line.
    ///
    /// - Parameters:
    ///   - words: What stands behind `new`.
    ///   - offers: What the paper lets people say yes to.
    ///   - region: Where a number without a country code is dialled.
    ///   - neighbor: The door of the person at a row's code; `nil` when it is not on the page.
    /// - Throws: ``Fault``.
    init(
        _ words: Substring,
        offers: [SignUpOption],
        region: String,
        neighbor: (String) -> Door?
    ) throws(Fault) {
        var reasons: [String] = []
        var values: [Key: String] = [:]
        var flags: Set<String> = []
        for word in try LineWords.split(words) {
            guard let value = word.value else {
                flags.insert(word.name)
                if word.name != "anew", word.name != "replace" {
                    reasons.append(
                        "'\(Listing.printable(word.name))' is neither 'key=value', nor 'anew', nor 'replace'."
                    )
                }
                continue
            }
            guard let key = Key(named: word.name) else {
                reasons.append(
                    "'\(Listing.printable(word.name))' is unknown. Known are: "
                        + Key.allCases.map(\.rawValue).joined(separator: ", ") + "."
                )
                continue
            }
            if values.updateValue(value, forKey: key) != nil { reasons.append("\(key.rawValue) stands there twice.") }
        }
        row = values[.row].flatMap { Int($0) } ?? 0
        if row < 1 { reasons.append("Say which row: 'row=1' for the first of the rows for new people.") }
        var door: Door?
        if let code = values[.at] {
            door = neighbor(code)
            if door == nil { reasons.append("at names no row of this sheet. Copy the row's code: 'at=04K-78'.") }
            if values[.street] != nil { reasons.append("Give at or street, not both.") }
        }
        let options = Self.options(values[.says], offers, &reasons)
        let parts = values.compactMap { key, value in key.part.map { ($0, value) } }
        let draft = SignUpDraft(
            Dictionary(uniqueKeysWithValues: parts),
            door: door,
            says: options,
            region: region
        )
        reasons += draft.faults.filter { $0 != .nobody || reasons.isEmpty }.map(Self.words)
        record = draft.record
        channels = options.map(\.channel)
        isAnew = flags.contains("anew")
        replaces = flags.contains("replace")
        guard reasons.isEmpty else { throw Fault(reasons: reasons) }
    }

    private static func words(_ fault: SignUpDraft.Fault) -> String {
        switch fault {
        case .part(let part, let words): "\(part.rawValue) \(words)."
        case .home(let words): "The address \(words)."
        case .missing(let option): "The row says yes to \(option.word), but there is no \(missing(option.kind))."
        case .nobody: "There is no email or phone, nor a name and a street, so nobody could tell who it is."
        }
    }

    private static func options(
        _ says: String?,
        _ offers: [SignUpOption],
        _ reasons: inout [String]
    ) -> [SignUpOption] {
        let choices = offers.map(\.word).joined(separator: ", ")
        guard let says else {
            reasons.append(
                "Say what is marked in the row: 'says=\(offers.first?.word ?? "")', of \(choices); or 'says=nothing'."
            )
            return []
        }
        var options: [SignUpOption] = []
        let marked = says.lowercased().split(whereSeparator: { $0 == "," || $0 == " " })
        if marked.contains("nothing"), marked.contains(where: { $0 != "nothing" }) {
            reasons.append("says=nothing goes with nothing else. Write what is marked, or 'says=nothing' alone.")
            return []
        }
        for word in marked where word != "nothing" {
            guard let offer = offers.first(where: { $0.word == word || $0.channel.rawValue == word }) else {
                reasons.append("says knows \(choices); '\(Listing.printable(String(word)))' is none of them.")
                continue
            }
            if !options.contains(offer) { options.append(offer) }
        }
        if options.isEmpty, reasons.isEmpty, marked.isEmpty {
            reasons.append("says is empty. Write 'says=nothing' if nothing is marked.")
        }
        return options
    }

    private static func missing(_ kind: AddressKind) -> String {
        switch kind {
        case .mailbox: "email"
        case .textPhone, .voicePhone: "phone"
        case .door: "street, nor 'at=' with the code of a row at the same door"
        }
    }
}

/// Words of a line; those in quotes may hold spaces.
private enum LineWords {
    struct Word {
        var name = ""
        /// What stands behind `=`.
        var value: String?
    }

    private static let quotes: [Character: Character] = ["\"": "\"", "'": "'", "“": "”"]

    static func split(_ text: Substring) throws(SignUpLine.Fault) -> [Word] {
        var words: [Word] = []
        var word: Word?
        var closing: Character?
        for sign in text {
            if let end = closing {
                if sign == end { closing = nil } else { word?.value?.append(sign) }
            } else if sign.isWhitespace {
                if let done = word { words.append(done) }
                word = nil
            } else if word?.value != nil, word?.value == "", let end = quotes[sign] {
                closing = end
            } else if sign == "=", word != nil, word?.value == nil {
                word?.value = ""
            } else {
                if word == nil { word = Word() }
                if word?.value != nil { word?.value?.append(sign) } else { word?.name.append(sign) }
            }
        }
        if closing != nil { throw SignUpLine.Fault(reasons: ["A quotation mark is not closed."]) }
        if let word { words.append(word) }
        return words
    }
}
