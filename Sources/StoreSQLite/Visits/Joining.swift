import Calls
import Deliveries
import Foundation
import GRDB
import People
import Reviews

/// Who bears an address that somebody typed.
enum Bearer {
    /// Nobody whom we know.
    case nobody
    /// Somebody who has said nothing yet, or has not confirmed.
    case somebody(Int64)
    /// Somebody who said yes or no before, or gets no question for another reason.
    case notToBeAsked
}

/// The first half of a double opt-in: whether an address is asked, and the question in the queue.
struct Joining {
    let store: SQLiteStore
    let optIn: OptIn
    let now: Timestamp
    let db: Database

    private var mark: Data { store.fingerprint(optIn.email.key) }

    /// Who bears the address, and whether they may be asked.
    func bearer() throws -> Bearer {
        let bearers = try Row.fetchAll(
            db,
            sql: """
                SELECT p.number, c.state FROM people p
                LEFT JOIN consents c ON c.person = p.number AND c.channel = ?
                WHERE p.email_key = ? AND p.forgotten_at IS NULL ORDER BY p.number
                """,
            arguments: [optIn.channel.rawValue, optIn.email.key]
        )
        let known = try Row.fetchOne(
            db,
            sql: """
                SELECT EXISTS (SELECT 1 FROM suppressions WHERE kind = ?1 AND fingerprint = ?2)
                        OR EXISTS (SELECT 1 FROM forgotten WHERE fingerprint = ?2)
                        -- Somebody said no at this address, and it went when the question ended.
                        OR EXISTS (SELECT 1 FROM opt_in_requests q JOIN deliveries d ON d.number = q.delivery
                            JOIN consents c ON c.person = d.person AND c.channel = d.channel
                            WHERE q.kind = ?1 AND q.fingerprint = ?2 AND c.state = 'withdrawn'),
                    count(*) FILTER (WHERE ended IS NULL AND expires_at > ?3), count(*) FILTER (WHERE at > ?4)
                FROM opt_in_requests WHERE kind = ?1 AND fingerprint = ?2
                """,
            arguments: [
                AddressKind.mailbox.rawValue, mark, now.rawValue, now.rawValue - OptInRule.period.milliseconds,
            ]
        )
        let facts = OptInFacts(
            states: bearers.map { ($0[1] as String?).flatMap(ConsentState.init) },
            isStruckOut: known?[0] ?? false,
            hasOpen: (known?[1] ?? 0) > 0,
            recent: known?[2] ?? 0
        )
        guard OptInRule.asks(facts) else { return .notToBeAsked }
        return bearers.first.map { .somebody($0[0]) } ?? .nobody
    }

    /// Queues the question.
    ///
    /// - Parameters:
    ///   - person: Whom.
    ///   - isNew: Whether the person came with it.
    /// - Throws: What the database says.
    func ask(_ person: Int64, isNew: Bool) throws {
        let call = try self.call()
        let stamp = try SQLiteStore.stamp(now, db)
        let before =
            try Int.fetchOne(
                db,
                sql: "SELECT count(*) FROM deliveries WHERE person = ? AND call = ? AND channel = ?",
                arguments: [person, call, optIn.channel.rawValue]
            ) ?? 0
        try db.execute(
            sql: """
                INSERT INTO deliveries (call, person, channel, purpose, state, due, at)
                VALUES (?, ?, ?, ?, 'queued', ?, ?)
                """,
            arguments: [
                call, person, optIn.channel.rawValue, before == 0 ? "confirmation" : "confirmation \(before + 1)",
                now.rawValue, stamp.rawValue,
            ]
        )
        try db.execute(
            sql: """
                INSERT INTO opt_in_requests (delivery, kind, fingerprint, at, expires_at, adds)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                db.lastInsertedRowID, AddressKind.mailbox.rawValue, mark, now.rawValue,
                (now + OptInRule.lasts).rawValue, isNew ? 1 : 0,
            ]
        )
        var tally = Tally()
        tally.add(call: call, channel: optIn.channel.rawValue, as: .queued)
        try tally.write(db)
    }

    /// The call that carries the questions of a language, with one more in its audience; its words are those of today.
    private func call() throws -> Int64 {
        let call = optIn.confirmation
        let content = String(decoding: try JSONEncoder().encode(call), as: UTF8.self)
        let number = try Int64.fetchOne(
            db,
            sql: """
                INSERT INTO calls (slug, title, content, source, channels, audience, plan_hash, submitted_at, service)
                VALUES (?, ?, ?, ?, ?, 1, '', ?, ?)
                ON CONFLICT (slug) DO UPDATE SET audience = audience + 1, title = excluded.title,
                    content = excluded.content, source = excluded.source
                RETURNING number
                """,
            arguments: [
                call.slug, call.title, content, call.source, optIn.channel.rawValue, now.rawValue,
                call.service?.rawValue,
            ]
        )
        return number ?? 0
    }
}
