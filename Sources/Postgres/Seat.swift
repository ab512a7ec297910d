import CPostgres
import Dispatch
import Glibc

/// A place in the pool: a thread's worth of work and the connection it keeps.
///
/// `@unchecked`: the connection is touched on the seat's own serial queue only.
final class Seat: @unchecked Sendable {
    let queue = DispatchQueue(label: "clarion.postgres")
    private let address: ServerAddress
    private var connection: Connection?
    private var mark = CommitMark()

    /// How often a transaction that gave way is run again.
    private static let tries = 20
    /// For how long the fate of a commit is asked for; a worker that takes longer has lost its lease anyway.
    private static let doubt = Duration.seconds(110)

    init(_ address: ServerAddress) { self.address = address }

    func disconnect() { connection = nil }

    func perform<Result>(_ work: (Connection) throws -> Result) throws -> Result {
        do {
            return try attempt(work)
        } catch let error as PostgresError where error.breaksOff {
            // The server may have been started anew since this connection was last used.
            return try attempt(work)
        }
    }

    func read<Result>(_ work: (Connection) throws -> Result) throws -> Result {
        // Only the beginning is tried twice: `work` may have shown rows to somebody.
        try perform { connection in
            _ = try connection.script(
                """
                BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0;
                SET LOCAL idle_in_transaction_session_timeout = 0
                """
            )
        }
        return try attempt { connection in
            connection.patience = nil
            let result = try work(connection)
            try connection.script("COMMIT")
            return result
        }
    }

    func write<Result>(_ kind: Transaction, _ work: (Connection) throws -> Result) throws -> Result {
        var givenWay = 0
        var breaks = 0
        while true {
            do {
                return try transact(kind, work)
            } catch let error as PostgresError where error.gaveWay && givenWay < Self.tries {
                givenWay += 1
                usleep(UInt32.random(in: 1_000...UInt32(5_000 * givenWay)))
            } catch let error as PostgresError where error.breaksOff && breaks == 0 {
                breaks += 1
            }
        }
    }

    private func transact<Result>(_ kind: Transaction, _ work: (Connection) throws -> Result) throws -> Result {
        let (number, result) = try attempt(stayingOpen: true) { connection in
            // The number by which the server knows whether the transaction is under way, should its answer get lost.
            let number = try begin(kind, connection)
            return (number, try work(connection))
        }
        mark.advance()
        do {
            return try attempt { connection in
                let end = try connection.script("\(mark.statement); COMMIT")
                guard end.tag == "COMMIT" else {
                    throw PostgresError.refused(state: "25P02", message: "the transaction was given up")
                }
                return result
            }
        } catch let error as PostgresError where error.endsConnection && !error.isReadOnly {
            guard try isCommitted(number) else { throw error }
            return result
        }
    }

    private func begin(_ kind: Transaction, _ connection: Connection) throws -> String {
        let level: String
        switch kind {
        case .brief: level = "BEGIN;"
        case .long: level = "BEGIN; SET LOCAL statement_timeout = 0;"
        case .picture: level = "BEGIN ISOLATION LEVEL REPEATABLE READ; SET LOCAL statement_timeout = 0;"
        }
        if kind != .brief { connection.patience = nil }
        return try connection.script("\(level) SELECT pg_current_xact_id()").first?[0] ?? ""
    }

    /// Finds out what became of a transaction whose commit was not answered: as soon as it is not under way any more, its mark
    /// is there or is not.
    private func isCommitted(_ number: String) throws -> Bool {
        let deadline = ContinuousClock.now + Self.doubt
        while ContinuousClock.now < deadline {
            let fate = try? attempt { try isUnderWay(number, $0) ? nil : mark.isLeft($0) }
            if let fate { return fate }
            usleep(100_000)
        }
        // The next one must not wait for the row that this one may still hold.
        mark = CommitMark()
        throw PostgresError.inDoubt
    }

    /// Whether the server has not noticed yet that we are gone, or is about to commit.
    private func isUnderWay(_ number: String, _ connection: Connection) throws -> Bool {
        do {
            return try connection.execute("SELECT pg_xact_status($1::xid8)", [.text(number)]).first?[0] == "in progress"
        } catch PostgresError.refused(state: "22023", _) {
            // A crash has taken the number back, and nobody has it yet.
            return false
        }
    }

    /// Uses the connection, made anew where it must be; what is left behind in disorder is put in order.
    private func attempt<Result>(stayingOpen: Bool = false, _ work: (Connection) throws -> Result) throws -> Result {
        let current = try connected()
        do {
            let result = try work(current)
            if !stayingOpen { current.patience = Connection.usualPatience }
            return result
        } catch {
            current.patience = Connection.usualPatience
            let isBroken = (error as? PostgresError)?.endsConnection ?? false
            if isBroken || !current.isUsable {
                connection = nil
            } else if !current.isIdle, (try? current.script("ROLLBACK")) == nil {
                connection = nil
            }
            throw error
        }
    }

    private func connected() throws -> Connection {
        if let connection, connection.isUsable { return connection }
        let fresh = try Connection(address)
        connection = fresh
        return fresh
    }
}

extension PostgresError {
    /// Whether a connection that had been made broke, with no doubt left about what it did.
    fileprivate var breaksOff: Bool {
        switch self {
        case .unreachable, .inDoubt: false
        default: endsConnection
        }
    }
}
