package import Calls
package import Deliveries
import Foundation
package import People
import Postgres
package import Reviews

extension PostgresStore: VisitStore {
    package func visit(_ delivery: DeliveryNumber) async throws -> Visit? {
        try await pool.read { db in
            let sql = """
                SELECT d.call, d.channel, p.forgotten_at IS NOT NULL, \(PersonRow.columns)
                FROM deliveries d JOIN people p ON p.number = d.person WHERE d.number = $1
                """
            guard let row = try db.execute(sql, [.integer(delivery.rawValue)]).first,
                let standing = try Self.standing("number", .integer(row[0] as Int64), db)
            else { return nil }
            return Visit(
                standing: standing,
                delivery: delivery,
                channel: ChannelID(rawValue: row[1]),
                person: PersonRow.person(row, at: 3),
                isForgotten: row[2],
                completion: try Self.completion(call: row[0], person: row[3], db)
            )
        }
    }

    package func standing(of slug: String) async throws -> CallStanding? {
        try await pool.read { try Self.standing("slug", .text(slug), $0) }
            // What the program asks by itself is asked of one person at a time, and is nobody else's page.
            .flatMap { $0.call.service == nil ? $0 : nil }
    }

    /// A call found by a column that is unique.
    static func standing(_ column: String, _ value: Value, _ db: Connection) throws -> CallStanding? {
        let sql = """
            SELECT content, course, (SELECT count(*) FROM completions f WHERE f.call = c.number)
            FROM calls c WHERE c.\(column) = $1
            """
        guard let row = try db.execute(sql, [value]).first else { return nil }
        return CallStanding(
            call: try JSONDecoder().decode(Call.self, from: Data((row[0] as String).utf8)),
            course: CallCourse(rawValue: row[1]) ?? .running,
            done: row[2]
        )
    }

    package func optOut(
        _ person: PersonID,
        of channel: ChannelProfile,
        source: String,
        evidence: String,
        now: Timestamp
    ) async throws -> Int {
        try await pool.write { db in
            var pen = try LedgerPen(db)
            guard let row = try Self.personRow(person, db) else { return 0 }
            let number: Int64 = row[0]
            let known = PersonRow.person(row)
            var sharers: [Int64] = []
            if let key = known.sharedKey(by: channel.addressKind),
                let column = Self.addressColumn(of: channel.addressKind)
            {
                let sql = """
                    SELECT p.number FROM people p JOIN consents c ON c.person = p.number AND c.channel = $1
                    WHERE p.\(column) = $2 AND p.number <> $3 AND c.state <> 'withdrawn' ORDER BY p.number
                    """
                sharers = try db.execute(sql, [.text(channel.id.rawValue), .text(key), .integer(number)])
                    .map { $0[0] }
            }
            var count = 0
            for (number, evidence) in [(number, evidence)] + sharers.map({ ($0, "\(evidence), by \(person)") }) {
                if try Self.consentState(of: number, on: channel.id, db) == .withdrawn { continue }
                let change = ConsentChange(
                    channel: channel.id,
                    state: .withdrawn,
                    at: now,
                    source: source,
                    evidence: evidence
                )
                pen.append(change, of: number, by: "web", now: now)
                count += 1
            }
            try pen.write(db)
            return count
        }
    }

    /// The column of `people` in which an address lies that several persons may share.
    private static func addressColumn(of kind: AddressKind) -> String? {
        switch kind {
        case .mailbox: "email_key"
        case .textPhone: "phone"
        case .voicePhone, .door: nil
        }
    }

    package func completions(of person: PersonID) async throws -> [CompletedCall] {
        try await pool.read { db in
            let sql = """
                SELECT c.slug, f.at, f.via, f.evidence FROM people p JOIN completions f ON f.person = p.number
                JOIN calls c ON c.number = f.call WHERE p.id = $1 ORDER BY f.at DESC, c.number DESC
                """
            return try db.execute(sql, [.text(person.rawValue)]).map { row in
                let completion = Completion(at: Timestamp(rawValue: row[1]), via: row[2], evidence: row[3])
                return CompletedCall(call: row[0], completion: completion)
            }
        }
    }
}
