package import Calls
package import Deliveries
import Postgres

extension PostgresStore: ProposalStore {
    package func propose(_ draft: Proposal.Draft, by name: String, now: Timestamp) async throws -> Int64 {
        try await pool.write { db in
            // Two who hand in under one name at once come one after the other, or the second would meet the open one's index.
            try db.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))",
                [.text("clarion proposal \(draft.slug)")]
            )
            try db.execute(
                "UPDATE proposals SET state = 'replaced', decided_at = $1 WHERE slug = $2 AND state = 'open'",
                [.integer(now.rawValue), .text(draft.slug)]
            )
            return try db.execute(
                """
                INSERT INTO proposals (slug, title, file_name, source, plan_hash, proposed_by, proposed_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING number
                """,
                [
                    .text(draft.slug), .text(draft.title), .text(draft.fileName), .text(draft.source),
                    .text(draft.hash), .text(name), .integer(now.rawValue),
                ]
            ).first?[0] ?? 0
        }
    }

    package func openProposals() async throws -> [Proposal] {
        try await pool.read { db in
            try db.execute("\(Self.proposals) WHERE state = 'open' ORDER BY number DESC").map(Self.proposal)
        }
    }

    package func proposal(_ number: Int64) async throws -> Proposal? {
        try await pool.read { db in
            try db.execute("\(Self.proposals) WHERE number = $1", [.integer(number)]).first.map(Self.proposal)
        }
    }

    package func approval(ofCall slug: String) async throws -> Proposal? {
        try await pool.read { db in
            try db.execute("\(Self.proposals) WHERE slug = $1 AND state = 'approved'", [.text(slug)]).first
                .map(Self.proposal)
        }
    }

    package func approve(
        _ number: Int64,
        by name: String,
        _ planning: Planning,
        now: Timestamp
    ) async throws -> Submission {
        try await pool.write(.picture) { db in
            // Locked, so that nobody declines or replaces it while its deliveries are written.
            let row = try db.execute("\(Self.proposals) WHERE number = $1 FOR UPDATE", [.integer(number)]).first
            guard let proposal = row.map(Self.proposal) else { throw ProposalError.missing }
            try proposal.checkApproval(by: name)
            guard planning.briefing.call.source == proposal.draft.source else {
                throw SubmitError.moved(agreed: proposal.draft.hash, now: "another file")
            }
            let submission = try Self.submit(planning, agreed: proposal.draft.hash, now: now, db)
            if case .queued = submission {
                _ = try Self.close(number, as: .approved, by: name, now: now, db)
            } else {
                _ = try Self.close(number, as: .replaced, by: nil, now: now, db)
            }
            return submission
        }
    }

    package func decline(_ number: Int64, by name: String, now: Timestamp) async throws -> Bool {
        try await pool.write { db in try Self.close(number, as: .declined, by: name, now: now, db) }
    }

    private static func close(
        _ number: Int64,
        as state: Proposal.State,
        by name: String?,
        now: Timestamp,
        _ db: Connection
    ) throws -> Bool {
        try db.execute(
            "UPDATE proposals SET state = $1, decided_by = $2, decided_at = $3 WHERE number = $4 AND state = 'open'",
            [.text(state.rawValue), .text(name), .integer(now.rawValue), .integer(number)]
        ).affected > 0
    }

    private static let proposals = """
        SELECT number, slug, title, file_name, source, plan_hash, proposed_by, proposed_at, state, decided_by, decided_at
        FROM proposals
        """

    private static func proposal(_ row: Row) -> Proposal {
        let draft = Proposal.Draft(slug: row[1], title: row[2], fileName: row[3], source: row[4], hash: row[5])
        var decided: Proposal.Act?
        if let name = row[9] as String?, let at = row[10] as Int64? {
            decided = Proposal.Act(by: name, at: Timestamp(rawValue: at))
        }
        return Proposal(
            number: row[0],
            draft: draft,
            handedIn: Proposal.Act(by: row[6], at: Timestamp(rawValue: row[7])),
            state: Proposal.State(rawValue: row[8]) ?? .replaced,
            decided: decided
        )
    }
}
