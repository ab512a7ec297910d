/// What went wrong between us and the server.
///
/// No case holds a value out of a row, a parameter or a password.
package enum PostgresError: Error, Equatable, Sendable {
    /// The address is none that libpq understands.
    case invalidAddress
    /// No connection could be made; the server's or the system's words.
    case unreachable(reason: String)
    /// The connection broke, or nothing came over it for too long.
    case lost(reason: String)
    /// The connection broke while a transaction was committed, and nobody could be asked what became of it.
    case inDoubt
    /// The server refused a statement.
    case refused(state: String, message: String)
    /// A text has a zero byte in it, which PostgreSQL cannot keep.
    case zeroByte
}

extension PostgresError {
    /// Whether the same transaction may succeed when it is run again: it gave way to another one.
    package var gaveWay: Bool {
        if case .refused(let state, _) = self { ["40001", "40P01", "55P03"].contains(state) } else { false }
    }

    /// Whether the connection is of no further use.
    package var endsConnection: Bool {
        switch self {
        case .lost, .unreachable, .inDoubt: true
        case .refused(let state, _):
            state.hasPrefix("57P") || state.hasPrefix("08") || state == "25P03" || isReadOnly
        case .invalidAddress, .zeroByte: false
        }
    }

    /// Whether the server takes no writes, so that nothing was written: a standby, or a primary that was told so.
    ///
    /// A session stays as it began even when its server takes writes again, or when another one does under the same address.
    package var isReadOnly: Bool {
        if case .refused("25006", _) = self { true } else { false }
    }
}

extension PostgresError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .invalidAddress: "the address cannot be read"
        case .unreachable(let reason), .lost(let reason): reason
        case .inDoubt: "the connection broke during a commit, and the server did not come back to say what became of it"
        case .refused(let state, let message): "\(message) (\(state))"
        case .zeroByte: "a text has a zero byte in it, which PostgreSQL cannot keep"
        }
    }
}
