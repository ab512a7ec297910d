import Calls
import Deliveries
import People
import Reviews
import Synchronization

/// Writes people as they come.
final class PeopleLister: Sendable {
    private let listing: Mutex<Listing>
    private let showsAddresses: Bool

    init(format: Format, showsAddresses: Bool) {
        self.showsAddresses = showsAddresses
        listing = Mutex(
            Listing(
                format,
                columns: [
                    .init(name: "id", width: 12), .init(name: "name", width: 26), .init(name: "email", width: 24),
                    .init(name: "phone", width: 16), .init(name: "door", width: 24), .init(name: "consent", width: 0),
                ]
            )
        )
    }

    func show(_ person: Person, _ consents: [ConsentChange]) {
        let states = Self.states(consents)
        let email = (showsAddresses ? person.email?.exact : person.email?.description) ?? ""
        let phone = (showsAddresses ? person.phone?.exact : person.phone?.description) ?? ""
        let door = (showsAddresses ? person.door?.street : person.door?.description) ?? ""
        listing.withLock { listing in
            listing.row(
                [
                    person.id.rawValue, person.fullName, email, phone, door,
                    states.map { "\($0.0) \($0.1)" }.joined(separator: ", "),
                ],
                json: .object([
                    ("id", .text(person.id.rawValue)), ("name", .text(person.fullName)), ("email", .text(email)),
                    ("phone", .text(phone)), ("door", .text(door)), ("tags", .list(person.tags.map { .text($0) })),
                    ("consent", .object(states.map { ($0.0, .text($0.1)) })),
                ])
            )
        }
    }

    func end() {
        listing.withLock { $0.end(nothing: "Nobody yet. 'clarion people import FILE.csv' brings people in.") }
    }

    /// Today's state on each channel, by name.
    private static func states(_ consents: [ConsentChange]) -> [(String, String)] {
        var states: [ChannelID: ConsentState] = [:]
        for change in consents { states[change.channel] = change.state }
        return states.sorted { $0.key < $1.key }.map { ($0.key.rawValue, $0.value.rawValue) }
    }
}

/// A person's ledger for people.
enum ConsentText {
    static func print(_ records: [ConsentRecord], of person: String) {
        guard !records.isEmpty else {
            Console.print("The consent ledger has no entry for \(person): nothing is sent.")
            return
        }
        var listing = Listing(
            .table,
            columns: [
                .init(name: "entry", width: 6), .init(name: "channel", width: 8), .init(name: "state", width: 9),
                .init(name: "when", width: 24), .init(name: "source, wording, evidence", width: 0),
            ]
        )
        for record in records { listing.row(cells(record), json: .null) }
    }

    static func cells(_ record: ConsentRecord) -> [String] {
        let change = record.change
        let details = [change.source, change.wording.isEmpty ? "" : "\"\(change.wording)\"", change.evidence]
        return [
            String(record.sequence), change.channel.rawValue, change.state.rawValue, change.at.description,
            details.filter { !$0.isEmpty }.joined(separator: " · "),
        ]
    }
}
