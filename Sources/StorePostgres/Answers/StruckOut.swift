import Deliveries
import People
import Postgres

/// Which addresses of a group of people are struck out, read in one query.
struct StruckOut {
    private struct Mark: Hashable {
        let kind: String
        let fingerprint: [UInt8]
    }

    private var marks: Set<Mark> = []
    private let key: StoreKey

    init(among people: [Person], key: StoreKey, _ db: Connection) throws {
        self.key = key
        if people.isEmpty { return }
        // Nobody's address needs to be looked for as long as none is struck out.
        guard try db.execute("SELECT EXISTS (SELECT 1 FROM suppressions)").first?[0] == true else { return }
        let prints = people.flatMap { person in Self.addresses(of: person).map { key.fingerprint($0.1) } }
        let rows = try db.executeOnce(
            "SELECT kind, fingerprint FROM suppressions WHERE fingerprint = ANY($1)",
            [.blobs(prints)]
        )
        marks = Set(rows.map { Mark(kind: $0[0], fingerprint: $0[1]) })
    }

    /// What `people.suppressed` says of somebody: the kinds that are struck out, between semicolons.
    func kinds(of person: Person) -> String {
        if marks.isEmpty { return "" }
        return Self.addresses(of: person).compactMap { kind, address in
            marks.contains(Mark(kind: kind.rawValue, fingerprint: key.fingerprint(address))) ? kind.rawValue : nil
        }.joined(separator: ";")
    }

    private static func addresses(of person: Person) -> [(AddressKind, String)] {
        let addresses: [(AddressKind, String?)] = [
            (.mailbox, person.email?.key), (.textPhone, person.phone?.exact),
        ]
        return addresses.compactMap { kind, address in address.map { (kind, $0) } }
    }
}
