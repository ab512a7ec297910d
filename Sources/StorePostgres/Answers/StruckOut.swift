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
        let prints = people.flatMap { person in Self.marks(of: person).map { key.fingerprint($0.1) } }
        let rows = try db.executeOnce(
            "SELECT kind, fingerprint FROM suppressions WHERE fingerprint = ANY($1)",
            [.blobs(prints)]
        )
        marks = Set(rows.map { Mark(kind: $0[0], fingerprint: $0[1]) })
    }

    /// What `people.suppressed` says of somebody: the kinds that are struck out, between semicolons.
    func kinds(of person: Person) -> String {
        if marks.isEmpty { return "" }
        return StruckKind.text(
            Self.marks(of: person).lazy.filter { kind, mark in
                marks.contains(Mark(kind: kind.rawValue, fingerprint: key.fingerprint(mark)))
            }.map(\.0)
        )
    }

    private static func marks(of person: Person) -> [(StruckKind, String)] {
        StruckKind.allCases.compactMap { kind in kind.mark(of: person).map { (kind, $0) } }
    }
}
