import Calls
import Deliveries
import Foundation
import People
import Postgres
import Reviews

/// Who bears an address that somebody typed.
enum Bearer {
    /// Nobody whom we know.
    case nobody
    /// Somebody who has said nothing yet, or has not confirmed.
    case somebody(Int64)
    /// Somebody who said yes or no before, or gets no question for another reason.
    case notToBeAsked

    var isAsked: Bool {
        if case .notToBeAsked = self { return false }
        return true
    }
}

/// The first half of a double opt-in: whether an address is asked, and the question in the queue.
///
/// Whoever uses it holds the lock on the ledger, so that two who type the same address at once are one after the other.
struct Joining {
    let store: PostgresStore
    let optIn: OptIn
    let now: Timestamp
    let db: Connection

    private var mark: Value { .blob(store.key.fingerprint(optIn.email.key)) }

    /// Who bears the address, and whether they may be asked.
    func bearer() throws -> Bearer {
        let bearers = try db.execute(
            """
            SELECT p.number, c.state FROM people p
            LEFT JOIN consents c ON c.person = p.number AND c.channel = $1
            WHERE p.email_key = $2 AND p.forgotten_at IS NULL ORDER BY p.number
            """,
            [.text(optIn.channel.rawValue), .text(optIn.email.key)]
        )
        let known = try db.execute(
            """
            SELECT EXISTS (SELECT 1 FROM suppressions WHERE kind = $1 AND fingerprint = $2)
                    OR EXISTS (SELECT 1 FROM forgotten WHERE fingerprint = $2)
                    -- Somebody said no at this address, and it went when the question ended.
                    OR EXISTS (SELECT 1 FROM opt_in_requests q JOIN deliveries d ON d.number = q.delivery
                        JOIN consents c ON c.person = d.person AND c.channel = d.channel
                        WHERE q.kind = $1 AND q.fingerprint = $2 AND c.state = 'withdrawn'),
                count(*) FILTER (WHERE ended IS NULL AND expires_at > $3), count(*) FILTER (WHERE at > $4)
            FROM opt_in_requests WHERE kind = $1 AND fingerprint = $2
            """,
            [
                .text(AddressKind.mailbox.rawValue), mark, .integer(now.rawValue),
                .integer(now.rawValue - OptInRule.period.milliseconds),
            ]
        ).first
        let open: Int = known?[1] ?? 0
        let facts = OptInFacts(
            states: bearers.map { ($0[1] as String?).flatMap(ConsentState.init) },
            isStruckOut: known?[0] ?? false,
            hasOpen: open > 0,
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
    ///   - stamp: The time of the change.
    /// - Throws: What the server says.
    func ask(_ person: Int64, isNew: Bool, at stamp: Timestamp) throws {
        let call = try self.call()
        let channel = Value.text(optIn.channel.rawValue)
        let before: Int =
            try db.execute(
                "SELECT count(*) FROM deliveries WHERE person = $1 AND call = $2 AND channel = $3",
                [.integer(person), .integer(call), channel]
            ).first?[0] ?? 0
        let delivery: Int64? = try db.execute(
            """
            INSERT INTO deliveries (call, person, channel, purpose, state, due, at)
            VALUES ($1, $2, $3, $4, 'queued', $5, $6) RETURNING number
            """,
            [
                .integer(call), .integer(person), channel,
                .text(before == 0 ? "confirmation" : "confirmation \(before + 1)"), .integer(now.rawValue),
                .integer(stamp.rawValue),
            ]
        ).first?[0]
        try db.execute(
            """
            INSERT INTO opt_in_requests (delivery, kind, fingerprint, at, expires_at, adds)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            [
                .integer(delivery), .text(AddressKind.mailbox.rawValue), mark, .integer(now.rawValue),
                .integer((now + OptInRule.lasts).rawValue), .integer(isNew ? 1 : 0),
            ]
        )
        var tally = Tally()
        tally.add(call: call, channel: optIn.channel.rawValue, as: .queued)
        try tally.write(db)
        try PostgresStore.ring(db)
    }

    /// The call that carries the questions of a language, with one more in its audience; its words are those of today.
    private func call() throws -> Int64 {
        let call = optIn.confirmation
        let content = String(decoding: try JSONEncoder().encode(call), as: UTF8.self)
        let number: Int64? = try db.execute(
            """
            INSERT INTO calls (slug, title, content, source, channels, audience, plan_hash, submitted_at, service)
            VALUES ($1, $2, $3, $4, $5, 1, '', $6, $7)
            ON CONFLICT (slug) DO UPDATE SET audience = calls.audience + 1, title = excluded.title,
                content = excluded.content, source = excluded.source
            RETURNING number
            """,
            [
                .text(call.slug), .text(call.title), .text(content), .text(call.source),
                .text(optIn.channel.rawValue), .integer(now.rawValue), .text(call.service?.rawValue),
            ]
        ).first?[0]
        return number ?? 0
    }
}
