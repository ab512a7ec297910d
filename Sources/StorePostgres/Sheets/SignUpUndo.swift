import Calls
import Deliveries
import People
import Postgres

/// Takes back the last sign-up that somebody typed for a page, within one transaction.
struct SignUpUndo {
    let store: PostgresStore
    let sheet: String
    let now: Timestamp
    let db: Connection

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
    init?(on sheet: String, by recorders: [String], store: PostgresStore, now: Timestamp, _ db: Connection) throws {
        let found = try db.execute(
            """
            SELECT s.number, s.row, s.person, s.added, s.image <> '', s.resolved_at, p.updated_at, s.recorder,
                \(PersonRow.columns)
            FROM sign_ups s JOIN sheets t ON t.id = s.sheet AND t.revision = s.revision
            JOIN people p ON p.number = s.person AND p.forgotten_at IS NULL
            WHERE s.sheet = $1 AND s.recorder = ANY($2)
            ORDER BY s.resolved_at DESC, s.number DESC LIMIT 1
            """,
            [.text(sheet), .texts(recorders)]
        ).first
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

    /// Takes it back; `entry` holds the ledger's pen and must be finished.
    func run(_ entry: inout AnswerEntry) throws -> UndoneSignUp {
        var channels: [ChannelID] = []
        for change in try standingGrants() {
            entry.note(SignUp.takingBack(change, now: now), of: person, by: "\(recorder), undo")
            channels.append(change.channel)
        }
        for stop in trace.stops { try renew(stop) }
        if !trace.parts.isEmpty, isUntouched {
            let before = trace.takenBack(from: known)
            let struckOut = try StruckOut(among: [before], key: store.key, db)
            try db.execute(
                PersonWriting.update,
                PersonWriting.values(before, suppressed: struckOut.kinds(of: before), now: now) + [.integer(person)]
            )
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
        try db.execute(
            """
            SELECT e.channel, e.source, e.wording FROM consents c JOIN consent_entries e ON e.sequence = c.entry
            WHERE c.person = $1 AND c.state = 'granted' AND e.evidence = $2 AND e.source IN ($3, $4)
                AND e.recorded_at >= $5
            ORDER BY e.sequence
            """,
            [
                .integer(person), .text(SignUp.evidence(sheet, row: row)), .text(SignUp.source),
                .text(SignUp.sourceAnew), .integer(at.rawValue),
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
            """
            UPDATE sign_ups SET person = NULL, digest = NULL, added = '', former = $1, at = resolved_at, resolved_at = $2
            WHERE number = $3
            """,
            [
                .integer(trace.isPerson ? person : nil), .integer(wasScanned ? nil : now.rawValue), .integer(number),
            ]
        )
    }

    /// Puts a STOP back that the row had lifted, for everybody who bears the address.
    private func renew(_ stop: SignUpTrace.Stop) throws {
        guard let address = known.sharedKey(by: stop.kind) else { return }
        try db.execute(
            """
            INSERT INTO suppressions (kind, fingerprint, reason, channel, at) VALUES ($1, $2, 'stop', $3, $4)
            ON CONFLICT DO NOTHING
            """,
            [
                .text(stop.kind.rawValue), .blob(store.key.fingerprint(address)), .text(stop.channel.rawValue),
                .integer(now.rawValue),
            ]
        )
        try store.refreshSuppressed(bearersOf: address, stop.kind, db)
    }
}
