import Calls
import People
import Postgres

/// How a person is written to the table `people`.
enum PersonWriting {
    /// The columns of ``values(_:suppressed:now:)``, in its order.
    static let columns = [
        "given_name", "family_name", "email", "email_key", "phone", "phone_line", "street", "unit", "locality",
        "region",
        "postal_code", "country", "latitude", "longitude", "door_key", "walk_key", "match_key", "language", "timezone",
        "tags", "attributes", "suppressed", "updated_at",
    ]

    /// Its last value is the person's number.
    static let update: String = {
        let pairs = columns.enumerated().map { index, column in "\(column) = $\(index + 1)" }
        return "UPDATE people SET \(pairs.joined(separator: ", ")) WHERE number = $\(columns.count + 1)"
    }()

    static func values(_ person: Person, suppressed: String, now: Timestamp) throws -> [Value] {
        let door = person.door
        return [
            .text(person.givenName), .text(person.familyName), .text(person.email?.exact), .text(person.email?.key),
            .text(person.phone?.exact), .integer(person.phone.map { Int64($0.line.rawValue) }), .text(door?.street),
            .text(door?.unit), .text(door?.locality), .text(door?.region), .text(door?.postalCode),
            .text(door?.country),
            .real(door?.latitude), .real(door?.longitude), .text(door?.key), .text(door?.walkKey),
            .text(person.email == nil && person.phone == nil ? person.matchKey : nil), .text(person.language),
            .text(person.timezone), .text(person.tags.joined(separator: ";")),
            .text(try PersonRow.text(attributes: person.attributes)), .text(suppressed), .integer(now.rawValue),
        ]
    }
}
