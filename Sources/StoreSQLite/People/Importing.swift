import Calls
import Deliveries
import Foundation
import GRDB
import People

/// One group of records on its way into the database.
struct Importing {
    let store: SQLiteStore
    let now: Timestamp
    let db: Database
    var ledger: LedgerWriter
    private let hasForgotten: Bool
    /// Whether anybody has opted out of anything; as long as nobody has, nobody's other records need to be looked for.
    private var hasWithdrawals: Bool
    /// Whether any address is struck out; as long as none is, none needs to be looked for.
    private let hasSuppressions: Bool

    init(store: SQLiteStore, recorder: String, now: Timestamp, _ db: Database) throws {
        self.store = store
        self.now = now
        self.db = db
        ledger = try LedgerWriter(by: recorder, now: now, db)
        hasWithdrawals =
            try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM consents WHERE state = 'withdrawn')") ?? false
        hasForgotten = try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM forgotten)") ?? false
        hasSuppressions = try SQLiteStore.hasSuppressions(db)
    }

    /// Notes what the group as a whole has changed; must follow the last record.
    func finish() throws { try ledger.finish() }

    mutating func take(_ record: PersonRecord) throws -> ImportVerdict {
        if let reason = try refusal(of: record) { return .rejected(reason) }
        guard let row = try match(record) else {
            _ = try add(record)
            return .added
        }
        let number: Int64 = row[0]
        let known = PersonRow.person(row)
        let person = record.merged(into: known)
        let isChanged = person != known
        if isChanged { try update(person, number: number) }
        let hasNews = try consent(record.consents, of: number, isNew: false)
        return isChanged || hasNews ? .updated : .unchanged
    }

    /// Somebody who asked to be forgotten comes back only by saying so after that.
    private func refusal(of record: PersonRecord) throws -> String? {
        if record.id?.rawValue.hasPrefix("forgotten-") == true {
            return "id begins with 'forgotten-', as those of people do who were forgotten; give the person another"
        }
        guard hasForgotten else { return nil }
        for address in [record.email?.key, record.phone?.exact, record.matchKey].compactMap({ $0 }) {
            let at = try Int64.fetchOne(
                db.cachedStatement(sql: "SELECT at FROM forgotten WHERE fingerprint = ?"),
                arguments: [store.fingerprint(address)]
            )
            guard let at else { continue }
            let asksAgain = record.consents.contains { $0.state == .granted && $0.at.rawValue > at && $0.at < now }
            if !asksAgain {
                return "the person asked to be forgotten; they come back only with a new opt-in, "
                    + "whose consent_at lies after \(Timestamp(rawValue: at))"
            }
        }
        return nil
    }

    /// By identifier where there is one; else by email; else by phone, where the name agrees, since phones are shared; else
    /// by name and door.
    private func match(_ record: PersonRecord) throws -> Row? {
        if let id = record.id { return try rows("p.id = ?", id.rawValue).first }
        if let email = record.email { return try rows("p.email_key = ?", email.key).first }
        if let phone = record.phone {
            return try rows("p.phone = ?", phone.exact).first { row in
                // As sign-ups are read: who leaves out the accents means the same.
                let known = PlainLetters.text(row[2]).lowercased()
                let said = PlainLetters.text(record.givenName ?? "").lowercased()
                return known.isEmpty || said.isEmpty || known == said
            }
        }
        return try record.matchKey.flatMap { try rows("p.match_key = ?", $0).first }
    }

    func rows(_ condition: String, _ value: String) throws -> [Row] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT \(PersonRow.columns) FROM people p
                    WHERE \(condition) AND p.forgotten_at IS NULL ORDER BY p.number LIMIT 50
                    """
            ),
            arguments: [value]
        )
    }

    /// Adds a person whom nobody knew before.
    ///
    /// - Parameter record: What is known of them.
    /// - Returns: The person's number.
    /// - Throws: What the database says.
    mutating func add(_ record: PersonRecord) throws -> Int64 {
        let id = try record.id?.rawValue ?? freeID()
        try insert(record.person(id: PersonID(rawValue: id)), id: id)
        let number = db.lastInsertedRowID
        _ = try consent(record.consents, of: number, isNew: true)
        return number
    }

    /// `new-` and the number the person will have, unless a file has used that name for somebody else.
    private func freeID() throws -> String {
        let last = try Int64.fetchOne(db.cachedStatement(sql: "SELECT seq FROM sqlite_sequence WHERE name = 'people'"))
        var id = "new-\((last ?? 0) + 1)"
        let isTaken = try db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM people WHERE id = ?)")
        while try Bool.fetchOne(isTaken, arguments: [id]) ?? false { id += "x" }
        return id
    }

    private func insert(_ person: Person, id: String) throws {
        let statement = try db.cachedStatement(sql: Self.insert)
        statement.setUncheckedArguments(StatementArguments(try values(of: person) + [id, now.rawValue]))
        try statement.execute()
    }

    func update(_ person: Person, number: Int64) throws {
        let statement = try db.cachedStatement(sql: Self.update)
        statement.setUncheckedArguments(StatementArguments(try values(of: person) + [number]))
        try statement.execute()
    }

    /// The values of ``columns``, in their order.
    private func values(of person: Person) throws -> [(any DatabaseValueConvertible)?] {
        let door = person.door
        return [
            person.givenName, person.familyName, person.email?.exact, person.email?.key, person.phone?.exact,
            person.phone?.line.rawValue, door?.street, door?.unit, door?.locality, door?.region, door?.postalCode,
            door?.country, door?.latitude, door?.longitude, door?.key, door?.walkKey,
            person.email == nil && person.phone == nil ? person.matchKey : nil, person.language, person.timezone,
            person.tags.joined(separator: ";"), try PersonRow.text(attributes: person.attributes),
            hasSuppressions ? try store.suppressedKinds(of: person, db) : "",
            now.rawValue,
        ]
    }

    private static let columns = [
        "given_name", "family_name", "email", "email_key", "phone", "phone_line", "street", "unit", "locality",
        "region",
        "postal_code", "country", "latitude", "longitude", "door_key", "walk_key", "match_key", "language", "timezone",
        "tags", "attributes", "suppressed", "updated_at",
    ]

    private static let insert = """
        INSERT INTO people (\(columns.joined(separator: ", ")), id, created_at)
        VALUES (\(Array(repeating: "?", count: columns.count + 2).joined(separator: ", ")))
        """

    private static let update =
        "UPDATE people SET \(columns.map { "\($0) = ?" }.joined(separator: ", ")) WHERE number = ?"

    /// When the same person, under another identifier, opted out of the channel: the same address and the same name.
    ///
    /// People get new identifiers when a group changes its software; their withdrawal goes with them.
    ///
    /// - Returns: When the last such opt-out was written down; `nil` when there is none.
    func withdrawnElsewhere(_ channel: ChannelID, _ person: Int64) throws -> Timestamp? {
        try Int64.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT max(e.recorded_at) FROM people me JOIN people other ON other.number <> me.number
                        AND (other.email_key = me.email_key OR other.phone = me.phone)
                        AND me.given_name <> '' AND other.given_name = me.given_name COLLATE NOCASE
                        AND other.family_name = me.family_name COLLATE NOCASE
                    JOIN consents c ON c.person = other.number AND c.channel = ? AND c.state = 'withdrawn'
                    JOIN consent_entries e ON e.sequence = c.entry
                    WHERE me.number = ?
                    """
            ),
            arguments: [channel.rawValue, person]
        ).map(Timestamp.init(rawValue:))
    }

    /// Writes what is news; an import brings news but never overrules a person.
    private mutating func consent(_ changes: [ConsentChange], of person: Int64, isNew: Bool) throws -> Bool {
        var hasNews = false
        for (index, change) in changes.enumerated() {
            // Of a new person nothing is known but what this record has said already.
            let isFirst = isNew && !changes[..<index].contains { $0.channel == change.channel }
            let current = isFirst ? nil : try SQLiteStore.consentState(of: person, on: change.channel, db)
            guard ImportRule.accepts(current: current, incoming: change.state) else { continue }
            if change.state == .withdrawn {
                hasWithdrawals = true
            } else if hasWithdrawals, try withdrawnElsewhere(change.channel, person) != nil {
                continue
            }
            try ledger.append(change, of: person)
            hasNews = true
        }
        return hasNews
    }
}
