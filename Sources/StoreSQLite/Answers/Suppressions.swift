import Calls
import Deliveries
import Foundation
import GRDB
import People

extension Receiving {
    /// Strikes an address out, for everybody who bears it.
    ///
    /// - Returns: Whether that is new.
    func strikeOut(_ address: String, _ kind: AddressKind, reason: SuppressionReason, channel: ChannelID) throws -> Bool
    {
        try db.cachedStatement(
            sql: "INSERT OR IGNORE INTO suppressions (kind, fingerprint, reason, channel, at) VALUES (?, ?, ?, ?, ?)"
        ).execute(arguments: [
            kind.rawValue, store.fingerprint(address), reason.rawValue, channel.rawValue, now.rawValue,
        ])
        guard db.changesCount == 1 else { return false }
        try store.refreshSuppressed(bearersOf: address, kind, db)
        return true
    }

    /// Takes one reason to strike an address out back; others may remain.
    ///
    /// - Returns: Whether there was one.
    func lift(_ address: String, _ kind: AddressKind, reason: SuppressionReason, channel: ChannelID) throws -> Bool {
        try db.cachedStatement(
            sql: "DELETE FROM suppressions WHERE kind = ? AND fingerprint = ? AND reason = ? AND channel = ?"
        ).execute(arguments: [kind.rawValue, store.fingerprint(address), reason.rawValue, channel.rawValue])
        guard db.changesCount > 0 else { return false }
        try store.refreshSuppressed(bearersOf: address, kind, db)
        return true
    }
}

extension SQLiteStore {
    static func hasSuppressions(_ db: Database) throws -> Bool {
        try Bool.fetchOne(db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM suppressions)")) ?? false
    }

    /// What `people.suppressed` says of somebody: the kinds that are struck out, between semicolons.
    func suppressedKinds(of person: Person, _ db: Database) throws -> String {
        let statement = try db.cachedStatement(
            sql: "SELECT EXISTS (SELECT 1 FROM suppressions WHERE kind = ? AND fingerprint = ?)"
        )
        return StruckKind.text(
            try StruckKind.allCases.filter { kind in
                guard let mark = kind.mark(of: person) else { return false }
                return try Bool.fetchOne(statement, arguments: [kind.rawValue, fingerprint(mark)]) ?? false
            }
        )
    }

    /// Writes `people.suppressed` anew for everybody who bears an address.
    func refreshSuppressed(bearersOf address: String, _ kind: AddressKind, _ db: Database) throws {
        try refreshSuppressed("p.\(kind == .mailbox ? "email_key" : "phone") = ?", [address], db)
    }

    /// Writes `people.suppressed` anew for those of a table called `p` whom a condition holds for.
    func refreshSuppressed(_ condition: String, _ arguments: StatementArguments, _ db: Database) throws {
        let rows = try Row.fetchAll(
            db.cachedStatement(sql: "SELECT \(PersonRow.columns) FROM people p WHERE \(condition)"),
            arguments: arguments
        )
        let update = try db.cachedStatement(sql: "UPDATE people SET suppressed = ? WHERE number = ?")
        for row in rows {
            try update.execute(arguments: [try suppressedKinds(of: PersonRow.person(row), db), row[0] as Int64])
        }
    }

    /// The address that somebody bears now and that has left this fingerprint; `nil` where nobody bears it.
    ///
    /// A fingerprint leads to no address, so that everybody's are tried: for what happens seldom.
    func address(of mark: [UInt8], _ kind: AddressKind, _ db: Database) throws -> String? {
        let column = kind == .mailbox ? "email_key" : "phone"
        let sql = "SELECT DISTINCT \(column) FROM people WHERE \(column) IS NOT NULL"
        let addresses = try String.fetchCursor(db, sql: sql)
        while let address = try addresses.next() {
            if key.fingerprint(address) == mark { return address }
        }
        return nil
    }

    /// A grant that was written down after a STOP comes from the person again: it lifts the STOP of that channel.
    ///
    /// - Returns: Of which of the person's addresses there was one.
    @discardableResult
    func liftStop(of person: Int64, on channel: ChannelID, _ db: Database) throws -> [SignUpTrace.Stop] {
        guard try Self.hasSuppressions(db),
            let row = try Row.fetchOne(
                db,
                sql: "SELECT email_key, phone FROM people WHERE number = ?",
                arguments: [person]
            )
        else { return [] }
        let addresses: [(AddressKind, String?)] = [(.mailbox, row[0]), (.textPhone, row[1])]
        var lifted: [SignUpTrace.Stop] = []
        for case (let kind, let address?) in addresses {
            let mark = fingerprint(address)
            try db.execute(
                sql: """
                    DELETE FROM suppressions WHERE kind = ? AND fingerprint = ? AND reason = 'stop' AND channel = ?
                    """,
                arguments: [kind.rawValue, mark, channel.rawValue]
            )
            guard db.changesCount > 0 else { continue }
            try refreshSuppressed(bearersOf: address, kind, db)
            lifted.append(SignUpTrace.Stop(kind: kind, channel: channel, fingerprint: Array(mark)))
        }
        return lifted
    }
}
