import Calls
import Foundation
import GRDB
import People

/// How a person lies in the table `people`.
enum PersonRow {
    /// The columns that ``person(_:at:)`` reads, in its order, of a table called `p`.
    static let columns = """
        p.number, p.id, p.given_name, p.family_name, p.email, p.phone, p.phone_line, p.street, p.unit, p.locality,
        p.region, p.postal_code, p.country, p.latitude, p.longitude, p.language, p.timezone, p.tags, p.attributes,
        CASE WHEN p.struck_at_door = '' THEN p.suppressed ELSE p.suppressed || ';' || p.struck_at_door END,
        p.frequency
        """
    /// How many they are: where further columns of a query begin.
    static let width = 21
    static let tags = 17
    static let suppressed = 19
    private static let frequency = 20

    /// When a call last went to the person of a row of `p`, by any channel; nothing where it does not matter how often.
    ///
    /// - Parameter condition: Which calls do not count, of a delivery called `l`: `AND l.call <> d.call`.
    /// - Returns: A column. What may have gone out counts; a question to confirm does not.
    static func lastAsked(_ condition: String = "") -> String {
        """
        CASE WHEN p.frequency = 'every' THEN NULL ELSE (SELECT max(l.at) FROM deliveries l
            WHERE l.person = p.number \(condition) AND l.purpose NOT LIKE 'confirmation%'
                AND (l.state IN ('sending', 'sent', 'delivered') OR l.state = 'held' AND l.attempts > 0)) END
        """
    }

    static func tags(_ row: Row, at start: Int = 0) -> [String] {
        (row[start + tags] as String).split(separator: ";").map(String.init)
    }

    static func person(_ row: Row, at start: Int = 0) -> Person {
        var person = Person(
            id: PersonID(rawValue: row[start + 1]),
            givenName: row[start + 2],
            familyName: row[start + 3],
            email: (row[start + 4] as String?).map { EmailAddress(stored: $0) },
            phone: phone(row, at: start),
            language: row[start + 15],
            timezone: row[start + 16],
            tags: tags(row, at: start),
            attributes: attributes(row[start + 18]),
            frequency: Frequency(rawValue: row[start + frequency]) ?? .every
        )
        if let street = row[start + 7] as String? {
            person.door = Door(
                storedStreet: street,
                unit: row[start + 8] ?? "",
                locality: row[start + 9] ?? "",
                region: row[start + 10] ?? "",
                postalCode: row[start + 11] ?? "",
                country: row[start + 12] ?? "",
                latitude: row[start + 13],
                longitude: row[start + 14]
            )
        }
        return person
    }

    private static func phone(_ row: Row, at start: Int) -> PhoneNumber? {
        guard let number = row[start + 5] as String?, let line = row[start + 6] as Int? else { return nil }
        return PhoneNumber(stored: number, line: PhoneNumber.Line(rawValue: line) ?? .other)
    }

    private static func attributes(_ text: String) -> [String: String] {
        if text == "{}" { return [:] }
        return (try? JSONDecoder().decode([String: String].self, from: Data(text.utf8))) ?? [:]
    }

    static func text(attributes: [String: String]) throws -> String {
        if attributes.isEmpty { return "{}" }
        // Names and values are tidy as a rule; whatever JSON would have to escape is left to the library.
        guard attributes.allSatisfy({ needsNoEscape($0.key) && needsNoEscape($0.value) }) else {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(attributes), as: UTF8.self)
        }
        let members = attributes.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\"\($0.value)\"" }
        return "{\(members.joined(separator: ","))}"
    }

    private static func needsNoEscape(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") && $0 != 0x7F }
    }

    /// What is known of the address by which a channel reaches the person, by the person's data and the list of struck-out
    /// kinds of address.
    static func reachability(_ person: Person, by kind: AddressKind, suppressed: String) -> Reachability {
        let found = person.reachability(by: kind)
        guard found == .reachable, !suppressed.isEmpty else { return found }
        return suppressed.split(separator: ";").contains { $0 == kind.rawValue } ? .suppressed : found
    }
}
