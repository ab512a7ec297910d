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
    init?(on sheet: String, by recorders: [String], store: PostgresStore, now: Timestamp, _ db: Connection) throws {
        let found = try db.execute(
            """
            SELECT s.number, s.row, s.added, s.image <> '', s.typed_at, s.recorder, s.resolved_at, p.updated_at,
                \(PersonRow.columns)
            FROM sign_ups s JOIN sheets t ON t.id = s.sheet AND t.revision = s.revision
            LEFT JOIN people p ON p.number = s.person
            WHERE s.sheet = $1 AND s.recorder = ANY($2) AND s.typed_at IS NOT NULL
                AND CASE WHEN s.person IS NULL THEN s.resolved_at IS NULL ELSE p.forgotten_at IS NULL END
            ORDER BY s.typed_at DESC, s.number DESC LIMIT 1
            """,
            [.text(sheet), .texts(recorders)]
        ).first
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

    /// Takes it back; `entry` holds the ledger's pen and must be finished.
    func run(_ entry: inout AnswerEntry) throws -> UndoneSignUp {
        guard let bearer else {
            try open()
            return UndoneSignUp(row: row, person: nil, channels: [], isNew: false, keepsAddresses: false)
        }
        var channels: [ChannelID] = []
        for change in try standingGrants(of: bearer) {
            entry.note(SignUp.takingBack(change, now: now), of: bearer.number, by: "\(recorder), undo")
            channels.append(change.channel)
        }
        for stop in trace.stops { try renew(stop, of: bearer.person) }
        if !trace.parts.isEmpty, bearer.isUntouched {
            let before = trace.takenBack(from: bearer.person)
            let struckOut = try StruckOut(among: [before], key: store.key, db)
            try db.execute(
                PersonWriting.update,
                PersonWriting.values(before, suppressed: struckOut.kinds(of: before), now: now)
                    + [.integer(bearer.number)]
            )
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
        try db.execute(
            """
            SELECT e.channel, e.source, e.wording FROM consents c JOIN consent_entries e ON e.sequence = c.entry
            WHERE c.person = $1 AND c.state = 'granted' AND e.evidence = $2 AND e.source IN ($3, $4)
                AND e.recorded_at >= $5
            ORDER BY e.sequence
            """,
            [
                .integer(bearer.number), .text(SignUp.evidence(sheet, row: row)), .text(SignUp.source),
                .text(SignUp.sourceAnew), .integer(bearer.entered.rawValue),
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
                """
                UPDATE sign_ups SET person = NULL, digest = NULL, added = '', former = $1, former_at = resolved_at
                WHERE number = $2
                """,
                [.integer(trace.isPerson ? bearer.number : nil), .integer(number)]
            )
        }
        try db.execute(
            "UPDATE sign_ups SET typed_at = NULL, resolved_at = $1 WHERE number = $2",
            [.integer(wasScanned ? nil : now.rawValue), .integer(number)]
        )
    }

    /// Puts a STOP back at the address from which the row had lifted it, for everybody who bears that now.
    private func renew(_ stop: SignUpTrace.Stop, of person: Person) throws {
        let present = person.sharedKey(by: stop.kind)
        guard let mark = stop.fingerprint ?? present.map(store.key.fingerprint) else { return }
        try db.execute(
            """
            INSERT INTO suppressions (kind, fingerprint, reason, channel, at) VALUES ($1, $2, 'stop', $3, $4)
            ON CONFLICT DO NOTHING
            """,
            [
                .text(stop.kind.rawValue), .blob(mark), .text(stop.channel.rawValue),
                .integer(now.rawValue),
            ]
        )
        if let present, store.key.fingerprint(present) == mark {
            try store.refreshSuppressed(bearersOf: present, stop.kind, db)
        } else if let address = try store.address(of: mark, stop.kind, db) {
            try store.refreshSuppressed(bearersOf: address, stop.kind, db)
        }
    }
}
