import Calls
import Deliveries
import GRDB
import People

/// Reads a call's audience as candidates for the planner, one at a time.
struct Candidates {
    enum Order: String {
        /// As they were added.
        case number
        /// As their doors are walked.
        case walk
    }

    let rule: AudienceRule
    let profiles: [ChannelProfile]
    let expired: Bool
    /// When the call would go out.
    let moment: Timestamp

    /// Shows every candidate to `body`.
    func forEach(_ db: Database, in order: Order = .number, _ body: (Candidate) throws -> Void) throws {
        var shared = try SharedAddresses(db, kinds: profiles.map(\.addressKind))
        let statement = try db.cachedStatement(sql: query(order))
        let rows = try Row.fetchCursor(statement)
        while let row = try rows.next() {
            guard rule.selects(tags: PersonRow.tags(row)) else { continue }
            let person = PersonRow.person(row)
            let suppressed: String = row[PersonRow.suppressed]
            let found = profiles.indices.map { index in
                facts(of: person, on: index, row: row, suppressed: suppressed, shared: &shared)
            }
            try body(Candidate(number: row[0], person: person, facts: found))
        }
    }

    private func facts(
        of person: Person,
        on index: Int,
        row: Row,
        suppressed: String,
        shared: inout SharedAddresses
    ) -> Candidate.Facts {
        let kind = profiles[index].addressKind
        let state = (row[PersonRow.width + index * 2] as String?).flatMap(ConsentState.init)
        var gate = GateFacts(
            consent: state,
            address: PersonRow.reachability(person, by: kind, suppressed: suppressed),
            expired: expired,
            tooSoon: !person.frequency.allows(at: moment, last: lastAsked(row))
        )
        // Only somebody who would be asked takes an address from those who come later.
        if mayAsk(gate) == nil, let key = person.sharedKey(by: kind), !shared.take(key, in: index) {
            gate.address = .taken
        }
        return Candidate.Facts(gate: gate, isFirst: row[PersonRow.width + index * 2 + 1] == 0)
    }

    /// When a call last went to the person; `nil` also where it does not matter.
    private func lastAsked(_ row: Row) -> Timestamp? {
        (row[PersonRow.width + profiles.count * 2] as Int64?).map(Timestamp.init(rawValue:))
    }

    private func query(_ order: Order) -> String {
        let channels = profiles.indices.map { index in
            // The name is a word of letters, checked when the settings were read.
            let channel = profiles[index].id.rawValue
            let reached =
                profiles[index].addressKind == .textPhone
                ? """
                EXISTS (SELECT 1 FROM deliveries d WHERE d.person = p.number AND d.channel = '\(channel)'
                    AND d.state IN ('sent', 'delivered', 'held'))
                """ : "0"
            return """
                , (SELECT state FROM consents c WHERE c.person = p.number AND c.channel = '\(channel)'), \(reached)
                """
        }
        let sort = order == .walk ? "p.walk_key, p.number" : "p.number"
        return """
            SELECT \(PersonRow.columns)\(channels.joined()), \(PersonRow.lastAsked()) FROM people p
            WHERE p.forgotten_at IS NULL ORDER BY \(sort)
            """
    }
}

/// The addresses that several persons share, and which of them somebody in this audience has taken.
///
/// Only shared addresses are kept in memory, so that an audience of a million costs no more than its few doubles.
private struct SharedAddresses {
    private var shared: [AddressKind: Set<String>] = [:]
    private var taken: [Set<String>]

    init(_ db: Database, kinds: [AddressKind]) throws {
        taken = Array(repeating: [], count: kinds.count)
        for kind in Set(kinds) {
            guard let column = Self.column(of: kind) else { continue }
            shared[kind] = try Set(
                String.fetchAll(
                    db,
                    sql: """
                        SELECT \(column) FROM people WHERE \(column) IS NOT NULL GROUP BY \(column) HAVING count(*) > 1
                        """
                )
            )
        }
        self.kinds = kinds
    }

    private let kinds: [AddressKind]

    /// Whether the address is still free for this channel; it is taken from now on.
    mutating func take(_ key: String, in index: Int) -> Bool {
        guard shared[kinds[index]]?.contains(key) == true else { return true }
        return taken[index].insert(key).inserted
    }

    private static func column(of kind: AddressKind) -> String? {
        switch kind {
        case .mailbox: "email_key"
        case .textPhone: "phone"
        case .voicePhone, .door: nil
        }
    }
}
