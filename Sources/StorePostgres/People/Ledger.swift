import Calls
import Crypto
import Deliveries
import People
import Postgres

extension PostgresStore {
    /// The digest of the ledger.
    static func sha256(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }

    static func consentState(of person: Int64, on channel: ChannelID, _ db: Connection) throws -> ConsentState? {
        let state: String? = try db.execute(
            "SELECT state FROM consents WHERE person = $1 AND channel = $2",
            [.integer(person), .text(channel.rawValue)]
        ).first?[0]
        return state.flatMap(ConsentState.init)
    }

    /// A person's lines, the oldest first.
    static func consentRecords(of person: Int64, on channel: String? = nil, _ db: Connection) throws -> [ConsentRecord]
    {
        let rows = try db.execute(
            """
            SELECT sequence, channel, state, at, source, wording, evidence, recorded_at, recorded_by
            FROM consent_entries WHERE person = $1 AND ($2::text IS NULL OR channel = $2) ORDER BY sequence
            """,
            [.integer(person), .text(channel)]
        )
        return rows.map { row in
            ConsentRecord(
                sequence: row[0],
                change: change(row, at: 1),
                recordedAt: Timestamp(rawValue: row[7]),
                recordedBy: row[8]
            )
        }
    }

    private static func change(_ row: Row, at start: Int) -> ConsentChange {
        ConsentChange(
            channel: ChannelID(rawValue: row[start]),
            state: ConsentState(rawValue: row[start + 1]) ?? .withdrawn,
            at: Timestamp(rawValue: row[start + 2]),
            source: row[start + 3],
            wording: row[start + 4],
            evidence: row[start + 5]
        )
    }

    package func verifyLedger() async throws -> Int64 { try await pool.read { db in try Self.verifyLedger(db) } }

    static func verifyLedger(_ db: Connection) throws -> Int64 {
        var chain = ConsentChain(digest: Self.sha256)
        var count: Int64 = 0
        let sql = """
            SELECT channel, state, at, source, wording, evidence, sequence, person, recorded_at, recorded_by, salt,
                detail, hash, (SELECT forgotten_at FROM people WHERE number = person)
            FROM consent_entries ORDER BY sequence
            """
        try db.forEach(sql) { row in
            let entry = ConsentEntry(
                sequence: row[6],
                person: row[7],
                change: Self.change(row, at: 0),
                recordedAt: Timestamp(rawValue: row[8]),
                recordedBy: row[9],
                salt: row[10],
                detailDigest: row[11]
            )
            try chain.check(entry, hash: row[12])
            // Texts are struck out for people who are forgotten, and for nobody else.
            if entry.isRedacted, row[13] as Int64? == nil {
                throw ConsentChain.Fault.textsChanged(sequence: entry.sequence)
            }
            count += 1
        }
        // Kept apart from the ledger, so that a ledger whose end was cut off is noticed too.
        let head: [UInt8]? = try db.execute("SELECT value FROM meta WHERE name = 'ledger'").first?[0]
        try chain.finish(head: head ?? ConsentChain.origin)
        try compareFold(db)
        return count
    }

    /// The state each person has today must be that of the last line, and there must be no state without a line.
    private static func compareFold(_ db: Connection) throws {
        let sql = """
            SELECT count(*) FROM (
                SELECT person, channel, max(sequence) AS entry FROM consent_entries GROUP BY person, channel) AS last
            FULL JOIN consents c ON c.person = last.person AND c.channel = last.channel
            LEFT JOIN consent_entries e ON e.sequence = last.entry
            WHERE c.person IS NULL OR last.person IS NULL OR c.entry <> last.entry OR c.state <> e.state
            """
        let wrong: Int = try db.execute(sql).first?[0] ?? 0
        guard wrong == 0 else { throw LedgerFault.foldDiffers(count: wrong) }
    }
}
