import Calls
import Crypto
import Deliveries
import Foundation
import GRDB
import People

extension SQLiteStore {
    /// The digest of the ledger.
    static func sha256(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }

    /// Adds a line to the ledger and keeps its fold.
    func appendConsent(
        _ change: ConsentChange,
        of person: Int64,
        by recorder: String,
        now: Timestamp,
        _ db: Database
    ) throws {
        var ledger = try LedgerWriter(by: recorder, now: now, db)
        try ledger.append(change, of: person)
        try ledger.finish()
    }

    static func consentState(of person: Int64, on channel: ChannelID, _ db: Database) throws -> ConsentState? {
        try String.fetchOne(
            db.cachedStatement(sql: "SELECT state FROM consents WHERE person = ? AND channel = ?"),
            arguments: [person, channel.rawValue]
        ).flatMap(ConsentState.init)
    }

    /// A person's lines, the oldest first.
    static func consentRecords(of person: Int64, on channel: String? = nil, _ db: Database) throws -> [ConsentRecord] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT sequence, channel, state, at, source, wording, evidence, recorded_at, recorded_by
                FROM consent_entries WHERE person = ?1 AND (?2 IS NULL OR channel = ?2) ORDER BY sequence
                """,
            arguments: [person, channel]
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

    static func verifyLedger(_ db: Database) throws -> Int64 {
        var chain = ConsentChain(digest: Self.sha256)
        var count: Int64 = 0
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT channel, state, at, source, wording, evidence, sequence, person, recorded_at, recorded_by, salt,
                    detail, hash, (SELECT forgotten_at FROM people WHERE number = person)
                FROM consent_entries ORDER BY sequence
                """
        )
        while let row = try rows.next() {
            let entry = ConsentEntry(
                sequence: row[6],
                person: row[7],
                change: Self.change(row, at: 0),
                recordedAt: Timestamp(rawValue: row[8]),
                recordedBy: row[9],
                salt: Array(row[10] as Data),
                detailDigest: Array(row[11] as Data)
            )
            try chain.check(entry, hash: Array(row[12] as Data))
            // Texts are struck out for people who are forgotten, and for nobody else.
            if entry.isRedacted, row[13] as Int64? == nil {
                throw ConsentChain.Fault.textsChanged(sequence: entry.sequence)
            }
            count += 1
        }
        // Kept apart from the ledger, so that a ledger whose end was cut off is noticed too.
        let head = try Data.fetchOne(db, sql: "SELECT value FROM meta WHERE name = 'ledger'")
        try chain.finish(head: head.map { Array($0) } ?? ConsentChain.origin)
        try Self.compareFold(db)
        return count
    }

    /// The state each person has today must be that of the last line, and there must be no state without a line.
    private static func compareFold(_ db: Database) throws {
        let sql = """
            SELECT count(*) FROM (
                SELECT person, channel, max(sequence) AS entry FROM consent_entries GROUP BY person, channel) AS last
            FULL JOIN consents c ON c.person = last.person AND c.channel = last.channel
            LEFT JOIN consent_entries e ON e.sequence = last.entry
            WHERE c.person IS NULL OR last.person IS NULL OR c.entry <> last.entry OR c.state <> e.state
            """
        let wrong = try Int.fetchOne(db, sql: sql) ?? 0
        guard wrong == 0 else { throw LedgerFault.foldDiffers(count: wrong) }
    }
}
