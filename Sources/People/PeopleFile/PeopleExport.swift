package import Calls

/// Writes people as CSV that ``PeopleFile`` reads back without a change.
///
/// Each channel has its state, and date, source, wording and evidence of its own. Free text that a spreadsheet would run
/// is guarded (``SpreadsheetGuard``).
package struct PeopleExport: Sendable {
    private static let fields: [PersonField] = [
        .id, .givenName, .familyName, .email, .phone, .language, .timezone, .street, .unit, .locality, .region,
        .postalCode, .country, .latitude, .longitude, .tags,
    ]

    private let attributeNames: [String]
    private let channels: [ChannelID]
    private let writer = CSVWriter()

    /// Says which columns there are beside the fields that every person has.
    ///
    /// - Parameters:
    ///   - attributes: Names of attributes; each becomes a column.
    ///   - channels: The channels whose consent is written.
    package init(attributes: [String], channels: [ChannelID]) {
        attributeNames = attributes.filter { PeopleColumn($0) == .attribute($0) }
        self.channels = channels
    }

    /// Adds the header.
    package func appendHeader(to bytes: inout [UInt8]) {
        var columns = Self.fields.map { PeopleColumn.field($0) } + attributeNames.map { .attribute($0) }
        for channel in channels {
            columns.append(.consent(channel))
            columns += PeopleColumn.ConsentDetail.allCases.map { .consentDetail($0, channel) }
        }
        writer.append(columns.map(\.name), to: &bytes)
    }

    /// Adds a person with the ledger line that is in force on each channel.
    package func append(_ person: Person, consents: [ConsentChange], to bytes: inout [UInt8]) {
        var cells = Self.fields.map { cell(of: person, $0) }
        cells += attributeNames.map { SpreadsheetGuard.guarded(person.attributes[$0] ?? "") }
        for channel in channels {
            let change = consents.last { $0.channel == channel }
            cells.append(change?.state.rawValue ?? "")
            cells += [
                change?.source ?? "", change?.at.description ?? "", change?.wording ?? "", change?.evidence ?? "",
            ]
            .map(SpreadsheetGuard.guarded)
        }
        writer.append(cells, to: &bytes)
    }

    private func cell(of person: Person, _ field: PersonField) -> String {
        switch field {
        case .phone: person.phone?.exact ?? ""
        case .latitude: person.door?.latitude.map { String($0) } ?? ""
        case .longitude: person.door?.longitude.map { String($0) } ?? ""
        case .tags: SpreadsheetGuard.guarded(person.tags.joined(separator: ";"))
        default: SpreadsheetGuard.guarded(person.value(of: field.name) ?? "")
        }
    }
}
