/// Writes `FILE.rejected.csv`: the rows that were not taken, each as it stood in the file, behind its line and its reasons.
///
/// Line and reasons stand in front, because a rejected row may have too many fields or too few. The importer knows the
/// two columns: once its rows are mended, the file can be imported as it is. Nothing is guarded against spreadsheets,
/// for a row must stay what it was.
package struct RejectedRows: Sendable {
    /// The names of the columns that are put in front.
    package static let columns = ["line", "reason"]

    private let writer: CSVWriter

    /// Starts a file with the header of the one that was read.
    ///
    /// - Parameters:
    ///   - header: The first row of that file.
    ///   - separator: What stands between its fields.
    ///   - bytes: What is added to.
    package init(header: CSVRow, separator: UInt8, to bytes: inout [UInt8]) {
        writer = CSVWriter(separator: separator)
        // A mended file that has rejected rows again has the two columns already.
        let isOurs = header.texts.starts(with: Self.columns)
        writer.append((isOurs ? [] : Self.columns) + header.texts, to: &bytes)
        hasOwnColumns = isOurs
    }

    private let hasOwnColumns: Bool

    /// Adds a row.
    package func append(_ row: CSVRow, _ fault: RowFault, to bytes: inout [UInt8]) {
        writer.append(String(fault.line), to: &bytes)
        bytes.append(writer.separator)
        writer.append(fault.reason, to: &bytes)
        bytes.append(writer.separator)
        if row.problem?.problem == .unclosedQuote {
            // As it stood, it would swallow the rows behind it.
            writer.append(String(decoding: row.raw, as: UTF8.self), to: &bytes)
        } else {
            bytes.append(contentsOf: hasOwnColumns ? ownFields(of: row) : row.raw[...])
        }
        bytes.append(0x0A)
    }

    /// The part of a row that stands behind an earlier line and reason.
    private func ownFields(of row: CSVRow) -> ArraySlice<UInt8> {
        guard row.count > Self.columns.count else { return [] }
        let start = Int(row.fields[Self.columns.count].start)
        let isQuoted = start > 0 && row.raw[start - 1] == UInt8(ascii: "\"")
        return row.raw[(isQuoted ? start - 1 : start)...]
    }
}
