import Calls
import Deliveries
import People
import Postgres

/// Takes in one row in which somebody signed up, within one transaction.
struct SigningUp {
    let store: PostgresStore
    let signUp: SignUp
    /// The page's revision and the words over its rows.
    let revision: String
    let wording: String
    let recorder: String
    let now: Timestamp
    let db: Connection

    /// What stands of the row already.
    private struct Before {
        let number: Int64
        let person: PersonID
        let isSame: Bool
        let entered: Timestamp
        let trace: SignUpTrace
    }

    /// Takes the row in; `importing` holds the ledger's lock, so that no two enter the same row.
    func run(_ importing: inout Importing) throws -> SignUpResult {
        if signUp.defers, try isTaken() { return .taken }
        if let before = try before() {
            // Whoever was forgotten since is known no more, and neither is what the row said.
            guard before.isSame, let place = try importing.known.place(of: before.number, db) else {
                return .enteredOtherwise(before.person)
            }
            guard signUp.isAnew else { return .unchanged(before.person) }
            var entry = SignUpEntry(person: before.person, isNew: false)
            var trace = before.trace
            try consent(of: before.number, place, entered: before.entered, &importing, &entry, &trace)
            if !entry.granted.isEmpty { try noteAgain(trace) }
            return SignUpResult(again: entry)
        }
        if !signUp.isAnew, !importing.forgotten.moments(of: signUp.record).isEmpty { return .forgotten }
        let number: Int64
        let place: Int
        var entry: SignUpEntry
        var trace = SignUpTrace(isPerson: true)
        let found = match(importing)
        if let former = try former(), found.map({ importing.known.entries[$0].number == former }) ?? true,
            let theirs = try importing.known.place(of: former, db)
        {
            (number, place) = (former, theirs)
            let id = importing.known.entries[place].person.id
            importing.known.change(place, to: signUp.record.person(id: id))
            entry = SignUpEntry(person: id, isNew: true)
        } else if let found {
            let known = importing.known.entries[found].person
            let (person, differing) = signUp.merged(into: known)
            if !differing.isEmpty { return .otherAddress(known.id, differing) }
            if person != known { importing.known.change(found, to: person) }
            (number, place) = (importing.known.entries[found].number, found)
            entry = SignUpEntry(person: known.id, isNew: false)
            entry.hasOtherName = !signUp.agreesByName(with: known)
            trace = SignUpTrace(from: known, to: person)
        } else {
            number = try importing.add(signUp.record)
            place = importing.known.entries.count - 1
            entry = SignUpEntry(
                person: importing.known.entries[importing.known.entries.count - 1].person.id,
                isNew: true
            )
        }
        try consent(of: number, place, entered: nil, &importing, &entry, &trace)
        try note(number, trace)
        return .entered(entry)
    }

    /// The person of the row before it was taken back: one whom nobody knew before and of whom nothing else is known, so that
    /// the row typed once more mends them.
    private func former() throws -> Int64? {
        try db.execute(
            """
            SELECT p.number FROM sign_ups s JOIN people p ON p.number = s.former
            WHERE s.sheet = $1 AND s.revision = $2 AND s.row = $3 AND p.updated_at = s.former_at AND p.forgotten_at IS NULL
                AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.person = p.number AND d.attempts > 0)
                AND NOT EXISTS (SELECT 1 FROM consent_entries e WHERE e.person = p.number AND e.evidence <> $4)
            """,
            [
                .text(signUp.sheet), .text(revision), .integer(signUp.row),
                .text(SignUp.evidence(signUp.sheet, row: signUp.row)),
            ]
        ).first?[0]
    }

    /// Whether somebody typed the row, or it waits for a person.
    private func isTaken() throws -> Bool {
        try db.execute(
            """
            SELECT EXISTS (SELECT 1 FROM sign_ups WHERE sheet = $1 AND revision = $2 AND row = $3
                AND (person IS NOT NULL OR resolved_at IS NULL))
            """,
            [.text(signUp.sheet), .text(revision), .integer(signUp.row)]
        ).first?[0] ?? false
    }

    private func before() throws -> Before? {
        try db.execute(
            """
            SELECT p.number, p.id, s.digest, s.resolved_at, s.added FROM sign_ups s JOIN people p ON p.number = s.person
            WHERE s.sheet = $1 AND s.revision = $2 AND s.row = $3
            """,
            [.text(signUp.sheet), .text(revision), .integer(signUp.row)]
        ).first.map { row in
            Before(
                number: row[0],
                person: PersonID(rawValue: row[1]),
                isSame: row[2] as [UInt8]? == store.key.fingerprint(signUp.content),
                entered: Timestamp(rawValue: row[3]),
                trace: SignUpTrace(text: row[4])
            )
        }
    }

    /// By email, of several who share it the one of that name; else by phone, where the name agrees; else by name and door.
    private func match(_ importing: Importing) -> Int? {
        let (record, known) = (signUp.record, importing.known)
        func agrees(_ place: Int) -> Bool { signUp.agreesByName(with: known.entries[place].person) }
        if let email = record.email {
            let bearers = known.places(email: email.key)
            if let place = bearers.first(where: agrees) ?? bearers.first { return place }
        }
        if let phone = record.phone, let place = known.places(phone: phone.exact).first(where: agrees) { return place }
        return record.matchKey.flatMap { known.places(matching: $0).first }
    }

    /// Writes what is news; `place` is the person's among those who are known.
    private func consent(
        of person: Int64,
        _ place: Int,
        entered: Timestamp?,
        _ importing: inout Importing,
        _ entry: inout SignUpEntry,
        _ trace: inout SignUpTrace
    ) throws {
        var lifted: [ChannelID] = []
        for channel in signUp.channels {
            let (state, since) = try standing(of: person, place, on: channel, importing)
            let verdict = SignUpRule.verdict(current: state, since: since, isAnew: signUp.isAnew, entered: entered)
            entry.note(verdict, channel)
            guard verdict == .granted || verdict == .anew else { continue }
            let change = signUp.change(channel, wording: wording, isAnew: verdict == .anew, now: now)
            importing.pen.append(change, of: person, by: recorder, now: now)
            if verdict == .anew { lifted.append(channel) }
        }
        try importing.write()
        for channel in lifted {
            trace.stops += try store.liftStop(of: person, on: channel, db)
        }
    }

    /// What is on record, and since when; a STOP from the person's address, or an opt-out under another identifier, is one too.
    private func standing(of person: Int64, _ place: Int, on channel: ChannelID, _ importing: Importing) throws -> (
        ConsentState?, Timestamp?
    ) {
        let row = try db.execute(
            """
            SELECT c.state, e.recorded_at FROM consents c JOIN consent_entries e ON e.sequence = c.entry
            WHERE c.person = $1 AND c.channel = $2
            """,
            [.integer(person), .text(channel.rawValue)]
        ).first
        let state = (row?[0] as String?).flatMap(ConsentState.init)
        let since = (row?[1] as Int64?).map(Timestamp.init(rawValue:))
        let stop = try stopped(importing.known.entries[place].person, on: channel)
        // The later of the two: a STOP may have come from the number before anybody was known to bear it.
        if state == .withdrawn { return (state, [since, stop].compactMap(\.self).max()) }
        if let stop { return (.withdrawn, stop) }
        if state != .granted,
            let elsewhere = try lastEntry(of: importing.withdrawnElsewhere(channel, place), on: channel)
        {
            return (.withdrawn, elsewhere)
        }
        return (state, since)
    }

    /// When the last was written down of what these people's state on a channel rests on; `nil` for nobody.
    private func lastEntry(of people: [Int64], on channel: ChannelID) throws -> Timestamp? {
        guard !people.isEmpty else { return nil }
        let row = try db.execute(
            """
            SELECT max(e.recorded_at) FROM consents c JOIN consent_entries e ON e.sequence = c.entry
            WHERE c.person = ANY($1) AND c.channel = $2
            """,
            [.integers(people), .text(channel.rawValue)]
        ).first
        return (row?[0] as Int64?).map(Timestamp.init(rawValue:))
    }

    private func stopped(_ person: Person, on channel: ChannelID) throws -> Timestamp? {
        let addresses: [(AddressKind, String?)] = [(.mailbox, person.email?.key), (.textPhone, person.phone?.exact)]
        for case (let kind, let address?) in addresses {
            let at: Int64? = try db.execute(
                """
                SELECT at FROM suppressions
                WHERE kind = $1 AND fingerprint = $2 AND reason = 'stop' AND channel = $3
                """,
                [.text(kind.rawValue), .blob(store.key.fingerprint(address)), .text(channel.rawValue)]
            ).first?[0]
            if let at { return Timestamp(rawValue: at) }
        }
        return nil
    }

    /// Notes what the row brought when it was typed anew: to take that back is up to whoever typed it so.
    private func noteAgain(_ trace: SignUpTrace) throws {
        try db.execute(
            """
            UPDATE sign_ups SET added = $1, recorder = $2, typed_at = $3 WHERE sheet = $4 AND revision = $5 AND row = $6
            """,
            [
                .text(trace.text), .text(recorder), .integer(now.rawValue), .text(signUp.sheet), .text(revision),
                .integer(signUp.row),
            ]
        )
    }

    /// Notes whose the row is; its picture is needed no longer.
    private func note(_ person: Int64, _ trace: SignUpTrace) throws {
        try db.execute(
            """
            INSERT INTO sign_ups (sheet, revision, row, person, digest, recorder, at, resolved_at, typed_at, added)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $7, $8)
            ON CONFLICT (sheet, revision, row) DO UPDATE SET person = excluded.person, digest = excluded.digest,
                recorder = excluded.recorder, resolved_at = excluded.resolved_at, typed_at = excluded.typed_at,
                added = excluded.added, former = NULL, former_at = NULL, picture = NULL
            """,
            [
                .text(signUp.sheet), .text(revision), .integer(signUp.row), .integer(person),
                .blob(store.key.fingerprint(signUp.content)), .text(recorder), .integer(now.rawValue),
                .text(trace.text),
            ]
        )
    }
}
