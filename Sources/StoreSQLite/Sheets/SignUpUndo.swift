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

    /// Whose the row is.
    private struct Bearer {
        let number: Int64
        let person: Person
        /// When the row was entered first.
        let entered: Timestamp
        /// Whether nobody changed the person after the row.
        let isUntouched: Bool
    }

    private let number: Int64
    private let row: Int
    /// `nil` where the row waits for a person to say whose it is.
    private let bearer: Bearer?
    private let trace: SignUpTrace
    private let wasScanned: Bool
    private let recorder: String
    /// When it was typed.
    let at: Timestamp

    /// Finds it.
    ///
    /// - Returns: `nil` when none is left.
    init?(on sheet: String, by recorders: [String], store: SQLiteStore, now: Timestamp, _ db: Database) throws {
        let found = try Row.fetchOne(
            db,
            sql: """
                SELECT s.number, s.row, s.added, s.image <> '', s.typed_at, s.recorder, s.resolved_at, p.updated_at,
                    \(PersonRow.columns)
                FROM sign_ups s JOIN sheets t ON t.id = s.sheet AND t.revision = s.revision
                LEFT JOIN people p ON p.number = s.person
                WHERE s.sheet = ? AND s.recorder IN (SELECT value FROM json_each(?)) AND s.typed_at IS NOT NULL
                    AND CASE WHEN s.person IS NULL THEN s.resolved_at IS NULL ELSE p.forgotten_at IS NULL END
                ORDER BY s.typed_at DESC, s.number DESC LIMIT 1
                """,
            arguments: [sheet, String(decoding: try JSONEncoder().encode(recorders), as: UTF8.self)]
        )
        guard let found else { return nil }
        (self.store, self.sheet, self.now, self.db) = (store, sheet, now, db)
        number = found[0]
        row = found[1]
        trace = SignUpTrace(text: found[2])
        wasScanned = found[3]
        at = Timestamp(rawValue: found[4])
        recorder = found[5]
        let entered: Int64? = found[6]
        let changed: Int64? = found[7]
        bearer = entered.map { entered in
            Bearer(
                number: found[8],
                person: PersonRow.person(found, at: 8),
                entered: Timestamp(rawValue: entered),
                isUntouched: changed == entered
            )
        }
    }

    func run() throws -> UndoneSignUp {
        guard let bearer else {
            try open()
            return UndoneSignUp(row: row, person: nil, channels: [], isNew: false, keepsAddresses: false)
        }
        var importing = try Importing(store: store, recorder: "\(recorder), undo", now: now, db)
        var channels: [ChannelID] = []
        for change in try standingGrants(of: bearer) {
            try importing.ledger.append(SignUp.takingBack(change, now: now), of: bearer.number)
            channels.append(change.channel)
        }
        try importing.finish()
        for stop in trace.stops { try renew(stop, of: bearer.person) }
        if !trace.parts.isEmpty, bearer.isUntouched {
            try importing.update(trace.takenBack(from: bearer.person), number: bearer.number)
        }
        try open()
        return UndoneSignUp(
            row: row,
            person: bearer.person.id,
            channels: channels,
            isNew: trace.isPerson,
            keepsAddresses: !trace.parts.isEmpty && !bearer.isUntouched
        )
    }

    /// The row's grants that nothing has followed on.
    private func standingGrants(of bearer: Bearer) throws -> [ConsentChange] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT e.channel, e.source, e.wording FROM consents c JOIN consent_entries e ON e.sequence = c.entry
                WHERE c.person = ? AND c.state = 'granted' AND e.evidence = ? AND e.source IN (?, ?) AND e.recorded_at >= ?
                ORDER BY e.sequence
                """,
            arguments: [
                bearer.number, SignUp.evidence(sheet, row: row), SignUp.source, SignUp.sourceAnew,
                bearer.entered.rawValue,
            ]
        ).map {
            ConsentChange(
                channel: ChannelID(rawValue: $0[0]),
                state: .granted,
                at: bearer.entered,
                source: $0[1],
                wording: $0[2],
                evidence: SignUp.evidence(sheet, row: row)
            )
        }
    }

    /// The row is as if nobody had typed it; handwriting waits for a person again, if without its picture until the next scan.
    private func open() throws {
        if let bearer {
            try db.execute(
                sql: """
                    UPDATE sign_ups SET person = NULL, digest = NULL, added = '', former = ?, former_at = resolved_at
                    WHERE number = ?
                    """,
                arguments: [trace.isPerson ? bearer.number : nil, number]
            )
        }
        try db.execute(
            sql: "UPDATE sign_ups SET typed_at = NULL, resolved_at = ? WHERE number = ?",
            arguments: [wasScanned ? nil : now.rawValue, number]
        )
    }

    /// Puts a STOP back at the address from which the row had lifted it, for everybody who bears that now.
    private func renew(_ stop: SignUpTrace.Stop, of person: Person) throws {
        let present = person.sharedKey(by: stop.kind)
        guard let mark = stop.fingerprint ?? present.map(store.key.fingerprint) else { return }
        try db.execute(
            sql: """
                INSERT OR IGNORE INTO suppressions (kind, fingerprint, reason, channel, at) VALUES (?, ?, 'stop', ?, ?)
                """,
            arguments: [stop.kind.rawValue, Data(mark), stop.channel.rawValue, now.rawValue]
        )
        if let present, store.key.fingerprint(present) == mark {
            try store.refreshSuppressed(bearersOf: present, stop.kind, db)
        } else if let address = try store.address(of: mark, stop.kind, db) {
            try store.refreshSuppressed(bearersOf: address, stop.kind, db)
        }
    }
}
