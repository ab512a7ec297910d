import App
import Calls
import Deliveries
import Foundation
import People

/// What an import came to.
struct ImportCounts {
    var read = 0
    var added = 0
    var updated = 0
    var unchanged = 0
    var rejected = 0
    /// Line and reasons.
    var firstRejection: String?
}

/// Carries a people file into the database, chunk by chunk: while one group of rows is written, the next is read.
struct PeopleImporter {
    let path: String
    let organization: Organization
    let source: String
    /// Where rejected rows go; `nil` to keep none.
    let rejectedPath: String?

    private static let chunk = 1 << 18
    private static let group = 2_000

    private struct Group: Sendable {
        var records: [PersonRecord] = []
        var rows: [CSVRow] = []
    }

    /// Imports the file.
    ///
    /// - Throws: ``Failure`` when the file cannot be read on; what stood before has been taken, and the sentence says so.
    func run(into store: any Store) async throws -> ImportCounts {
        let handle = try InputFile.handle(path)
        defer { try? handle.close() }
        // A pipe has no end to look at; it is read all the same.
        let size = try? handle.seekToEnd()
        if size != nil { try handle.seek(toOffset: 0) }
        var state = Reading(importer: self)
        var done: UInt64 = 0
        do {
            while let chunk = try handle.read(upToCount: Self.chunk), !chunk.isEmpty {
                try state.feed(Array(chunk))
                done += UInt64(chunk.count)
                if state.group.records.count >= Self.group { try await state.flush(into: store) }
                let fraction = size.map { Double(done) / Double(max($0, 1)) }
                Progress.current.show("rows", done: state.counts.read, fraction: fraction)
            }
            try state.finish()
        } catch let fault as CSVFault {
            try await state.flush(into: store)
            try await state.close(into: store)
            throw Failure(.wrongInput, "\(path): \(fault). The \(state.counts.read) rows before it have been read.")
        } catch let fault as PeopleFileFault {
            throw Failure(.wrongInput, "\(path): \(fault)")
        }
        try await state.flush(into: store)
        try await state.close(into: store)
        Progress.current.clear()
        guard state.hasHeader else {
            throw Failure(.wrongInput, "\(path): the file is empty. Its first row names the columns.")
        }
        return state.counts
    }

    /// How far the file has been read.
    private struct Reading {
        let importer: PeopleImporter
        var reader = CSVReader()
        var file: PeopleFile?
        var group = Group()
        var counts = ImportCounts()
        var rejected: RejectedFile?
        private var header: CSVRow?
        private var refused: [(CSVRow, RowFault)] = []
        private let now = Timestamp.now
        /// The group that is being written while the next is read.
        private var pending: Task<[ImportVerdict], any Error>?
        private var pendingRows: [CSVRow] = []

        init(importer: PeopleImporter) { self.importer = importer }

        var hasHeader: Bool { header != nil }

        mutating func feed(_ chunk: [UInt8]) throws {
            var reader = reader
            try reader.feed(chunk) { try take($0) }
            self.reader = reader
            try writeRejected()
        }

        mutating func finish() throws {
            var reader = reader
            try reader.finish { try take($0) }
            self.reader = reader
            try writeRejected()
        }

        private mutating func take(_ row: CSVRow) throws {
            guard let file else {
                if let problem = row.problem { throw problem }
                file = try PeopleFile(
                    header: row,
                    organization: importer.organization,
                    source: importer.source,
                    now: now
                )
                header = row
                return
            }
            counts.read += 1
            do {
                group.records.append(try file.parse(row))
                group.rows.append(row)
            } catch {
                try reject(row, error)
            }
        }

        private mutating func reject(_ row: CSVRow, _ fault: RowFault) throws {
            counts.rejected += 1
            if counts.firstRejection == nil { counts.firstRejection = fault.description }
            if importer.rejectedPath != nil { refused.append((row, fault)) }
            // A broken file can have a great many of them; what stands between the fields is known since the first chunk.
            if rejected != nil, refused.count >= 1_000 { try writeRejected() }
        }

        /// Writes what was refused since the last time.
        private mutating func writeRejected() throws {
            guard let path = importer.rejectedPath, let header, !refused.isEmpty else { return }
            if rejected == nil {
                rejected = try RejectedFile(path: path, header: header, separator: reader.separator)
            }
            for (row, fault) in refused { try rejected?.append(row, fault) }
            refused = []
        }

        /// Begins to write the group, once the one before is written.
        mutating func flush(into store: any Store) async throws {
            try await settle()
            guard !group.records.isEmpty else { return }
            let records = group.records
            pendingRows = group.rows
            group = Group()
            // One moment for the whole import: what the file does not date was not said after it.
            let now = now
            // A task of its own, so that reading goes on meanwhile; it is awaited before the next and at the end.
            pending = Task { try await store.take(records, by: "people import", now: now) }
        }

        /// Waits for what is being written, and adds it up.
        mutating func close(into store: any Store) async throws {
            try await settle()
            try rejected?.close()
        }

        private mutating func settle() async throws {
            guard let pending else { return }
            self.pending = nil
            for (row, verdict) in zip(pendingRows, try await pending.value) {
                switch verdict {
                case .added: counts.added += 1
                case .updated: counts.updated += 1
                case .unchanged: counts.unchanged += 1
                case .rejected(let reason): try reject(row, RowFault(line: row.line, reasons: [reason]))
                }
            }
            try writeRejected()
        }
    }
}

/// `FILE.rejected.csv` while it is written: readable by its owner alone.
private struct RejectedFile {
    private let handle: FileHandle
    private let rows: RejectedRows

    init(path: String, header: CSVRow, separator: UInt8) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw Failure(.unavailable, "'\(path)' cannot be written, where the rejected rows would go.") }
        self.handle = handle
        var bytes: [UInt8] = []
        rows = RejectedRows(header: header, separator: separator, to: &bytes)
        try handle.write(contentsOf: bytes)
    }

    func append(_ row: CSVRow, _ fault: RowFault) throws {
        var bytes: [UInt8] = []
        rows.append(row, fault, to: &bytes)
        try handle.write(contentsOf: bytes)
    }

    func close() throws { try handle.close() }
}
