import Calls
import Deliveries
import Foundation
import GRDB
import People

/// Takes in one row in which somebody signed up, within one transaction.
struct SigningUp {
    let store: SQLiteStore
    let signUp: SignUp
    /// The page's revision and the words over its rows.
    let revision: String
    let wording: String
    let recorder: String
    let now: Timestamp
    let db: Database

    /// What stands of the row already.
    private struct Before {
        let number: Int64
        let person: PersonID
        let isSame: Bool
        let entered: Timestamp
        let trace: SignUpTrace
    }

    func run() throws -> SignUpResult {
        if signUp.defers, try isTaken() { return .taken }
        var importing = try Importing(store: store, recorder: recorder, now: now, db)
        if let before = try before() {
            guard before.isSame else { return .enteredOtherwise(before.person) }
            guard signUp.isAnew else { return .unchanged(before.person) }
            var entry = SignUpEntry(person: before.person, isNew: false)
            var trace = before.trace
            try consent(of: before.number, entered: before.entered, &importing, &entry, &trace)
            if !entry.granted.isEmpty { try noteAgain(trace) }
            return SignUpResult(again: entry)
        }
        if !signUp.isAnew, try isForgotten() { return .forgotten }
        let number: Int64
        var entry: SignUpEntry
        var trace = SignUpTrace(isPerson: true)
        let found = try match(importing)
        if let former = try former(), found.map({ ($0[0] as Int64) == former.number }) ?? true {
            number = former.number
            try importing.update(signUp.record.person(id: former.person), number: number)
            entry = SignUpEntry(person: former.person, isNew: true)
        } else if let row = found {
            number = row[0]
            let known = PersonRow.person(row)
            let (person, differing) = signUp.merged(into: known)
            if !differing.isEmpty { return .otherAddress(known.id, differing) }
            if person != known { try importing.update(person, number: number) }
            entry = SignUpEntry(person: known.id, isNew: false)
            entry.hasOtherName = !signUp.agreesByName(with: known)
            trace = SignUpTrace(from: known, to: person)
        } else {
            number = try importing.add(signUp.record)
            let id: String =
                try String.fetchOne(db, sql: "SELECT id FROM people WHERE number = ?", arguments: [number]) ?? ""
            entry = SignUpEntry(person: PersonID(rawValue: id), isNew: true)
        }
        try consent(of: number, entered: nil, &importing, &entry, &trace)
        try note(number, trace)
        return .entered(entry)
    }

    /// The person of the row before it was taken back: one whom nobody knew before and of whom nothing else is known, so that
    /// the row typed once more mends them.
    private func former() throws -> (number: Int64, person: PersonID)? {
        try Row.fetchOne(
            db,
            sql: """
                SELECT p.number, p.id FROM sign_ups s JOIN people p ON p.number = s.former
                WHERE s.sheet = ?1 AND s.revision = ?2 AND s.row = ?3 AND p.updated_at = s.former_at AND p.forgotten_at IS NULL
                    AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.person = p.number AND d.attempts > 0)
                    AND NOT EXISTS (SELECT 1 FROM consent_entries e WHERE e.person = p.number AND e.evidence <> ?4)
                """,
            arguments: [signUp.sheet, revision, signUp.row, SignUp.evidence(signUp.sheet, row: signUp.row)]
        ).map { ($0[0], PersonID(rawValue: $0[1])) }
    }

    /// Whether somebody typed the row, or it waits for a person.
    private func isTaken() throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS (SELECT 1 FROM sign_ups WHERE sheet = ? AND revision = ? AND row = ?
                    AND (person IS NOT NULL OR resolved_at IS NULL))
                """,
            arguments: [signUp.sheet, revision, signUp.row]
        ) ?? false
    }

    private func before() throws -> Before? {
        try Row.fetchOne(
            db,
            sql: """
                SELECT p.number, p.id, s.digest, s.resolved_at, s.added FROM sign_ups s JOIN people p ON p.number = s.person
                WHERE s.sheet = ? AND s.revision = ? AND s.row = ?
                """,
            arguments: [signUp.sheet, revision, signUp.row]
        ).map { row in
            Before(
                number: row[0],
                person: PersonID(rawValue: row[1]),
                isSame: row[2] as Data? == store.fingerprint(signUp.content),
                entered: Timestamp(rawValue: row[3]),
                trace: SignUpTrace(text: row[4])
            )
        }
    }

    private func isForgotten() throws -> Bool {
        let record = signUp.record
        return try [record.email?.key, record.phone?.exact, record.matchKey].compactMap(\.self).contains { address in
            try Bool.fetchOne(
                db,
                sql: "SELECT EXISTS (SELECT 1 FROM forgotten WHERE fingerprint = ?)",
                arguments: [store.fingerprint(address)]
            ) ?? false
        }
    }

    /// By email, of several who share it the one of that name; else by phone, where the name agrees; else by name and door.
    private func match(_ importing: Importing) throws -> Row? {
        let record = signUp.record
        func agrees(_ row: Row) -> Bool { signUp.agreesByName(with: PersonRow.person(row)) }
        if let email = record.email {
            let bearers = try importing.rows("p.email_key = ?", email.key)
            if let row = bearers.first(where: agrees) ?? bearers.first { return row }
        }
        if let phone = record.phone, let row = try importing.rows("p.phone = ?", phone.exact).first(where: agrees) {
            return row
        }
        return try record.matchKey.flatMap { try importing.rows("p.match_key = ?", $0).first }
    }

    private func consent(
        of person: Int64,
        entered: Timestamp?,
        _ importing: inout Importing,
        _ entry: inout SignUpEntry,
        _ trace: inout SignUpTrace
    ) throws {
        var lifted: [ChannelID] = []
        for channel in signUp.channels {
            let (state, since) = try standing(of: person, on: channel, importing)
            let verdict = SignUpRule.verdict(current: state, since: since, isAnew: signUp.isAnew, entered: entered)
            entry.note(verdict, channel)
            guard verdict == .granted || verdict == .anew else { continue }
            let change = signUp.change(channel, wording: wording, isAnew: verdict == .anew, now: now)
            try importing.ledger.append(change, of: person)
            if verdict == .anew { lifted.append(channel) }
        }
        try importing.finish()
        for channel in lifted {
            trace.stops += try store.liftStop(of: person, on: channel, db)
        }
    }

    /// What is on record, and since when; a STOP from the person's address, or an opt-out under another identifier, is one too.
    private func standing(of person: Int64, on channel: ChannelID, _ importing: Importing) throws -> (
        ConsentState?, Timestamp?
    ) {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT c.state, e.recorded_at FROM consents c JOIN consent_entries e ON e.sequence = c.entry
                WHERE c.person = ? AND c.channel = ?
                """,
            arguments: [person, channel.rawValue]
        )
        let state = (row?[0] as String?).flatMap(ConsentState.init)
        let stop = try stopped(person, on: channel)
        if state == .withdrawn {
            // The later of the two: a STOP may have come from the number before anybody was known to bear it.
            return (state, [row.map { Timestamp(rawValue: $0[1]) }, stop].compactMap(\.self).max())
        }
        if let stop { return (.withdrawn, stop) }
        if state != .granted, let elsewhere = try importing.withdrawnElsewhere(channel, person) {
            return (.withdrawn, elsewhere)
        }
        return (state, row.map { Timestamp(rawValue: $0[1]) })
    }

    private func stopped(_ person: Int64, on channel: ChannelID) throws -> Timestamp? {
        let row = try Row.fetchOne(db, sql: "SELECT email_key, phone FROM people WHERE number = ?", arguments: [person])
        let addresses: [(AddressKind, String?)] = [(.mailbox, row?[0]), (.textPhone, row?[1])]
        for case (let kind, let address?) in addresses {
            let at = try Int64.fetchOne(
                db,
                sql: """
                    SELECT at FROM suppressions
                    WHERE kind = ? AND fingerprint = ? AND reason = 'stop' AND channel = ?
                    """,
                arguments: [kind.rawValue, store.fingerprint(address), channel.rawValue]
            )
            if let at { return Timestamp(rawValue: at) }
        }
        return nil
    }

    /// Notes what the row brought when it was typed anew: to take that back is up to whoever typed it so.
    private func noteAgain(_ trace: SignUpTrace) throws {
        try db.execute(
            sql: """
                UPDATE sign_ups SET added = ?, recorder = ?, typed_at = ? WHERE sheet = ? AND revision = ? AND row = ?
                """,
            arguments: [trace.text, recorder, now.rawValue, signUp.sheet, revision, signUp.row]
        )
    }

    /// Notes whose the row is; its picture is needed no longer.
    private func note(_ person: Int64, _ trace: SignUpTrace) throws {
        try db.execute(
            sql: """
                INSERT INTO sign_ups (sheet, revision, row, person, digest, recorder, at, resolved_at, typed_at, added)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?7, ?8)
                ON CONFLICT (sheet, revision, row) DO UPDATE SET person = excluded.person, digest = excluded.digest,
                    recorder = excluded.recorder, resolved_at = excluded.resolved_at, typed_at = excluded.typed_at,
                    added = excluded.added, former = NULL, former_at = NULL, picture = NULL
                """,
            arguments: [
                signUp.sheet, revision, signUp.row, person, store.fingerprint(signUp.content), recorder, now.rawValue,
                trace.text,
            ]
        )
    }
}
