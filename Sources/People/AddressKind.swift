/// What a channel needs to know of a person in order to reach them.
public enum AddressKind: String, Sendable, CaseIterable {
    /// An email address.
    case mailbox
    /// A phone that takes text messages.
    case textPhone
    /// A phone that somebody answers: fixed lines too.
    case voicePhone
    /// A door to knock on.
    case door
}

extension Person {
    /// Whether a channel with such a need can reach the person, as far as the person's data tell.
    ///
    /// - Parameter kind: What the channel needs.
    /// - Returns: `reachable`, `absent` or `unusable`; whether an address is taken or suppressed only a store knows.
    public func reachability(by kind: AddressKind) -> Reachability {
        switch kind {
        case .mailbox: email == nil ? .absent : .reachable
        case .textPhone:
            switch phone?.line {
            case nil: .absent
            case .fixed: .unusable
            case .mobile, .other: .reachable
            }
        case .voicePhone: phone == nil ? .absent : .reachable
        case .door: door == nil ? .absent : .reachable
        }
    }

    /// What two persons share who would get the same message twice; `nil` where sharing is right: at a door, or at
    /// the phone in the hall, all who live there are asked together.
    ///
    /// - Parameter kind: What the channel needs.
    /// - Returns: The normalised address; personal data.
    public func sharedKey(by kind: AddressKind) -> String? {
        switch kind {
        case .mailbox: email?.key
        case .textPhone: phone?.exact
        case .voicePhone, .door: nil
        }
    }

    /// The masked address by which a channel with such a need reaches the person; empty when there is none.
    ///
    /// - Parameter kind: What the channel needs.
    /// - Returns: Safe to print.
    public func maskedAddress(by kind: AddressKind) -> String {
        switch kind {
        case .mailbox: email?.description ?? ""
        case .textPhone, .voicePhone: phone?.description ?? ""
        case .door: door?.description ?? ""
        }
    }
}
