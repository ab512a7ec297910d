package import Calls

/// A list of people as CSV: what its columns mean, and how a row becomes a ``PersonRecord``.
///
/// Columns bear OSDI's names or their aliases, in any case and order. **An empty cell, like a column that is not there,
/// says nothing: what is known stays.** What a cell says replaces what was known, tags and attributes included.
package struct PeopleFile: Sendable {
    /// How long a name may be, in characters.
    package static let longestName = 200

    /// What each column means, in the file's order.
    package let columns: [PeopleColumn]
    /// Each column's name as the file writes it, for sentences.
    let titles: [String]
    let organization: Organization
    let source: String
    let now: Timestamp

    /// Reads the header.
    ///
    /// - Parameters:
    ///   - header: The file's first row.
    ///   - organization: Its region reads phone numbers without a country code, its zone dates.
    ///   - source: How the consent of rows without `consent_source` is known, such as the file's name.
    ///   - now: The moment of the import; consent without `consent_at` is dated so, and none may lie behind it.
    /// - Throws: ``PeopleFileFault``.
    package init(
        header: CSVRow,
        organization: Organization,
        source: String,
        now: Timestamp
    ) throws(PeopleFileFault) {
        titles = header.texts.map { String(TidyText.trimmed($0)) }
        columns = Self.columns(named: titles)
        self.organization = organization
        self.source = source
        self.now = now
        try Self.check(columns, titles)
    }

    /// The channels for which the file has a consent column; a name that is no channel is most likely mistyped.
    package var channels: [ChannelID] {
        columns.compactMap { column in
            if case .consent(let channel) = column { channel } else { nil }
        }
    }

    /// Makes a person out of a row.
    ///
    /// - Throws: ``RowFault`` with everything that is wrong with it.
    package func parse(_ row: CSVRow) throws(RowFault) -> PersonRecord {
        if let problem = row.problem { throw RowFault(line: row.line, reasons: [problem.sentence]) }
        var reading = RowReading(file: self)
        for index in 0..<row.count {
            guard row.bytes(at: index).contains(where: { $0 != UInt8(ascii: " ") }) else { continue }
            guard index < columns.count else {
                reading.reasons.append(
                    "there are more fields than columns; look for a comma that needs quotes around its field"
                )
                break
            }
            reading.take(row[index], column: index)
        }
        let record = reading.record()
        guard reading.reasons.isEmpty else { throw RowFault(line: row.line, reasons: reading.reasons) }
        return record
    }

    private static func columns(named titles: [String]) -> [PeopleColumn] {
        var columns = titles.map { PeopleColumn($0) }
        // The two columns that a file of rejected rows has in front; mended, it can be imported as it is.
        if columns.starts(with: RejectedRows.columns.map { PeopleColumn.attribute($0) }) {
            for index in RejectedRows.columns.indices { columns[index] = .ignored }
        }
        return columns
    }

    private static func check(_ columns: [PeopleColumn], _ titles: [String]) throws(PeopleFileFault) {
        guard !titles.contains(where: looksLikeAddress) else { throw .noHeader }
        var seen: [PeopleColumn: Int] = [:]
        for (index, column) in columns.enumerated() where column != .unnamed && column != .ignored {
            if let first = seen.updateValue(index, forKey: column) {
                throw .duplicate(first: first + 1, second: index + 1, meaning: column.name)
            }
        }
        guard seen[.attribute("consent")] == nil else { throw .consentWithoutChannel }
        let hasName = [.givenName, .familyName, .fullName].contains { seen[.field($0)] != nil }
        let hasAddress = [.id, .email, .phone].contains { seen[.field($0)] != nil }
        guard hasAddress || (hasName && seen[.field(.street)] != nil) else {
            throw .nobodyToTellApart(columns: columns.map(\.name))
        }
    }

    /// Whether a name of a column is an email address or a phone number.
    private static func looksLikeAddress(_ title: String) -> Bool {
        title.utf8.contains(UInt8(ascii: "@"))
            || (title.utf8.count >= 7 && title.utf8.allSatisfy { "+-(). 0123456789".utf8.contains($0) })
    }
}

extension PeopleColumn {
    /// The column's own name, as an export writes it.
    var name: String {
        switch self {
        case .field(let field): field.name
        case .attributes: "attributes"
        case .consent(let channel): "\(channel)_consent"
        case .consentDetail(let detail, let channel): channel.map { "\($0)_consent_\(detail)" } ?? "consent_\(detail)"
        case .attribute(let name): name
        case .unnamed, .ignored: ""
        }
    }
}
