package import Calls
package import Deliveries
import Foundation
import People
import Postgres

extension PostgresStore: CallStore {
    package func plan(_ planning: Planning, now: Timestamp) async throws -> Plan {
        try await pool.read { db in try Self.plan(planning, now: now, db) { _, _ in } }
    }

    package func submit(_ planning: Planning, agreed hash: String?, now: Timestamp) async throws -> Submission {
        // One picture of the people from beginning to end, however many write meanwhile.
        try await pool.write(.picture) { db in try Self.submit(planning, agreed: hash, now: now, db) }
    }

    /// Writes call and deliveries, inside a transaction with one picture of the people.
    static func submit(
        _ planning: Planning,
        agreed hash: String?,
        now: Timestamp,
        _ db: Connection
    ) throws -> Submission {
        let call = planning.briefing.call
        if let before = try submission(of: call, db) { return before }
        let number = try insert(call, channels: planning.profiles.map(\.id), now: now, db)
        var writer = try DeliveryWriter(db, call: number, channels: planning.profiles.map(\.id), now: now)
        let plan = try plan(planning, now: now, db) { try writer.add($0, $1) }
        if let hash, hash != plan.hash { throw SubmitError.moved(agreed: hash, now: plan.hash) }
        guard plan.faults.isEmpty else { throw SubmitError.faults(plan.faults) }
        try db.execute(
            "UPDATE calls SET audience = $1, plan_hash = $2 WHERE number = $3",
            [.integer(plan.audience), .text(plan.hash), .integer(number)]
        )
        try writer.finish(plan)
        try ring(db)
        return .queued(plan)
    }

    /// Runs the planner over the audience, and shows every decision.
    private static func plan(
        _ planning: Planning,
        now: Timestamp,
        _ db: Connection,
        _ decided: (Candidate, [SkipReason?]) throws -> Void
    ) throws -> Plan {
        let call = planning.briefing.call
        let expired = call.expiresAt.map { $0 <= now } ?? false
        var planner = try planning.begin(attributes: try attributeNames(db))
        let moment = max(now, call.publishAt ?? now)
        let everybody = Candidates(rule: call.audience, profiles: planning.profiles, expired: expired, moment: moment)
        try everybody.forEach(db) { candidate in try decided(candidate, planner.decide(candidate)) }
        for profile in planning.profiles where profile.pace.groups {
            try Candidates(rule: call.audience, profiles: [profile], expired: expired, moment: moment)
                .forEach(db, in: .walk) { planner.walk($0, on: profile.id) }
        }
        return planner.plan()
    }

    /// The names of all attributes that anybody has.
    static func attributeNames(_ db: Connection) throws -> Set<String> {
        try Set(
            db.execute(
                """
                SELECT DISTINCT a.key FROM people p, json_object_keys(p.attributes::json) AS a (key)
                WHERE p.attributes <> '{}' AND p.forgotten_at IS NULL
                """
            ).map { $0[0] as String }
        )
    }

    /// What was submitted under this name before; `nil` when nothing was, or nothing of it can ever go out.
    private static func submission(of call: Call, _ db: Connection) throws -> Submission? {
        let sql = "SELECT source, submitted_at, plan_hash, audience FROM calls WHERE slug = $1"
        guard let row = try db.execute(sql, [.text(call.slug)]).first else { return nil }
        let at = Timestamp(rawValue: row["submitted_at"])
        if row["source"] == call.source {
            return .alreadySubmitted(at: at, hash: row["plan_hash"], audience: row["audience"])
        }
        throw SubmitError.otherWords(slug: call.slug, at: at)
    }

    /// Waits for whoever writes a call of that name at the same time, and gives way to it: then this runs again and finds it.
    private static func insert(_ call: Call, channels: [ChannelID], now: Timestamp, _ db: Connection) throws -> Int64 {
        let content = String(decoding: try JSONEncoder().encode(call), as: UTF8.self)
        let rows = try db.execute(
            """
            INSERT INTO calls (slug, title, content, source, channels, audience, goal, publish_at, expires_at,
                plan_hash, submitted_at)
            VALUES ($1, $2, $3, $4, $5, 0, $6, $7, $8, '', $9) ON CONFLICT (slug) DO NOTHING RETURNING number
            """,
            [
                .text(call.slug), .text(call.title), .text(content), .text(call.source),
                .text(channels.map(\.rawValue).joined(separator: ";")), .integer(call.goal.map(Int64.init)),
                .integer(call.publishAt?.rawValue), .integer(call.expiresAt?.rawValue), .integer(now.rawValue),
            ]
        )
        return rows.first?[0] ?? 0
    }
}
