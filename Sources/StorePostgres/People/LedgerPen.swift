import Calls
import Crypto
import Deliveries
import People
import Postgres

/// Adds lines to the consent ledger, chained to the last one, and keeps its fold.
///
/// Who holds a pen holds the lock on the chain's head until the transaction ends. It is the first lock of every transaction
/// that takes it, so that no two wait for each other.
struct LedgerPen {
    private var sequence: Int64
    private var head: [UInt8]
    private var lines: [[Value]] = []
    private var fold: [FoldKey: (state: ConsentState, entry: Int64)] = [:]
    private var random = SystemRandomNumberGenerator()

    private struct FoldKey: Hashable {
        let person: Int64
        let channel: ChannelID
    }

    private static let columns = [
        "sequence", "person", "channel", "state", "at", "recorded_at", "recorded_by", "source", "wording", "evidence",
        "salt", "detail", "hash",
    ]

    /// Locks the head of the chain and reads it.
    init(_ db: Connection) throws {
        let head: [UInt8]? = try db.execute("SELECT value FROM meta WHERE name = 'ledger' FOR UPDATE").first?[0]
        self.head = head ?? ConsentChain.origin
        sequence = try db.execute("SELECT max(sequence) FROM consent_entries").first?[0] ?? 0
    }

    mutating func append(_ change: ConsentChange, of person: Int64, by recorder: String, now: Timestamp) {
        sequence += 1
        let entry = ConsentEntry(
            sequence: sequence,
            person: person,
            change: change,
            recordedAt: now,
            recordedBy: recorder,
            salt: (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) },
            digest: PostgresStore.sha256
        )
        head = ConsentChain.hash(previous: head, entry, digest: PostgresStore.sha256)
        lines.append([
            .integer(entry.sequence), .integer(person), .text(change.channel.rawValue), .text(change.state.rawValue),
            .integer(change.at.rawValue), .integer(now.rawValue), .text(recorder), .text(change.source),
            .text(change.wording), .text(change.evidence), .blob(entry.salt), .blob(entry.detailDigest), .blob(head),
        ])
        fold[FoldKey(person: person, channel: change.channel)] = (change.state, sequence)
    }

    /// Writes what was added; whose lines they are must be in the table by now.
    func write(_ db: Connection) throws {
        if lines.isEmpty { return }
        try db.copy(into: "consent_entries", Self.columns) { put in for line in lines { try put(line) } }
        try db.execute("UPDATE meta SET value = $1 WHERE name = 'ledger'", [.blob(head)])
        let fold = fold.sorted { ($0.key.person, $0.key.channel) < ($1.key.person, $1.key.channel) }
        try db.execute(
            """
            INSERT INTO consents (person, channel, state, entry)
            SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[])
            ON CONFLICT (person, channel) DO UPDATE SET state = excluded.state, entry = excluded.entry
            """,
            [
                .integers(fold.map(\.key.person)), .texts(fold.map(\.key.channel.rawValue)),
                .texts(fold.map(\.value.state.rawValue)), .integers(fold.map(\.value.entry)),
            ]
        )
    }
}
