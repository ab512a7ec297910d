/// Reads CSV (RFC 4180) from chunks of bytes, one row at a time.
///
/// Memory stays flat however long the file is: a row of at most 1 MB and the chunk that was fed. The rows do not depend
/// on where one chunk ends and the next begins. Beyond the RFC it reads what spreadsheets really write: a byte order mark,
/// CR and LF as line ends, semicolons or tabs between the fields, quotes inside a field (they are text), empty lines and
/// lines of separators only (they are skipped).
///
///     var reader = CSVReader()
///     while let chunk = try file.read(upToCount: 65_536) {
///         try reader.feed(chunk) { row in … }
///     }
///     try reader.finish { row in … }
package struct CSVReader {
    /// The most bytes that a row may have.
    package static let longestRow = 1_048_576
    /// The most columns that a file may have.
    package static let mostColumns = 1_000

    private var opening = CSVOpening()
    private var scanner: CSVScanner?

    package init() {}

    /// What stands between the fields; a comma until the first line has been read.
    package var separator: UInt8 { scanner?.separator ?? UInt8(ascii: ",") }

    /// Reads on.
    ///
    /// - Parameters:
    ///   - chunk: The file's next bytes.
    ///   - receive: Gets each row that has ended; look at ``CSVRow/problem`` first. The first row is the header.
    /// - Throws: ``CSVFault`` when the rest of the file cannot be read, or what `receive` throws; the reader is of no
    ///   use after that.
    package mutating func feed(_ chunk: [UInt8], _ receive: (CSVRow) throws -> Void) throws {
        guard scanner == nil else {
            try scanner?.scan(chunk, receive)
            return
        }
        if opening.add(chunk) { try begin(receive) }
    }

    /// Reads what is left when the file has ended.
    ///
    /// - Throws: As ``feed(_:_:)``.
    package mutating func finish(_ receive: (CSVRow) throws -> Void) throws {
        if scanner == nil { try begin(receive) }
        try scanner?.finish(receive)
    }

    private mutating func begin(_ receive: (CSVRow) throws -> Void) throws {
        let start = try opening.read()
        scanner = CSVScanner(separator: start.separator)
        let bytes = opening.bytes
        opening = CSVOpening()
        try scanner?.scan(bytes, from: start.offset, receive)
    }
}
