import Calls
import People
import TestKit
import Testing

/// The moment 2026-06-01T12:00:00Z.
let importMoment = Timestamp(rawValue: 1_780_315_200_000)

struct Imported {
    var records: [PersonRecord] = []
    var faults: [RowFault] = []
    var rejected: [UInt8] = []
    var channels: [ChannelID] = []

    init(_ text: String, now: Timestamp = importMoment) throws {
        var reader = CSVReader()
        var file: PeopleFile?
        var rejects: RejectedRows?
        var header: CSVRow?
        var rows: [CSVRow] = []
        try reader.feed(Array(text.utf8)) { row in if header == nil { header = row } else { rows.append(row) } }
        try reader.finish { row in if header == nil { header = row } else { rows.append(row) } }
        if let header {
            file = try PeopleFile(header: header, organization: Samples.organization, source: "list.csv", now: now)
            rejects = RejectedRows(header: header, separator: reader.separator, to: &rejected)
        }
        channels = file?.channels ?? []
        for row in rows {
            do throws(RowFault) {
                if let record = try file?.parse(row) { records.append(record) }
            } catch {
                faults.append(error)
                rejects?.append(row, error, to: &rejected)
            }
        }
    }
}

extension Imported {
    /// The record of the only row, which must be good.
    static func record(_ header: String, _ row: String) throws -> PersonRecord {
        let imported = try Imported("\(header)\n\(row)\n")
        #expect(imported.faults.isEmpty, "\(imported.faults)")
        return try #require(imported.records.first)
    }

    /// What is wrong with the only row, which must be bad.
    static func reasons(_ header: String, _ row: String) throws -> [String] {
        let imported = try Imported("\(header)\n\(row)\n")
        #expect(imported.records.isEmpty)
        return imported.faults.flatMap(\.reasons)
    }
}
