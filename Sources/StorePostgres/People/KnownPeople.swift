import Calls
import People
import Postgres

/// Those of the people on record whom a group of records may mean, and what becomes of them.
///
/// Read in three queries for the whole group, however many records it has: each record by itself would cost a dozen round
/// trips to the server.
struct KnownPeople {
    struct Entry {
        let number: Int64
        var person: Person
        var isNew = false
        var isChanged = false
    }

    private(set) var entries: [Entry] = []
    private var places: [Int64: Int] = [:]
    private var byID: [PersonID: Int] = [:]
    private var byEmail: [String: [Int]] = [:]
    private var byPhone: [String: [Int]] = [:]
    private var byMatch: [String: [Int]] = [:]
    private var consents: [ConsentKey: ConsentState] = [:]

    private struct ConsentKey: Hashable {
        let person: Int64
        let channel: ChannelID
    }

    /// Reads everybody who bears an identifier or an address of the records, and those who share an address with them.
    init(matching records: [PersonRecord], _ db: Connection) throws {
        try load(
            "p.id = ANY($1) OR p.email_key = ANY($2) OR p.phone = ANY($3) OR p.match_key = ANY($4)",
            [
                .texts(records.map(\.id?.rawValue)), .texts(records.map(\.email?.key)),
                .texts(records.map(\.phone?.exact)), .texts(records.map(\.matchKey)),
            ],
            db
        )
        try loadNeighbors(db)
    }

    /// The place of somebody whose number is known, and who may bear none of the records' addresses any more.
    ///
    /// - Returns: `nil` for whoever was forgotten.
    mutating func place(of number: Int64, _ db: Connection) throws -> Int? {
        if places[number] == nil {
            try load("p.number = $1", [.integer(number)], db)
            try loadNeighbors(db)
        }
        return places[number]
    }

    /// Reads those who share an address with anybody who was read, and what all of them agreed to.
    private mutating func loadNeighbors(_ db: Connection) throws {
        try load(
            "p.email_key = ANY($1) OR p.phone = ANY($2)",
            [.texts(entries.map(\.person.email?.key)), .texts(entries.map(\.person.phone?.exact))],
            db
        )
        let rows = try db.executeOnce(
            "SELECT person, channel, state FROM consents WHERE person = ANY($1)",
            [.integers(entries.map(\.number))]
        )
        for row in rows {
            let key = ConsentKey(person: row[0], channel: ChannelID(rawValue: row[1]))
            consents[key] = ConsentState(rawValue: row[2])
        }
    }

    private mutating func load(_ condition: String, _ values: [Value], _ db: Connection) throws {
        let sql = "SELECT \(PersonRow.columns) FROM people p WHERE (\(condition)) AND p.forgotten_at IS NULL"
        for row in try db.executeOnce(sql, values) where places[row[0]] == nil {
            add(Entry(number: row[0], person: PersonRow.person(row)))
        }
    }

    mutating func add(_ entry: Entry) {
        places[entry.number] = entries.count
        entries.append(entry)
        index(entries.count - 1)
    }

    /// Notes what a person is from now on.
    mutating func change(_ place: Int, to person: Person) {
        entries[place].person = person
        entries[place].isChanged = true
        index(place)
    }

    /// Old addresses stay in the lists; who no longer bears one is passed over when they are read.
    private mutating func index(_ place: Int) {
        let person = entries[place].person
        byID[person.id] = place
        if let key = person.email?.key { byEmail[key, default: []].append(place) }
        if let key = person.phone?.exact { byPhone[key, default: []].append(place) }
        if person.email == nil, person.phone == nil, let key = person.matchKey {
            byMatch[key, default: []].append(place)
        }
    }

    func place(of id: PersonID) -> Int? { byID[id] }

    /// Who bears an email address, the longest known first.
    func places(email key: String) -> [Int] { living(byEmail[key]) { $0.email?.key == key } }

    /// Who bears a phone number, the longest known first.
    func places(phone exact: String) -> [Int] { living(byPhone[exact]) { $0.phone?.exact == exact } }

    /// Who has no other address than name and door, the longest known first.
    func places(matching key: String) -> [Int] {
        living(byMatch[key]) { $0.email == nil && $0.phone == nil && $0.matchKey == key }
    }

    private func living(_ places: [Int]?, _ isTrue: (Person) -> Bool) -> [Int] {
        Set(places ?? []).filter { isTrue(entries[$0].person) }.sorted { entries[$0].number < entries[$1].number }
    }

    func consent(of person: Int64, on channel: ChannelID) -> ConsentState? {
        consents[ConsentKey(person: person, channel: channel)]
    }

    mutating func note(_ state: ConsentState, of person: Int64, on channel: ChannelID) {
        consents[ConsentKey(person: person, channel: channel)] = state
    }
}
