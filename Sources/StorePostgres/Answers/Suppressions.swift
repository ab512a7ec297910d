import Calls
import Deliveries
import People
import Postgres

extension Receiving {
    /// Strikes an address out, for everybody who bears it.
    ///
    /// - Returns: Whether that is new.
    func strikeOut(_ address: String, _ kind: AddressKind, reason: SuppressionReason, channel: ChannelID) throws -> Bool
    {
        let inserted = try db.execute(
            """
            INSERT INTO suppressions (kind, fingerprint, reason, channel, at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT DO NOTHING
            """,
            [
                .text(kind.rawValue), .blob(store.key.fingerprint(address)), .text(reason.rawValue),
                .text(channel.rawValue), .integer(now.rawValue),
            ]
        )
        guard inserted.affected == 1 else { return false }
        try store.refreshSuppressed(bearersOf: address, kind, db)
        return true
    }

    /// Takes one reason to strike an address out back; others may remain.
    ///
    /// - Returns: Whether there was one.
    func lift(_ address: String, _ kind: AddressKind, reason: SuppressionReason, channel: ChannelID) throws -> Bool {
        let deleted = try db.execute(
            "DELETE FROM suppressions WHERE kind = $1 AND fingerprint = $2 AND reason = $3 AND channel = $4",
            [
                .text(kind.rawValue), .blob(store.key.fingerprint(address)), .text(reason.rawValue),
                .text(channel.rawValue),
            ]
        )
        guard deleted.affected > 0 else { return false }
        try store.refreshSuppressed(bearersOf: address, kind, db)
        return true
    }
}

extension PostgresStore {
    /// Writes `people.suppressed` anew for everybody who bears an address.
    func refreshSuppressed(bearersOf address: String, _ kind: AddressKind, _ db: Connection) throws {
        try refreshSuppressed("p.\(kind == .mailbox ? "email_key" : "phone") = $1", [.text(address)], db)
    }

    /// Writes `people.suppressed` anew for those of a table called `p` whom a condition holds for.
    func refreshSuppressed(_ condition: String, _ values: [Value], _ db: Connection) throws {
        let sql = "SELECT \(PersonRow.columns) FROM people p WHERE \(condition)"
        let bearers = try db.execute(sql, values).map { ($0[0] as Int64, PersonRow.person($0)) }
        let struckOut = try StruckOut(among: bearers.map(\.1), key: key, db)
        for (number, person) in bearers {
            try db.execute(
                "UPDATE people SET suppressed = $1 WHERE number = $2",
                [.text(struckOut.kinds(of: person)), .integer(number)]
            )
        }
    }

    /// The address that somebody bears now and that has left this fingerprint; `nil` where nobody bears it.
    ///
    /// A fingerprint leads to no address, so that everybody's are tried: for what happens seldom.
    func address(of mark: [UInt8], _ kind: AddressKind, _ db: Connection) throws -> String? {
        let column = kind == .mailbox ? "email_key" : "phone"
        let sql = "SELECT DISTINCT \(column) FROM people WHERE \(column) IS NOT NULL"
        return try db.execute(sql).lazy.map { $0[0] as String }.first { key.fingerprint($0) == mark }
    }

    /// A grant that was written down after a STOP comes from the person again: it lifts the STOP of that channel.
    ///
    /// - Returns: Of which of the person's addresses there was one.
    @discardableResult
    func liftStop(of person: Int64, on channel: ChannelID, _ db: Connection) throws -> [SignUpTrace.Stop] {
        let row = try db.execute("SELECT email_key, phone FROM people WHERE number = $1", [.integer(person)]).first
        guard let row else { return [] }
        let addresses: [(AddressKind, String?)] = [(.mailbox, row[0] as String?), (.textPhone, row[1] as String?)]
        var lifted: [SignUpTrace.Stop] = []
        for case (let kind, let address?) in addresses {
            let mark = key.fingerprint(address)
            let deleted = try db.execute(
                """
                DELETE FROM suppressions WHERE kind = $1 AND fingerprint = $2 AND reason = 'stop' AND channel = $3
                """,
                [.text(kind.rawValue), .blob(mark), .text(channel.rawValue)]
            )
            guard deleted.affected > 0 else { continue }
            try refreshSuppressed(bearersOf: address, kind, db)
            lifted.append(SignUpTrace.Stop(kind: kind, channel: channel, fingerprint: mark))
        }
        return lifted
    }
}
