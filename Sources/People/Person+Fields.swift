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
        switch name {
        case "first_name", "given_name": givenName
        case "last_name", "family_name": familyName
        case "name": fullName
        case "id": id.rawValue
        case "email": email?.exact
        case "phone": phone?.exact
        case "language": language
        case "timezone": timezone
        case "street": door?.street
        case "unit": door?.unit
        case "city", "locality": door?.locality
        case "state", "region": door?.region
        case "zip", "postal_code": door?.postalCode
        case "country": door?.country
        default: attributes[name]
        }
    }
}
