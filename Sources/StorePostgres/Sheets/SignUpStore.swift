package import Calls
package import Deliveries
package import People
import Postgres

/// Nothing of a row is entered, since somebody has to decide first.
private struct Deferral: Error {}

extension PostgresStore: SignUpStore {
    package func signUp(_ signUp: SignUp, by recorder: String, now: Timestamp) async throws -> SignUpResult? {
        do {
            return try await pool.write { db in
                var importing = try Importing([signUp.record], store: self, recorder: recorder, now: now, db)
                guard let page = try Self.printedSheet(signUp.sheet, db) else { return nil }
                guard let space = page.signUps, (1...space.rows).contains(signUp.row) else {
                    return .noSuchRow(of: page.signUps?.rows ?? 0)
                }
                let result = try SigningUp(
                    store: self,
                    signUp: signUp,
                    revision: page.revision,
                    wording: space.wording,
                    recorder: recorder,
                    now: now,
                    db: db
                ).run(&importing)
                // Whatever was written of it goes with the transaction.
                if signUp.defers, result.needsDecision { throw Deferral() }
                return result
            }
        } catch is Deferral {
            let isNew = try await pool.write { db in try Self.deferred(signUp, by: recorder, now: now, db) }
            return isNew ? .deferred : .taken
        }
    }

    /// Lets a row wait for somebody at the office.
    ///
    /// - Returns: False when it was typed in the meantime.
    private static func deferred(_ signUp: SignUp, by recorder: String, now: Timestamp, _ db: Connection) throws -> Bool
    {
        try db.execute(
            """
            INSERT INTO sign_ups (sheet, revision, row, recorder, file, at, typed_at)
            SELECT id, revision, $2::bigint, $3::text, $3::text, $4::bigint, $4::bigint FROM sheets WHERE id = $1
            ON CONFLICT (sheet, revision, row) DO UPDATE SET resolved_at = NULL, recorder = excluded.recorder,
                file = excluded.file, at = excluded.at, typed_at = excluded.typed_at
            WHERE sign_ups.person IS NULL AND sign_ups.resolved_at IS NOT NULL
            """,
            [.text(signUp.sheet), .integer(signUp.row), .text(recorder), .integer(now.rawValue)]
        ).affected > 0
    }

    package func signUpRows(on sheet: String) async throws -> [Int: SignUpRowState] {
        try await pool.perform { db in
            let rows = try db.execute(
                """
                SELECT s.row, s.person IS NOT NULL FROM sign_ups s
                JOIN sheets t ON t.id = s.sheet AND t.revision = s.revision
                WHERE s.sheet = $1 AND (s.person IS NOT NULL OR s.resolved_at IS NULL)
                """,
                [.text(sheet)]
            )
            return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1] ? .entered : .waiting) })
        }
    }

    /// Puts handwriting that a scan has seen before a person, unless somebody has typed the row or seen this very picture; a row
    /// that waits without a picture gets one.
    ///
    /// - Returns: Whether it is new.
    static func keep(_ row: ScannedSignUp, _ page: PageAnswers, now: Timestamp, _ db: Connection) throws -> Bool {
        // A row that is typed needs no picture; taken back, its handwriting waits for a person.
        try db.execute(
            """
            UPDATE sign_ups SET image = $3, file = $4 WHERE sheet = $1 AND row = $2 AND person IS NOT NULL AND image = ''
                AND revision = (SELECT revision FROM sheets WHERE id = $1)
            """,
            [.text(page.sheet), .integer(row.row), .text(page.image), .text(page.file)]
        )
        return try db.execute(
            """
            INSERT INTO sign_ups (sheet, revision, row, image, file, picture, at)
            SELECT id, revision, $2::bigint, $3::text, $4::text, $5::bytea, $6::bigint FROM sheets WHERE id = $1
            ON CONFLICT (sheet, revision, row) DO UPDATE SET image = excluded.image, file = excluded.file,
                picture = excluded.picture, at = excluded.at, resolved_at = NULL
            WHERE sign_ups.person IS NULL AND CASE WHEN sign_ups.resolved_at IS NULL THEN sign_ups.picture IS NULL
                ELSE sign_ups.image <> excluded.image END
            """,
            [
                .text(page.sheet), .integer(row.row), .text(page.image), .text(page.file), .blob(row.picture),
                .integer(now.rawValue),
            ]
        ).affected > 0
    }

    package func people(signedUpOn sheet: String) async throws -> [Person] {
        try await pool.perform { db in
            try db.execute(
                """
                SELECT \(PersonRow.columns) FROM people p WHERE p.forgotten_at IS NULL
                AND p.number IN (SELECT person FROM sign_ups WHERE sheet = $1 AND person IS NOT NULL) ORDER BY p.number
                """,
                [.text(sheet)]
            ).map { PersonRow.person($0) }
        }
    }

    package func writtenRows() async throws -> [WrittenRow] {
        try await pool.perform { db in
            try db.execute(
                "SELECT number, sheet, row, file, at FROM sign_ups WHERE resolved_at IS NULL ORDER BY number"
            ).map {
                WrittenRow(number: $0[0], sheet: $0[1], row: $0[2], file: $0[3], at: Timestamp(rawValue: $0[4]))
            }
        }
    }

    package func picture(ofWrittenRow number: Int64) async throws -> [UInt8]? {
        try await pool.perform { db in
            try db.execute(
                "SELECT picture FROM sign_ups WHERE number = $1 AND resolved_at IS NULL",
                [.integer(number)]
            ).first?[0]
        }
    }

    package func layAside(writtenRow number: Int64, by recorder: String, now: Timestamp) async throws -> Bool {
        try await pool.write { db in
            try db.execute(
                """
                UPDATE sign_ups SET resolved_at = $1, recorder = $2, picture = NULL, typed_at = NULL
                WHERE number = $3 AND resolved_at IS NULL
                """,
                [.integer(now.rawValue), .text(recorder), .integer(number)]
            ).affected > 0
        }
    }
}
