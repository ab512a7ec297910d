import Calls
import Crypto
import Deliveries
import Foundation
import GRDB
import People

/// Adds lines to the ledger and keeps its fold, within one transaction.
///
/// The chain's end is read once; nobody else can add to it before the transaction is over.
struct LedgerWriter {
    private let recorder: String
    private let now: Timestamp
    private let db: Database
    private var sequence: Int64
    private var hash: [UInt8]
    private var random = SystemRandomNumberGenerator()

    /// Takes up the chain where it ends.
    ///
    /// - Parameters:
    ///   - recorder: Who writes.
    ///   - now: When.
    ///   - db: A connection in a transaction that writes.
    /// - Throws: What the database says.
    init(by recorder: String, now: Timestamp, _ db: Database) throws {
        self.recorder = recorder
        self.now = now
        self.db = db
        let last = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT sequence, hash FROM consent_entries ORDER BY sequence DESC LIMIT 1")
        )
        sequence = last?[0] ?? 0
        hash = (last?[1] as Data?).map { Array($0) } ?? ConsentChain.origin
    }

    /// Adds a line; ``finish()`` must follow the last.
    mutating func append(_ change: ConsentChange, of person: Int64) throws {
        let entry = ConsentEntry(
            sequence: sequence + 1,
            person: person,
            change: change,
            recordedAt: now,
            recordedBy: recorder,
            salt: salt(),
            digest: SQLiteStore.sha256
        )
        hash = ConsentChain.hash(previous: hash, entry, digest: SQLiteStore.sha256)
        sequence = entry.sequence
        let insert = try db.cachedStatement(sql: Self.insert)
        insert.setUncheckedArguments([
            entry.sequence, person, change.channel.rawValue, change.state.rawValue, change.at.rawValue, now.rawValue,
            recorder, change.source, change.wording, change.evidence, Data(entry.salt), Data(entry.detailDigest),
            Data(hash),
        ])
        try insert.execute()
        let fold = try db.cachedStatement(sql: Self.fold)
        fold.setUncheckedArguments([person, change.channel.rawValue, change.state.rawValue, entry.sequence])
        try fold.execute()
    }

    /// Notes where the chain ends, apart from the ledger.
    func finish() throws {
        guard sequence > 0 else { return }
        try db.cachedStatement(sql: "INSERT OR REPLACE INTO meta (name, value) VALUES ('ledger', ?)")
            .execute(arguments: [Data(hash)])
    }

    /// Sixteen random bytes, by two calls of the system instead of sixteen.
    private mutating func salt() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16)
        for _ in 0..<2 {
            let word = random.next()
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> shift))
            }
        }
        return bytes
    }

    private static let insert = """
        INSERT INTO consent_entries (sequence, person, channel, state, at, recorded_at, recorded_by, source,
            wording, evidence, salt, detail, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    private static let fold = """
        INSERT INTO consents (person, channel, state, entry) VALUES (?, ?, ?, ?)
        ON CONFLICT (person, channel) DO UPDATE SET state = excluded.state, entry = excluded.entry
        """
}
