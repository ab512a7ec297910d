/// The fields of a person that have a column of their own, by OSDI's names.
package enum PersonField: Int, CaseIterable, Sendable {
    case id, givenName, familyName, fullName, email, phone, language, timezone
    case street, unit, locality, region, postalCode, country, latitude, longitude, tags

    /// OSDI's name.
    package var name: String { Self.names[rawValue] }

    /// Looked up instead of made: naming a case by reflection costs more than reading a cell.
    private static let names = allCases.map(\.ownName)

    private var ownName: String {
        switch self {
        case .givenName: "given_name"
        case .familyName: "family_name"
        case .fullName: "name"
        case .postalCode: "postal_code"
        default: "\(self)"
        }
    }

    /// The field that a column or a template's field names, by its own name or by one of the names in common use.
    ///
    /// - Parameter name: Lower case, words joined by `_`.
    package init?(named name: String) {
        guard let field = Self.named[name] else {
            return nil
        }
        self = field
    }

    /// Whether the field is a part of a ``Door``.
    var isPartOfDoor: Bool {
        switch self {
        case .street, .unit, .locality, .region, .postalCode, .country, .latitude, .longitude: true
        default: false
        }
    }

    private static let named = aliases.merging(allCases.map { ($0.name, $0) }) { _, own in own }

    private static let aliases: [String: PersonField] = [
        "first_name": .givenName, "firstname": .givenName, "last_name": .familyName, "lastname": .familyName,
        "surname": .familyName, "full_name": .fullName, "e_mail": .email, "email_address": .email,
        "phone_number": .phone, "street_address": .street, "city": .locality, "state": .region, "zip": .postalCode,
        "zip_code": .postalCode, "zipcode": .postalCode, "postcode": .postalCode,
    ]
}
