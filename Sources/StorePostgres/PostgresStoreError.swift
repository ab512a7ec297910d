import Postgres

/// Why the database cannot be used, in words its owner can act on; never shows a user, a password or a value.
package enum PostgresStoreError: Error, Equatable, Sendable {
    /// The address cannot be read.
    case invalidAddress
    /// Nobody answers, or nobody lets us in.
    case unavailable(address: String, reason: String)
    /// A newer Clarion has written it.
    case newer(address: String)
    /// It holds tables that are not ours.
    case foreign(address: String)
    /// It keeps texts in something other than UTF-8.
    case encoding(address: String, name: String)
    /// The server is too old.
    case old(address: String, version: String)
    /// The server takes no writes.
    case readOnly(address: String)
    /// A statement failed, or the connection broke.
    case failed(reason: String)
    /// Nobody could be asked what became of a commit.
    case inDoubt(address: String)
}

extension PostgresStoreError {
    init(_ error: PostgresError, at address: ServerAddress) {
        if error.isReadOnly {
            self = .readOnly(address: address.description)
            return
        }
        switch error {
        case .invalidAddress: self = .invalidAddress
        case .unreachable(let reason): self = .unavailable(address: address.description, reason: reason)
        case .inDoubt: self = .inDoubt(address: address.description)
        case .lost, .refused, .zeroByte: self = .failed(reason: error.description)
        }
    }
}

extension PostgresStoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .invalidAddress:
            "'database' is no address of a PostgreSQL database. Write postgres://user:password@host:5432/name, with "
                + "signs such as @ : / in a password as %40 %3A %2F."
        case .unavailable(let address, let reason):
            "The database \(address) cannot be reached: \(reason). Is the server up, and do user and password fit?"
        case .newer(let address):
            "The database \(address) was written by a newer Clarion. Install that version or a later one."
        case .foreign(let address):
            "The database \(address) holds tables of another program. Make one for Clarion alone: 'createdb clarion'."
        case .encoding(let address, let name):
            "The database \(address) keeps texts as \(name). Make one with 'createdb --encoding UTF8 clarion'."
        case .old(let address, let version):
            "The server of \(address) is PostgreSQL \(version). Clarion needs 15 or newer."
        case .readOnly(let address):
            "The database \(address) takes no writes now. If it is a standby, name the primary as well, and "
                + "'target_session_attrs=read-write'; else see why it was made read-only."
        case .failed(let reason):
            "The database cannot do this: \(reason). See whether the server is well: 'clarion doctor'."
        case .inDoubt(let address):
            "The connection to \(address) broke while a change was written, and the server did not come back to say "
                + "whether it was. Do the same again once it is back: what was written is not written twice."
        }
    }
}
