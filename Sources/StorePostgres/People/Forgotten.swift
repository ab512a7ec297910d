import Calls
import Deliveries
import People
import Postgres

/// When people of a group of records asked to be forgotten, by the marks that they left.
struct Forgotten {
    private var at: [[UInt8]: Timestamp] = [:]
    private let key: StoreKey

    init(among records: [PersonRecord], key: StoreKey, _ db: Connection) throws {
        self.key = key
        guard try db.execute("SELECT EXISTS (SELECT 1 FROM forgotten)").first?[0] == true else { return }
        let marks = records.flatMap { Self.addresses(of: $0).map { key.fingerprint($0) } }
        let rows = try db.executeOnce(
            "SELECT fingerprint, at FROM forgotten WHERE fingerprint = ANY($1)",
            [.blobs(marks)]
        )
        for row in rows { at[row[0]] = Timestamp(rawValue: row[1]) }
    }

    func moments(of record: PersonRecord) -> [Timestamp] {
        if at.isEmpty { return [] }
        return Self.addresses(of: record).compactMap { at[key.fingerprint($0)] }
    }

    private static func addresses(of record: PersonRecord) -> [String] {
        [record.email?.key, record.phone?.exact, record.matchKey].compactMap { $0 }
    }
}
