package import Calls

/// What happens to a printed page, from the moment somebody takes it along until it is gone.
package enum CustodyEvent: String, Sendable, CaseIterable {
    /// Handed to a canvasser.
    case issued
    /// Handed back.
    case returned
    /// All that stands on it has been entered.
    case entered
    /// Destroyed.
    case shredded
    /// Nobody knows where it is.
    case lost

    /// Whether it may follow on what happened last.
    ///
    /// - Parameter before: `nil` when nothing was noted since the page was printed.
    /// - Returns: False for what cannot be: a page that is out there cannot have been shredded here.
    package func mayFollow(_ before: CustodyEvent?) -> Bool {
        switch self {
        // From hand to hand, too, and once more for the second round.
        case .issued: before == nil || before == .issued || before == .returned
        // What was lost may turn up.
        case .returned: before != .shredded && before != .entered
        case .entered: before == nil || before == .issued || before == .returned
        case .shredded: before == nil || before == .returned || before == .entered
        case .lost: before != .shredded
        }
    }

    /// Whether results may still be entered through the link on the page.
    package var keepsLinkOpen: Bool { self == .issued || self == .returned }
}

/// Where a page is, or was last.
package struct Custody: Sendable, Equatable {
    package let event: CustodyEvent
    /// The canvasser who has it or had it last; empty when none was named.
    package let holder: String
    /// When it should be back.
    package let due: Timestamp?
    package let at: Timestamp

    package init(event: CustodyEvent, holder: String, due: Timestamp? = nil, at: Timestamp) {
        self.event = event
        self.holder = holder
        self.due = due
        self.at = at
    }
}

/// Something to be noted of a page.
package struct CustodyNote: Sendable, Equatable {
    package let event: CustodyEvent
    /// Who takes it; `nil` leaves the one who had it.
    package let holder: String?
    package let due: Timestamp?
    package let recorder: String

    package init(_ event: CustodyEvent, holder: String? = nil, due: Timestamp? = nil, by recorder: String) {
        self.event = event
        self.holder = holder
        self.due = due
        self.recorder = recorder
    }

    /// The custody that this makes.
    ///
    /// - Parameters:
    ///   - before: What stands.
    ///   - now: The present.
    /// - Returns: `nil` when it is what stands already.
    package func custody(after before: Custody?, now: Timestamp) -> Custody? {
        let holder = holder ?? before?.holder ?? ""
        let due = event == .issued ? due : nil
        if let before, before.event == event, before.holder == holder, before.due == due { return nil }
        return Custody(event: event, holder: holder, due: due, at: now)
    }
}

/// What became of a note.
package enum CustodyResult: Sendable, Equatable {
    case noted
    /// It stood there already.
    case unchanged
    /// There is no such page.
    case unknown
    /// It cannot follow on what happened last.
    case outOfOrder(after: CustodyEvent?)
    /// Not shredded: so many of its rows wait for a person, who may want to see the paper.
    case undecided(Int)
}
