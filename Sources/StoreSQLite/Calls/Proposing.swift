package import Calls
package import Deliveries
import GRDB

extension SQLiteStore: ProposalStore {
    package func propose(_ draft: Proposal.Draft, by name: String, now: Timestamp) async throws -> Int64 {
        try await pool.write { db in
            try db.execute(
                sql: "UPDATE proposals SET state = 'replaced', decided_at = ? WHERE slug = ? AND state = 'open'",
                arguments: [now.rawValue, draft.slug]
            )
            try db.execute(
                sql: """
                    INSERT INTO proposals (slug, title, file_name, source, plan_hash, proposed_by, proposed_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    draft.slug, draft.title, draft.fileName, draft.source, draft.hash, name, now.rawValue,
                ]
            )
            return db.lastInsertedRowID
        }
    }

    package func openProposals() async throws -> [Proposal] {
        try await pool.read { db in
            try Row.fetchAll(db, sql: "\(Self.proposals) WHERE state = 'open' ORDER BY number DESC").map(Self.proposal)
        }
    }

    package func proposal(_ number: Int64) async throws -> Proposal? {
        try await pool.read { db in try Self.proposal(number, db) }
    }

    package func approval(ofCall slug: String) async throws -> Proposal? {
        try await pool.read { db in
            try Row.fetchOne(db, sql: "\(Self.proposals) WHERE slug = ? AND state = 'approved'", arguments: [slug])
                .map(Self.proposal)
        }
    }

    package func approve(
        _ number: Int64,
        by name: String,
        _ planning: Planning,
        now: Timestamp
    ) async throws -> Submission {
        try await pool.write { db in
            guard let proposal = try Self.proposal(number, db) else { throw ProposalError.missing }
            try proposal.checkApproval(by: name)
            guard planning.briefing.call.source == proposal.draft.source else {
                throw SubmitError.moved(agreed: proposal.draft.hash, now: "another file")
            }
            let submission = try Self.submit(planning, agreed: proposal.draft.hash, now: now, db)
            if case .queued = submission {
                try Self.close(number, as: .approved, by: name, now: now, db)
            } else {
                try Self.close(number, as: .replaced, by: nil, now: now, db)
            }
            return submission
        }
    }

    package func decline(_ number: Int64, by name: String, now: Timestamp) async throws -> Bool {
        try await pool.write { db in
            try Self.close(number, as: .declined, by: name, now: now, db)
            return db.changesCount > 0
        }
    }

    private static func close(
        _ number: Int64,
        as state: Proposal.State,
        by name: String?,
        now: Timestamp,
        _ db: Database
    ) throws {
        try db.execute(
            sql: "UPDATE proposals SET state = ?, decided_by = ?, decided_at = ? WHERE number = ? AND state = 'open'",
            arguments: [state.rawValue, name, now.rawValue, number]
        )
    }

    private static func proposal(_ number: Int64, _ db: Database) throws -> Proposal? {
        try Row.fetchOne(db, sql: "\(proposals) WHERE number = ?", arguments: [number]).map(proposal)
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
