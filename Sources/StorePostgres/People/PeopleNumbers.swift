import Calls
import People
import Postgres

/// The numbers and identifiers of people who come in without any.
///
/// Imports run one after the other, so that the sequence can be read at the beginning and set at the end.
struct PeopleNumbers {
    private var last: Int64
    private let taken: Set<PersonID>
    private var isChanged = false

    init(for count: Int, _ db: Connection) throws {
        let row = try db.execute("SELECT last_value, is_called FROM people_number_seq").first
        let value: Int64 = row?[0] ?? 1
        let last = row?[1] == true ? value : value - 1
        self.last = last
        let wanted = (0..<count).map { "new-\(last + 1 + Int64($0))" }
        // A file may have used such names for somebody else; those with letters behind are passed over too.
        let rows = try db.executeOnce(
            "SELECT id FROM people WHERE rtrim(id, 'x') = ANY($1) AND id LIKE 'new-%'",
            [.texts(wanted)]
        )
        taken = Set(rows.map { PersonID(rawValue: $0[0]) })
    }

    /// The next number, and `new-` and the number, unless somebody bears that name.
    mutating func next(isTaken: (PersonID) -> Bool) throws -> (number: Int64, id: PersonID) {
        last += 1
        isChanged = true
        var id = "new-\(last)"
        while taken.contains(PersonID(rawValue: id)) || isTaken(PersonID(rawValue: id)) { id += "x" }
        return (last, PersonID(rawValue: id))
    }

    func write(_ db: Connection) throws {
        if isChanged { try db.execute("SELECT setval('people_number_seq', $1)", [.integer(last)]) }
    }
}
