/// The identifier by which a person is known in files, commands and logs.
public struct PersonID: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The identifier as it came with the people file, or as the store gave it.
    public let rawValue: String

    /// Takes an identifier as it is.
    ///
    /// - Parameter rawValue: Not empty.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The identifier; it is no personal data by itself.
    public var description: String { rawValue }
}

/// Someone we may reach.
///
/// No address is compulsory: a person may have only a phone, or only a door.
public struct Person: Sendable, Equatable {
    /// The identifier by which the person is known.
    public var id: PersonID
    /// OSDI's `given_name`.
    public var givenName: String
    /// OSDI's `family_name`.
    public var familyName: String
    /// Where mail reaches the person.
    public var email: EmailAddress?
    /// Where calls and texts reach the person.
    public var phone: PhoneNumber?
    /// Where the person lives.
    public var door: Door?
    /// A BCP 47 tag such as `es`; empty when unknown.
    public var language: String
    /// An IANA zone; empty when unknown.
    public var timezone: String
    /// Lower case, each once, in the order of the file.
    public var tags: [String]
    /// What else is known, by column or attribute name; usable as `{{name}}`.
    public var attributes: [String: String]
    /// How often they want to hear from us at most.
    public var frequency: Frequency

    /// Makes a person out of what is known.
    public init(
        id: PersonID,
        givenName: String = "",
        familyName: String = "",
        email: EmailAddress? = nil,
        phone: PhoneNumber? = nil,
        door: Door? = nil,
        language: String = "",
        timezone: String = "",
        tags: [String] = [],
        attributes: [String: String] = [:],
        frequency: Frequency = .every
    ) {
        self.id = id
        self.givenName = givenName
        self.familyName = familyName
        self.email = email
        self.phone = phone
        self.door = door
        self.language = language
        self.timezone = timezone
        self.tags = tags
        self.attributes = attributes
        self.frequency = frequency
    }

    /// Given and family name as one would write them on a letter; either may be absent.
    public var fullName: String {
        if givenName.isEmpty { return familyName }
        return familyName.isEmpty ? givenName : "\(givenName) \(familyName)"
    }
}

extension Person: Masked {
    /// The identifier alone: a person never prints a name or an address.
    public var description: String { "person \(id)" }
}
