import Calls
import Deliveries
import Foundation
import People
import Postgres

/// One group of records on its way into the database: read what they may mean, decide in memory, write in bulk.
///
/// Imports run one after the other: each holds the lock on the ledger from its beginning, so that no two add the same person.
struct Importing {
    let store: PostgresStore
    let recorder: String
    let now: Timestamp
    let db: Connection
    var pen: LedgerPen
    var known: KnownPeople
    private var numbers: PeopleNumbers
    let forgotten: Forgotten

    init(_ records: [PersonRecord], store: PostgresStore, recorder: String, now: Timestamp, _ db: Connection) throws {
        self.store = store
        self.recorder = recorder
        self.now = now
        self.db = db
        pen = try LedgerPen(db)
        known = try KnownPeople(matching: records, db)
        numbers = try PeopleNumbers(for: records.count, db)
        forgotten = try Forgotten(among: records, key: store.key, db)
    }

    mutating func take(_ record: PersonRecord) throws -> ImportVerdict {
        if let reason = refusal(of: record) { return .rejected(reason) }
        guard let place = match(record) else {
            _ = try add(record)
            return .added
        }
        let before = known.entries[place].person
        let person = record.merged(into: before)
        let isChanged = person != before
        if isChanged { known.change(place, to: person) }
        let hasNews = consent(record.consents, of: place)
        return isChanged || hasNews ? .updated : .unchanged
    }

    /// Somebody who asked to be forgotten comes back only by saying so after that.
    private func refusal(of record: PersonRecord) -> String? {
        if record.id?.rawValue.hasPrefix("forgotten-") == true {
            return "id begins with 'forgotten-', as those of people do who were forgotten; give the person another"
        }
        for at in forgotten.moments(of: record) {
            let asksAgain = record.consents.contains { $0.state == .granted && $0.at > at && $0.at < now }
            if !asksAgain {
                return "the person asked to be forgotten; they come back only with a new opt-in, "
                    + "whose consent_at lies after \(at)"
            }
        }
        return nil
    }

    /// By identifier where there is one; else by email; else by phone, where the name agrees, since phones are shared; else
    /// by name and door.
    private func match(_ record: PersonRecord) -> Int? {
        if let id = record.id { return known.place(of: id) }
        if let email = record.email { return known.places(email: email.key).first }
        if let phone = record.phone {
            return known.places(phone: phone.exact).first { place in
                // As sign-ups are read: who leaves out the accents means the same.
                let name = PlainLetters.text(known.entries[place].person.givenName).lowercased()
                let said = PlainLetters.text(record.givenName ?? "").lowercased()
                return name.isEmpty || said.isEmpty || name == said
            }
        }
        return record.matchKey.flatMap { known.places(matching: $0).first }
    }

    /// Adds a person whom nobody knew before; ``write()`` must follow.
    ///
    /// - Parameter record: What is known of them.
    /// - Returns: The person's number.
    /// - Throws: What the server says.
    mutating func add(_ record: PersonRecord) throws -> Int64 {
        let (number, id) = try numbers.next { known.place(of: $0) != nil }
        known.add(KnownPeople.Entry(number: number, person: record.person(id: id), isNew: true))
        _ = consent(record.consents, of: known.entries.count - 1)
        return number
    }

    /// Adds a line to the ledger of somebody who was there before; ``write()`` must follow.
    mutating func note(_ change: ConsentChange, of person: Int64) {
        pen.append(change, of: person, by: recorder, now: now)
    }

    /// Writes what is news; an import brings news but never overrules a person.
    private mutating func consent(_ changes: [ConsentChange], of place: Int) -> Bool {
        let person = known.entries[place].number
        var hasNews = false
        for change in changes {
            let current = known.consent(of: person, on: change.channel)
            guard ImportRule.accepts(current: current, incoming: change.state) else { continue }
            if change.state != .withdrawn, !withdrawnElsewhere(change.channel, place).isEmpty { continue }
            pen.append(change, of: person, by: recorder, now: now)
            known.note(change.state, of: person, on: change.channel)
            hasNews = true
        }
        return hasNews
    }

    /// Under which other numbers the same person has opted out of the channel: the same address and the same name.
    ///
    /// People get new identifiers when a group changes its software; their withdrawal goes with them.
    func withdrawnElsewhere(_ channel: ChannelID, _ place: Int) -> [Int64] {
        let me = known.entries[place].person
        guard !me.givenName.isEmpty else { return [] }
        let others =
            (me.email.map { known.places(email: $0.key) } ?? [])
            + (me.phone.map { known.places(phone: $0.exact) } ?? [])
        return others.compactMap { other in
            let entry = known.entries[other]
            let isOut =
                other != place && known.consent(of: entry.number, on: channel) == .withdrawn
                && entry.person.givenName.isSameInASCII(me.givenName)
                && entry.person.familyName.isSameInASCII(me.familyName)
            return isOut ? entry.number : nil
        }
    }

    /// Writes everything that was decided.
    func write() throws {
        let new = known.entries.filter(\.isNew)
        let written = known.entries.lazy.filter { $0.isNew || $0.isChanged }.map(\.person)
        let struckOut = try StruckOut(among: Array(written), key: store.key, db)
        if !new.isEmpty {
            try db.copy(into: "people", PersonWriting.columns + ["id", "number", "created_at"]) { put in
                for entry in new {
                    try put(
                        PersonWriting.values(entry.person, suppressed: struckOut.kinds(of: entry.person), now: now)
                            + [.text(entry.person.id.rawValue), .integer(entry.number), .integer(now.rawValue)]
                    )
                }
            }
        }
        for entry in known.entries where entry.isChanged && !entry.isNew {
            try db.execute(
                PersonWriting.update,
                PersonWriting.values(entry.person, suppressed: struckOut.kinds(of: entry.person), now: now)
                    + [.integer(entry.number)]
            )
        }
        try numbers.write(db)
        try pen.write(db)
    }
}

extension String {
    /// Whether two names are the same but for the case of their Latin letters.
    fileprivate func isSameInASCII(_ other: String) -> Bool {
        func folded(_ byte: UInt8) -> UInt8 { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte }
        return utf8.lazy.map(folded).elementsEqual(other.utf8.lazy.map(folded))
    }
}
