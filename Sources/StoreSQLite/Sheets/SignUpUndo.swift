import Calls
import Deliveries
import Foundation
import GRDB
import People

/// Takes back the last sign-up that somebody typed for a page, within one transaction.
struct SignUpUndo {
    let store: SQLiteStore
    let sheet: String
    let now: Timestamp
    let db: Database

    private let number: Int64
    private let row: Int
    private let person: Int64
    private let known: Person
    private let trace: SignUpTrace
    private let wasScanned: Bool
    private let recorder: String
    /// Whether nobody changed the person after the row.
    private let isUntouched: Bool
    /// When it was typed.
    let at: Timestamp

    /// Finds it.
    ///
    /// - Returns: `nil` when none is left.
    init?(on sheet: String, by recorders: [String], store: SQLiteStore, now: Timestamp, _ db: Database) throws {
        let found = try Row.fetchOne(
            db,
            sql: """
                SELECT s.number, s.row, s.person, s.added, s.image <> '', s.resolved_at, p.updated_at, s.recorder,
                    \(PersonRow.columns)
                FROM sign_ups s JOIN sheets t ON t.id = s.sheet AND t.revision = s.revision
                JOIN people p ON p.number = s.person AND p.forgotten_at IS NULL
                WHERE s.sheet = ? AND s.recorder IN (SELECT value FROM json_each(?))
                ORDER BY s.resolved_at DESC, s.number DESC LIMIT 1
                """,
            arguments: [sheet, String(decoding: try JSONEncoder().encode(recorders), as: UTF8.self)]
        )
        guard let found else { return nil }
        (self.store, self.sheet, self.now, self.db) = (store, sheet, now, db)
        number = found[0]
        row = found[1]
        person = found[2]
        trace = SignUpTrace(text: found[3])
        wasScanned = found[4]
        at = Timestamp(rawValue: found[5])
        isUntouched = (found[6] as Int64) == (found[5] as Int64)
        recorder = found[7]
        known = PersonRow.person(found, at: 8)
    }

    func run() throws -> UndoneSignUp {
        var importing = try Importing(store: store, recorder: "\(recorder), undo", now: now, db)
        var channels: [ChannelID] = []
        for change in try standingGrants() {
            try importing.ledger.append(SignUp.takingBack(change, now: now), of: person)
            channels.append(change.channel)
        }
        try importing.finish()
        for stop in trace.stops { try renew(stop) }
        if !trace.parts.isEmpty, isUntouched {
            try importing.update(trace.takenBack(from: known), number: person)
        }
        try open()
        return UndoneSignUp(
            row: row,
            person: known.id,
            channels: channels,
            isNew: trace.isPerson,
            keepsAddresses: !trace.parts.isEmpty && !isUntouched
        )
    }

    /// The row's grants that nothing has followed on.
    private func standingGrants() throws -> [ConsentChange] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT e.channel, e.source, e.wording FROM consents c JOIN consent_entries e ON e.sequence = c.entry
                WHERE c.person = ? AND c.state = 'granted' AND e.evidence = ? AND e.source IN (?, ?) AND e.recorded_at >= ?
                ORDER BY e.sequence
                """,
            arguments: [
                person, SignUp.evidence(sheet, row: row), SignUp.source, SignUp.sourceAnew, at.rawValue,
            ]
        ).map {
            ConsentChange(
                channel: ChannelID(rawValue: $0[0]),
                state: .granted,
                at: at,
                source: $0[1],
                wording: $0[2],
                evidence: SignUp.evidence(sheet, row: row)
            )
        }
    }

    /// The row is as if nobody had typed it; handwriting waits for a person again, if without its picture.
    private func open() throws {
        try db.execute(
            sql: """
                UPDATE sign_ups SET person = NULL, digest = NULL, added = '', former = ?, at = resolved_at, resolved_at = ?
                WHERE number = ?
                """,
            arguments: [trace.isPerson ? person : nil, wasScanned ? nil : now.rawValue, number]
        )
    }

    /// Puts a STOP back that the row had lifted, for everybody who bears the address.
    private func renew(_ stop: SignUpTrace.Stop) throws {
        guard let address = known.sharedKey(by: stop.kind) else { return }
        try db.execute(
            sql: """
                INSERT OR IGNORE INTO suppressions (kind, fingerprint, reason, channel, at) VALUES (?, ?, 'stop', ?, ?)
                """,
            arguments: [stop.kind.rawValue, store.fingerprint(address), stop.channel.rawValue, now.rawValue]
        )
        try store.refreshSuppressed(bearersOf: address, stop.kind, db)
    }
}
