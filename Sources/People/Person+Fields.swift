public import Calls

extension Person: FieldSource {
    /// The fields every person has, whether or not they are filled in.
    public static let fieldNames = [
        "id", "given_name", "first_name", "family_name", "last_name", "name", "email", "phone", "language", "timezone",
        "street", "unit", "locality", "city", "region", "state", "postal_code", "zip", "country",
    ]

    /// A person's value for a field of the words, by OSDI's names and their aliases, else by attribute.
    ///
    /// - Parameter name: The field's name, `first_name`.
    /// - Returns: The value as it would be written; `nil` when nothing is known by that name.
    public func value(of name: String) -> String? {
        guard let field = PersonField(named: name) else { return attributes[name] }
        // A city without a street is no door; it is kept as an attribute.
        return value(of: field) ?? attributes[field.name] ?? attributes[name]
    }

    private func value(of field: PersonField) -> String? {
        switch field {
        case .givenName: givenName
        case .familyName: familyName
        case .fullName: fullName
        case .id: id.rawValue
        case .email: email?.exact
        case .phone: phone?.exact
        case .language: language
        case .timezone: timezone
        case .street: door?.street
        case .unit: door?.unit
        case .locality: door?.locality
        case .region: door?.region
        case .postalCode: door?.postalCode
        case .country: door?.country
        case .latitude, .longitude, .tags: nil
        }
    }
}
