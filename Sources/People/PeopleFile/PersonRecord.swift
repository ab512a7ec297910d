import Calls

/// What one row of a people file says of a person; `nil` and empty are "nothing said", never "take it away".
///
/// Prints masked.
package struct PersonRecord: Sendable, Equatable {
    /// The identifier, where the file gives one.
    package var id: PersonID?
    package var givenName: String?
    package var familyName: String?
    package var email: EmailAddress?
    package var phone: PhoneNumber?
    package var door: Door?
    package var language: String?
    package var timezone: String?
    /// Lower case, each once; `nil` when the row has none.
    package var tags: [String]?
    /// By usable name.
    package var attributes: [String: String] = [:]
    /// One line for each channel on which the row says something, complete with date and source.
    package var consents: [ConsentChange] = []

    package init(id: PersonID? = nil) { self.id = id }

    /// By what a person without identifier, email and phone is found again: the name and the door.
    ///
    /// - Returns: `nil` when one of the two is missing; personal data.
    package var matchKey: String? {
        Person.matchKey(givenName: givenName ?? "", familyName: familyName ?? "", door: door)
    }
}

extension PersonRecord: Masked {
    /// The identifier alone.
    package var description: String { id.map { "record of person \($0)" } ?? "record of a person without identifier" }
}

extension Person {
    /// By what a person without identifier, email and phone is found again: the name and the door.
    ///
    /// - Returns: `nil` when one of the two is missing; personal data.
    package var matchKey: String? { Self.matchKey(givenName: givenName, familyName: familyName, door: door) }

    fileprivate static func matchKey(givenName: String, familyName: String, door: Door?) -> String? {
        let name = AddressWords.words(of: "\(givenName) \(familyName)").joined(separator: " ")
        guard let door, !name.isEmpty else { return nil }
        return "\(name)|\(door.key)"
    }
}
