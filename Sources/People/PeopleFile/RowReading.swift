import Calls

/// One row while it is read: gathers the cells, then makes a record out of them and notes all that is wrong.
struct RowReading {
    let file: PeopleFile
    /// By field; empty where the row says nothing.
    private var cells = [String](repeating: "", count: PersonField.allCases.count)
    private var attributes: [String: String] = [:]
    private var jsonAttributes: [String: String] = [:]
    private var consents = ConsentCells()
    var reasons: [String] = []

    init(file: PeopleFile) { self.file = file }

    /// Takes a cell that is not empty.
    mutating func take(_ cell: String, column index: Int) {
        let title = file.titles[index]
        switch file.columns[index] {
        case .field(let field):
            // Typed fields tidy and refuse by themselves.
            let isTyped = field == .email || field == .phone
            cells[field.rawValue] = isTyped ? SpreadsheetGuard.unguarded(cell) : tidy(cell, title) ?? ""
        case .attribute(let name): attributes[name] = tidy(cell, title, lineBreaks: .folded, longest: 10_000)
        case .attributes:
            do { jsonAttributes = try AttributesCell.read(cell) } catch { reasons.append("\(title) \(error)") }
        case .consent(let channel):
            do { try consents.add(cell, for: channel) } catch { reasons.append("\(title) \(error)") }
        case .consentDetail(let detail, let channel):
            do { try consents.add(cell, as: detail, for: channel, in: file) } catch {
                reasons.append("\(title) \(error)")
            }
        case .unnamed: reasons.append("column \(index + 1) has a value but no name; name the column or empty it")
        case .ignored: break
        }
    }

    /// Makes the record; it is of use only when there are no ``reasons`` afterwards.
    mutating func record() -> PersonRecord {
        var record = PersonRecord(id: text(.id).map(PersonID.init(rawValue:)))
        (record.givenName, record.familyName) = name()
        record.email = read(.email) { text throws(AddressFault) in try EmailAddress(text) }
        let region = file.organization.region
        record.phone = read(.phone) { text throws(AddressFault) in try PhoneNumber(text, region: region) }
        record.language = read(.language, LanguageTag.read)
        record.timezone = read(.timezone, TimeZoneName.read)
        record.tags = read(.tags, TagsCell.read)
        record.attributes = jsonAttributes.merging(attributes) { _, column in column }
        record.door = door(&record.attributes)
        record.consents = consents.changes(file.source, at: file.now)
        if reasons.isEmpty, record.id == nil, record.email == nil, record.phone == nil, record.matchKey == nil {
            reasons.append("there is no id, email or phone, nor a name and a street, so nobody could tell who it is")
        }
        return record
    }

    private func text(_ field: PersonField) -> String? {
        let cell = cells[field.rawValue]
        return cell.isEmpty ? nil : cell
    }

    /// The sentence's name for a field: what the file calls it.
    private func title(_ field: PersonField) -> String {
        file.columns.firstIndex(of: .field(field)).map { file.titles[$0] } ?? field.name
    }

    private mutating func tidy(
        _ cell: String,
        _ title: String,
        lineBreaks: TidyText.LineBreaks = .refused,
        longest: Int = PeopleFile.longestName
    ) -> String? {
        do {
            let text = SpreadsheetGuard.unguarded(try TidyText.tidied(cell, lineBreaks: lineBreaks))
            guard text.utf8.count <= longest || text.count <= longest else {
                reasons.append("\(title) has more than \(longest) characters")
                return nil
            }
            return text.isEmpty ? nil : text
        } catch {
            reasons.append("\(title) \(error)")
            return nil
        }
    }

    private mutating func read<Value>(
        _ field: PersonField,
        _ reading: (String) throws(AddressFault) -> Value
    ) -> Value? {
        guard let text = text(field) else { return nil }
        do { return try reading(text) } catch {
            reasons.append("\(title(field)) \(error)")
            return nil
        }
    }

    private func name() -> (given: String?, family: String?) {
        let given = text(.givenName)
        let family = text(.familyName)
        guard given == nil, family == nil, let whole = text(.fullName) else { return (given, family) }
        let parts = NameParts(whole)
        return (parts.given, parts.family.isEmpty ? nil : parts.family)
    }

    private mutating func door(_ attributes: inout [String: String]) -> Door? {
        guard let street = text(.street) else {
            // A city alone is no door, but words may want it: it stays usable as {{city}}.
            for field in PersonField.allCases where field.isPartOfDoor { attributes[field.name] = text(field) }
            return nil
        }
        let latitude = read(.latitude, Degrees.read)
        let longitude = read(.longitude, Degrees.read)
        guard reasons.isEmpty else { return nil }
        do {
            return try Door(
                street: street,
                unit: text(.unit) ?? "",
                locality: text(.locality) ?? "",
                region: text(.region) ?? "",
                postalCode: text(.postalCode) ?? "",
                country: text(.country) ?? "",
                latitude: latitude,
                longitude: longitude
            )
        } catch {
            reasons.append("the address \(error)")
            return nil
        }
    }
}
