/// What a person with a log-in is trusted with.
package enum Role: String, CaseIterable, Sendable {
    /// Everything, other people's log-ins included.
    case owner
    /// Sends calls and steers them.
    case organizer
    /// Writes calls and looks at their plans; somebody else sends them.
    case writer
    /// Enters what came back: completions, results from the doors.
    case entry
    /// Looks at numbers and the log.
    case viewer

    /// Whether the role includes a permission.
    package func may(_ permission: Permission) -> Bool {
        switch self {
        case .owner: true
        case .organizer: permission != .administer
        case .writer: [.look, .seePeople, .write].contains(permission)
        case .entry: [.look, .seePeople, .enterResults].contains(permission)
        case .viewer: permission == .look
        }
    }

    /// The smaller of two roles: a token never outgrows its account, whatever becomes of either.
    ///
    /// Where neither includes the other (writing and entering), looking is what they share.
    package func cut(to other: Role) -> Role {
        if Permission.allCases.allSatisfy({ other.may($0) || !may($0) }) { return self }
        if Permission.allCases.allSatisfy({ may($0) || !other.may($0) }) { return other }
        return .viewer
    }
}

/// What can be done behind a log-in.
package enum Permission: CaseIterable, Sendable {
    /// Numbers and states, with masked addresses.
    case look
    /// Names and addresses, one person at a time.
    case seePeople
    /// Checking, planning and previewing a call.
    case write
    /// Submitting, pausing, cancelling, retrying a call; answering what waits for a decision.
    case send
    /// Completions and results from the doors.
    case enterResults
    /// Log-ins, tokens, webhooks.
    case administer
}
