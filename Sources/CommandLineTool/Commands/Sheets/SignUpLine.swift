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
        record = Self.record(values, region: region, neighbor: neighbor, &reasons)
        channels = Self.channels(values[.says], offers, record, &reasons)
        isAnew = flags.contains("anew")
        replaces = flags.contains("replace")
        if reasons.isEmpty, record.email == nil, record.phone == nil, record.matchKey == nil {
            reasons.append("There is no email or phone, nor a name and a street, so nobody could tell who it is.")
        }
        guard reasons.isEmpty else { throw Fault(reasons: reasons) }
    }

    private static func record(
        _ values: [Key: String],
        region: String,
        neighbor: (String) -> Door?,
        _ reasons: inout [String]
    ) -> PersonRecord {
        var record = PersonRecord()
        func read<Value>(_ key: Key, _ reading: (String) throws(AddressFault) -> Value) -> Value? {
            guard let text = values[key], !text.isEmpty else { return nil }
            do { return try reading(text) } catch {
                reasons.append("\(key.rawValue) \(error).")
                return nil
            }
        }
        func text(_ key: Key) -> String? {
            read(key) { text throws(AddressFault) in
                let tidy = try TidyText.tidied(text)
                guard tidy.count <= PeopleFile.longestName else {
                    throw AddressFault("has more than \(PeopleFile.longestName) characters")
                }
                return tidy
            }
        }
        record.givenName = text(.given)
        record.familyName = text(.family)
        record.email = read(.email) { text throws(AddressFault) in try EmailAddress(text) }
        record.phone = read(.phone) { text throws(AddressFault) in try PhoneNumber(text, region: region) }
        if let code = values[.at] {
            record.door = neighbor(code)
            if record.door == nil { reasons.append("at names no row of this sheet. Copy the row's code: 'at=04K-78'.") }
            if values[.street] != nil { reasons.append("Give at or street, not both.") }
        } else if let street = text(.street) {
            do {
                record.door = try Door(
                    street: street,
                    unit: text(.unit) ?? "",
                    locality: text(.locality) ?? "",
                    region: text(.region) ?? "",
                    postalCode: text(.postalCode) ?? ""
                )
            } catch {
                reasons.append("The address \(error).")
            }
        }
        return record
    }

    private static func channels(
        _ says: String?,
        _ offers: [SignUpOption],
        _ record: PersonRecord,
        _ reasons: inout [String]
    ) -> [ChannelID] {
        let choices = offers.map(\.word).joined(separator: ", ")
        guard let says else {
            reasons.append(
                "Say what is marked in the row: 'says=\(offers.first?.word ?? "")', of \(choices); or 'says=nothing'."
            )
            return []
        }
        if says.lowercased() == "nothing" { return [] }
        var channels: [ChannelID] = []
        for word in says.lowercased().split(whereSeparator: { $0 == "," || $0 == " " }) {
            guard let offer = offers.first(where: { $0.word == word || $0.channel.rawValue == word }) else {
                reasons.append("says knows \(choices); '\(Listing.printable(String(word)))' is none of them.")
                continue
            }
            if let missing = Self.missing(offer.kind, record) {
                reasons.append("The row says yes to \(offer.word), but there is no \(missing).")
            }
            if !channels.contains(offer.channel) { channels.append(offer.channel) }
        }
        if channels.isEmpty, reasons.isEmpty {
            reasons.append("says is empty. Write 'says=nothing' if nothing is marked.")
        }
        return channels
    }

    private static func missing(_ kind: AddressKind, _ record: PersonRecord) -> String? {
        switch kind {
        case .mailbox: record.email == nil ? "email" : nil
        case .textPhone, .voicePhone: record.phone == nil ? "phone" : nil
        case .door: record.door == nil ? "street, nor 'at=' with the code of a row at the same door" : nil
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
