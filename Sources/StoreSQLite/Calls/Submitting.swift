package import Calls
package import Deliveries
import Foundation
import GRDB
import People

extension SQLiteStore: CallStore {
    package func plan(_ planning: Planning, now: Timestamp) async throws -> Plan {
        try await pool.read { db in try Self.plan(planning, now: now, db) { _, _ in } }
    }

    package func submit(_ planning: Planning, agreed hash: String?, now: Timestamp) async throws -> Submission {
        try await pool.write { db in try Self.submit(planning, agreed: hash, now: now, db) }
    }

    /// Writes call and deliveries, inside a transaction.
    static func submit(_ planning: Planning, agreed hash: String?, now: Timestamp, _ db: Database) throws -> Submission
    {
        let call = planning.briefing.call
        if let before = try submission(of: call, db) { return before }
        let number = try insert(call, channels: planning.profiles.map(\.id), now: now, db)
        let writer = try DeliveryWriter(db, call: number, channels: planning.profiles.map(\.id), now: now)
        let plan = try plan(planning, now: now, db) { try writer.add($0, $1) }
        if let hash, hash != plan.hash { throw SubmitError.moved(agreed: hash, now: plan.hash) }
        guard plan.faults.isEmpty else { throw SubmitError.faults(plan.faults) }
        try db.execute(
            sql: "UPDATE calls SET audience = ?, plan_hash = ? WHERE number = ?",
            arguments: [plan.audience, plan.hash, number]
        )
        try writer.finish(plan)
        return .queued(plan)
    }

    /// Runs the planner over the audience, and shows every decision.
    private static func plan(
        _ planning: Planning,
        now: Timestamp,
        _ db: Database,
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
    static func attributeNames(_ db: Database) throws -> Set<String> {
        try Set(
            String.fetchAll(
                db,
                sql: """
                    SELECT DISTINCT a.key FROM people p, json_each(p.attributes) a
                    WHERE p.attributes <> '{}' AND p.forgotten_at IS NULL
                    """
            )
        )
    }

    /// What was submitted under this name before; `nil` when nothing was, or nothing of it can ever go out.
    private static func submission(of call: Call, _ db: Database) throws -> Submission? {
        let sql = "SELECT source, submitted_at, plan_hash, audience FROM calls WHERE slug = ?"
        guard let row = try Row.fetchOne(db, sql: sql, arguments: [call.slug]) else { return nil }
        let at = Timestamp(rawValue: row["submitted_at"])
        if row["source"] == call.source {
            return .alreadySubmitted(at: at, hash: row["plan_hash"], audience: row["audience"])
        }
        throw SubmitError.otherWords(slug: call.slug, at: at)
    }

    private static func insert(_ call: Call, channels: [ChannelID], now: Timestamp, _ db: Database) throws -> Int64 {
        let content = String(decoding: try JSONEncoder().encode(call), as: UTF8.self)
        try db.execute(
            sql: """
                INSERT INTO calls (slug, title, content, source, channels, audience, goal, publish_at, expires_at,
                    plan_hash, submitted_at)
                VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, '', ?)
                """,
            arguments: [
                call.slug, call.title, content, call.source, channels.map(\.rawValue).joined(separator: ";"), call.goal,
                call.publishAt?.rawValue, call.expiresAt?.rawValue, now.rawValue,
            ]
        )
        return db.lastInsertedRowID
    }
}
