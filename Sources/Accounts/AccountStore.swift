package import Calls

/// Somebody with a log-in.
package struct Account: Sendable, Equatable {
    package let name: LoginName
    package let role: Role
    package let createdAt: Timestamp
    /// When they last logged in, where they ever did.
    package let lastLogin: Timestamp?

    package init(name: LoginName, role: Role, createdAt: Timestamp, lastLogin: Timestamp?) {
        self.name = name
        self.role = role
        self.createdAt = createdAt
        self.lastLogin = lastLogin
    }
}

/// A browser that is logged in, or a program with a token.
package struct Session: Sendable, Equatable {
    package let account: LoginName
    package let role: Role
    /// When it ends at the latest.
    package let expiresAt: Timestamp

    package init(account: LoginName, role: Role, expiresAt: Timestamp) {
        self.account = account
        self.role = role
        self.expiresAt = expiresAt
    }
}

/// How long a log-in lasts.
package enum SessionRule {
    /// Without a request for so long, it has ended.
    package static let idle = Duration.seconds(12 * 3_600)
    /// It never lasts longer than this.
    package static let longest = Duration.seconds(7 * 86_400)
    /// A request is noted at most so often, so that looking at pages does not write.
    package static let noting = Duration.seconds(300)

    /// A session that was last seen before this moment has ended.
    package static func idleSince(_ now: Timestamp) -> Timestamp { now + (.zero - idle) }

    /// A session that began before this moment has ended.
    package static func begunSince(_ now: Timestamp) -> Timestamp { now + (.zero - longest) }
}

/// A token of the API, without its secret.
package struct APIToken: Sendable, Equatable {
    package let number: Int64
    /// What it is for, in its owner's words.
    package let title: String
    package let account: LoginName
    /// No more than its account's role.
    package let role: Role
    package let createdAt: Timestamp
    package let lastUsed: Timestamp?

    package init(
        number: Int64,
        title: String,
        account: LoginName,
        role: Role,
        createdAt: Timestamp,
        lastUsed: Timestamp?
    ) {
        self.number = number
        self.title = title
        self.account = account
        self.role = role
        self.createdAt = createdAt
        self.lastUsed = lastUsed
    }
}

/// What log-ins need of the database.
package protocol AccountStore: RepeatStore, Sendable {
    /// Everybody with a log-in, by name.
    func accounts() async throws -> [Account]

    /// Adds a log-in.
    ///
    /// - Returns: False when the name is taken.
    func addAccount(_ name: LoginName, role: Role, _ hash: PasswordHash, now: Timestamp) async throws -> Bool

    /// The password that is kept for a name; `nil` when nobody has it.
    func passwordHash(of name: LoginName) async throws -> PasswordHash?

    /// Keeps a new password and ends every session and token of that account in the same transaction.
    ///
    /// - Returns: False when nobody has the name.
    func setPassword(_ hash: PasswordHash, of name: LoginName) async throws -> Bool

    /// Keeps the same password at a new cost; sessions stay.
    func refresh(_ hash: PasswordHash, of name: LoginName, replacing old: PasswordHash) async throws

    /// Gives another role; sessions and tokens follow at once. The last owner stays one.
    func setRole(_ role: Role, of name: LoginName) async throws -> AccountChange

    /// Takes a log-in away, with its sessions and tokens. The last owner stays.
    func removeAccount(_ name: LoginName) async throws -> AccountChange

    /// Where test messages to somebody go; `nil` when nobody has the name.
    func ownAddresses(of name: LoginName) async throws -> OwnAddresses?

    /// Notes where test messages to somebody go.
    ///
    /// - Returns: False when nobody has the name.
    func setOwnAddresses(_ addresses: OwnAddresses, of name: LoginName) async throws -> Bool

    /// Opens a session under a credential's digest, and notes the log-in.
    ///
    /// - Returns: False when the password is no longer the one that was compared, or nobody has the name any more.
    func openSession(_ digest: [UInt8], of name: LoginName, proven hash: PasswordHash, now: Timestamp) async throws
        -> Bool

    /// The session under a digest, if it has not ended; notes the request now and then.
    func session(_ digest: [UInt8], now: Timestamp) async throws -> Session?

    /// Those of the digests whose session has not ended; notes no request, so that who merely listens does not stay logged in.
    func openSessions(among digests: [[UInt8]], now: Timestamp) async throws -> Set<[UInt8]>

    /// Ends a session; one that is not there is ended already.
    func endSession(_ digest: [UInt8]) async throws

    /// Makes a token; its role is cut to the account's at every use.
    func addToken(_ digest: [UInt8], title: String, role: Role, of name: LoginName, now: Timestamp) async throws

    /// The tokens of one account, or of all.
    func tokens(of name: LoginName?) async throws -> [APIToken]

    /// Who a token stands for, and with which role; `nil` for one that was revoked.
    func bearer(_ digest: [UInt8], now: Timestamp) async throws -> Session?

    /// Revokes a token of an account, or of anybody when no account is named.
    ///
    /// - Returns: False when there is no such token.
    func revokeToken(_ number: Int64, of name: LoginName?) async throws -> Bool
}

/// What became of changing a log-in.
package enum AccountChange: Sendable, Equatable {
    case done, noSuchAccount
    /// Somebody must be able to let others in.
    case lastOwner
}
