/// A value of a column as both engines know it.
package enum Field: Sendable, Equatable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])
}

/// A store whose tables can be taken out whole.
package protocol TableSource: Sendable {
    /// Shows one picture of the data, which nobody changes until `look` is done; blocks.
    func picture<Result>(_ look: (any TablePicture) throws -> Result) throws -> Result
}

/// A store that is left for good when its tables are taken out.
package protocol LeavableSource: TableSource {
    /// Whether everything was moved away, so that nobody can write here any more.
    func isLeft() throws -> Bool

    /// Shows one picture of the data, and closes the store to every write before anybody else gets a turn; blocks.
    ///
    /// Whoever has it open and knows nothing of the move is refused from then on, with a sentence.
    ///
    /// - Parameters:
    ///   - address: Where everything goes, without secrets.
    ///   - look: What is done with the picture; when it throws, nothing is closed.
    /// - Returns: What `look` gave.
    /// - Throws: What `look` throws, or the store's own words.
    func leave(for address: String, _ look: (any TablePicture) throws -> Moved) throws -> Moved

    /// Opens the store again, since the move came to nothing.
    func comeBack() throws
}

/// One picture of a store's data, table by table.
package protocol TablePicture {
    /// The names of its tables, but for those that only this engine has.
    func tables() throws -> Set<String>

    /// How many workers live.
    func livingWorkers() throws -> Int

    /// Shows every row of a table, with the names of the columns.
    func rows(of table: String, _ show: (_ columns: [String], _ row: [Field]) throws -> Void) throws
}

/// What is moved when a group changes its engine.
package enum MovedTables {
    /// In an order in which each comes after those that it refers to.
    package static let all = [
        "meta", "people", "consent_entries", "consents", "forgotten", "calls", "deliveries", "tallies", "batches",
        "turfs", "completions", "arrivals", "opt_in_requests", "sheets", "sheet_rows", "sheet_mentions",
        "sheet_answers", "sheet_doubts", "sheet_custody", "sign_ups", "presence", "sleeps", "rates",
        "accounts", "api_tokens", "proposals",
        "suppressions", "lifted_suppressions", "soft_bounces", "heard", "early_receipts", "inbox",
        // Last: who listens must not be told of what is moved.
        "webhooks", "webhook_messages", "webhook_calls",
    ]
    /// What stays behind: numbers of processes, what they share and wait for, and how often something was withdrawn from them mean nothing
    /// elsewhere; who was logged in logs in again, and a program whose request was cut off by the move asks anew.
    package static let left: Set<String> = [
        "workers", "withdrawals", "log_head", "allotments", "lanes", "sessions", "api_requests",
    ]
    /// Where a database that was used has rows.
    package static let telling = ["people", "consent_entries", "forgotten", "calls"]
    /// Tables that number their own rows.
    package static let numbered = [
        "people", "calls", "deliveries", "arrivals", "sheet_answers", "sheet_doubts", "sheet_custody", "sign_ups",
        "api_tokens", "lifted_suppressions", "inbox", "proposals", "webhook_messages",
    ]

    /// Makes sure that nothing would be left behind unseen.
    ///
    /// - Parameter picture: What is to be moved.
    /// - Throws: ``MoveError``.
    package static func check(_ picture: any TablePicture) throws {
        let tables = try picture.tables()
        let strange = tables.subtracting(all).subtracting(left).sorted() + Set(all).subtracting(tables).sorted()
        if let first = strange.first { throw MoveError.otherTables(first) }
    }
}

/// How many rows of each table were moved, in the order of ``MovedTables/all``.
package struct Moved: Sendable, Equatable {
    package let counts: [(table: String, rows: Int)]
    /// How many lines the consent ledger has, every one of them followed.
    package let ledger: Int64

    package init(counts: [(table: String, rows: Int)], ledger: Int64) {
        self.counts = counts
        self.ledger = ledger
    }

    package static func == (left: Moved, right: Moved) -> Bool {
        left.ledger == right.ledger && left.counts.elementsEqual(right.counts, by: ==)
    }
}

/// Why data cannot be moved; nothing has been written then.
package enum MoveError: Error, Equatable, Sendable, CustomStringConvertible {
    case notEmpty
    case workersLive(Int)
    case otherTables(String)
    case differs(table: String, sent: Int, found: Int)

    package var description: String {
        switch self {
        case .notEmpty: "The database to move to has data already. Name one that is empty."
        case .workersLive(let count):
            "\(count == 1 ? "A worker is" : "\(count) workers are") still running. Stop 'clarion work' everywhere, and try again."
        case .otherTables(let name):
            "The two databases do not have the same tables: '\(name)' is in one only. Are both of this version?"
        case .differs(let table, let sent, let found):
            "Of \(sent) rows of '\(table)', \(found) arrived. Nothing was kept; please report this as a bug."
        }
    }
}
