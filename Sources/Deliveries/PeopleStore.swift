package import Calls
package import People

/// What looking after people and their consent needs of the database.
package protocol PeopleStore: Sendable {
    /// Adds and updates people and their consent, all of them in one transaction; tells what became of each record.
    ///
    /// `recorder` is who imports, for the ledger.
    func take(_ records: [PersonRecord], by recorder: String, now: Timestamp) async throws -> [ImportVerdict]

    /// Shows everybody, in the order in which they were added.
    func people(_ show: @Sendable @escaping (Person, [ConsentChange]) throws -> Void) async throws

    /// A person, with every line of their ledger; `nil` when there is no such person.
    func person(_ id: PersonID) async throws -> (Person, [ConsentRecord])?

    /// The names of all attributes that anybody has, in order.
    func attributeNames() async throws -> [String]

    /// Adds a line to a person's ledger. The same state as today's adds nothing.
    ///
    /// - Returns: Whether a line was added; `nil` when there is no such person.
    func record(_ change: ConsentChange, of person: PersonID, by recorder: String, now: Timestamp) async throws -> Bool?

    /// Keeps how often a person wants to hear from us; holds from the next claim on, also for what is queued.
    ///
    /// - Returns: False when there is no such person.
    func choose(_ frequency: Frequency, for person: PersonID, now: Timestamp) async throws -> Bool

    /// Erases a person: name, addresses, attributes, and the texts of their ledger. Withdraws what is still queued.
    ///
    /// - Returns: False when there is no such person.
    func forget(_ person: PersonID, now: Timestamp) async throws -> Bool

    /// Follows the consent ledger from its beginning and holds it against today's states.
    ///
    /// - Returns: How many lines it has.
    /// - Throws: What is wrong with it, as soon as it is found.
    func verifyLedger() async throws -> Int64
}

/// What became of one record of an import.
package enum ImportVerdict: Sendable, Equatable {
    case added, updated, unchanged
    /// Not taken, and why, without a value out of the record.
    case rejected(String)
}

/// A line of the ledger as it is shown.
package struct ConsentRecord: Sendable, Equatable {
    /// Its place in the ledger, from 1.
    package let sequence: Int64
    package let change: ConsentChange
    package let recordedAt: Timestamp
    package let recordedBy: String

    package init(sequence: Int64, change: ConsentChange, recordedAt: Timestamp, recordedBy: String) {
        self.sequence = sequence
        self.change = change
        self.recordedAt = recordedAt
        self.recordedBy = recordedBy
    }
}
