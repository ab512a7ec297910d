package import People

/// What is struck out; the words stand in the table `suppressions`.
package enum StruckKind: String, Sendable, CaseIterable {
    case mailbox, textPhone
    /// The number itself: calls and texts.
    case voicePhone
    /// One person at one door; who else lives there is visited.
    case door
    /// Whatever address the person has, now or later.
    case every

    /// What is of no use by it.
    package var addresses: [AddressKind] {
        switch self {
        case .mailbox: [.mailbox]
        case .textPhone: [.textPhone]
        // A stranger answers it, who would read the texts too.
        case .voicePhone: [.textPhone, .voicePhone]
        case .door: [.door]
        case .every: AddressKind.allCases
        }
    }

    /// What is kept of it, as a fingerprint.
    ///
    /// A door's names the person too, and ends with their next address; *every* names the person alone.
    ///
    /// - Parameter person: Whose address is meant.
    /// - Returns: Personal data; `nil` where the person has no such address.
    package func mark(of person: Person) -> String? {
        switch self {
        case .mailbox: person.email?.key
        case .textPhone, .voicePhone: person.phone?.exact
        case .door: person.door.map { "\(person.id.rawValue) at \($0.key)" }
        case .every: "person \(person.id.rawValue)"
        }
    }

    /// What the table `people` keeps of somebody.
    ///
    /// - Parameter found: What of theirs is struck out.
    /// - Returns: The kinds of address that are of no use, between semicolons.
    package static func text(_ found: some Sequence<StruckKind>) -> String {
        let struck = Set(found.flatMap(\.addresses))
        return AddressKind.allCases.filter(struck.contains).map(\.rawValue).joined(separator: ";")
    }

    /// What, struck out, keeps whoever has a sheet or a card from meeting a person.
    ///
    /// - Parameter meeting: How they would be met.
    /// - Returns: The weightiest first.
    package static func inTheWay(of meeting: Meeting) -> [StruckKind] {
        [.every, meeting == .byPhone ? .voicePhone : .door]
    }
}
