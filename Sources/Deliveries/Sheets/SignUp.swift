package import Calls
package import People

/// The empty rows of a page, in which people sign up.
public struct SignUpSpace: Sendable, Equatable {
    /// How many.
    public let rows: Int
    /// The top of the first, in points from the page's top.
    public let top: Double
    /// The words over them as they are printed: what those who sign agree to.
    public let wording: String

    /// Gathers the place.
    public init(rows: Int, top: Double, wording: String) {
        self.rows = rows
        self.top = top
        self.wording = wording
    }
}

/// A row in which somebody signed up, as a person typed it.
package struct SignUp: Sendable, Equatable {
    package let sheet: String
    /// Counted from 1 from the top of the page's empty rows.
    package let row: Int
    /// Name and addresses; without identifier and consent.
    package let record: PersonRecord
    /// Those of which the row says yes.
    package let channels: [ChannelID]
    /// Whether whoever types says that the row was signed after an opt-out, or after the person was forgotten.
    package let isAnew: Bool
    /// Whether an address on the row takes the place of another that is on record.
    package let replaces: Bool
    /// Whether what needs a decision waits for somebody at the office instead: whoever typed may not learn who is on record.
    package let defers: Bool

    package init(
        sheet: String,
        row: Int,
        record: PersonRecord,
        channels: [ChannelID],
        isAnew: Bool = false,
        replaces: Bool = false,
        defers: Bool = false
    ) {
        self.sheet = sheet
        self.row = row
        self.record = record
        self.channels = channels
        self.isAnew = isAnew
        self.replaces = replaces
        self.defers = defers
    }

    /// What tells that the very same is typed once more; personal data, for a keyed fingerprint.
    package var content: String {
        let parts: [String?] = [
            record.givenName, record.familyName, record.email?.key, record.phone?.exact, record.door?.key,
            Set(channels).map(\.rawValue).sorted().joined(separator: ","),
        ]
        return parts.map { $0 ?? "" }.joined(separator: "\u{1F}")
    }

    /// The ledger's line for a channel.
    ///
    /// - Parameters:
    ///   - channel: One of ``channels``.
    ///   - wording: As it is printed over the rows.
    ///   - isAnew: Whether it follows on an opt-out.
    ///   - now: When the row is entered; when it was signed, nobody wrote down.
    /// - Returns: A grant.
    package func change(_ channel: ChannelID, wording: String, isAnew: Bool, now: Timestamp) -> ConsentChange {
        ConsentChange(
            channel: channel,
            state: .granted,
            at: now,
            source: isAnew ? Self.sourceAnew : Self.source,
            wording: wording,
            evidence: Self.evidence(sheet, row: row)
        )
    }

    /// What the ledger says of where a yes on paper comes from.
    package static let source = "sign-up on paper"
    /// The same of one that follows on an opt-out.
    package static let sourceAnew = "sign-up on paper, after an opt-out"

    /// What the ledger says of the paper.
    package static func evidence(_ sheet: String, row: Int) -> String { "sheet \(sheet), sign-up row \(row)" }

    /// The line by which a yes is taken back that was typed by mistake; what stood before it stands again.
    ///
    /// The person said neither yes nor no by it, so that it is pending: nobody asks, and a yes may still come. After an opt-out
    /// it is one.
    ///
    /// - Parameters:
    ///   - change: The yes, as ``change(_:wording:isAnew:now:)`` made it.
    ///   - now: The present.
    /// - Returns: The ledger's next line.
    package static func takingBack(_ change: ConsentChange, now: Timestamp) -> ConsentChange {
        ConsentChange(
            channel: change.channel,
            state: change.source == sourceAnew ? .withdrawn : .pending,
            at: now,
            source: "\(change.source), taken back",
            evidence: change.evidence
        )
    }
}

/// What became of a sign-up.
package enum SignUpResult: Sendable, Equatable {
    case entered(SignUpEntry)
    /// The very same was entered before.
    case unchanged(PersonID)
    /// The very same was entered before, and the person has opted out of these channels since, which stands.
    case optedOutSince(PersonID, [ChannelID])
    /// The page has no such row.
    case noSuchRow(of: Int)
    /// The row was entered before, and said something else.
    case enteredOtherwise(PersonID)
    /// The row's email or phone is this person's, who has another address of these kinds on record.
    case otherAddress(PersonID, [SignUpAddress])
    /// Somebody with the row's address asked to be forgotten.
    case forgotten
    /// Nothing is entered; the row waits for somebody at the office, who has the paper.
    case deferred
    /// Nothing is entered: the row was typed before, or waits for somebody at the office; which of them, whoever ``SignUp/defers``
    /// may not learn.
    case taken

    /// Whether somebody has to decide before it can be right.
    package var needsDecision: Bool {
        switch self {
        case .entered(let entry): !entry.optedOut.isEmpty || entry.hasOtherName
        case .otherAddress, .forgotten, .optedOutSince: true
        case .unchanged, .noSuchRow, .enteredOtherwise, .deferred, .taken: false
        }
    }

    /// What becomes of a row that is entered once more, of which is said now that it was signed after an opt-out.
    package init(again entry: SignUpEntry) {
        self =
            if !entry.granted.isEmpty { .entered(entry) } else if entry.optedOut.isEmpty {
                .unchanged(entry.person)
            } else {
                .optedOutSince(entry.person, entry.optedOut)
            }
    }
}

/// A kind of address on a row.
package enum SignUpAddress: String, Sendable, CaseIterable {
    case email, phone, door
}

/// Whom a sign-up was entered for, and what follows from it.
package struct SignUpEntry: Sendable, Equatable {
    package let person: PersonID
    /// False when an address on the row was known: what the row says was added to that person.
    package let isNew: Bool
    /// Opted in by this row.
    package var granted: [ChannelID] = []
    /// Opted in before.
    package var known: [ChannelID] = []
    /// Opted in anew after an opt-out; also among ``granted``.
    package var anew: [ChannelID] = []
    /// Opted out before, which stands.
    package var optedOut: [ChannelID] = []
    /// Whether the person is on record under another name, which stays.
    package var hasOtherName = false

    package init(person: PersonID, isNew: Bool) {
        self.person = person
        self.isNew = isNew
    }

    /// Notes the verdict on one channel.
    package mutating func note(_ verdict: SignUpRule.Verdict, _ channel: ChannelID) {
        switch verdict {
        case .granted: granted.append(channel)
        case .anew:
            granted.append(channel)
            anew.append(channel)
        case .known: known.append(channel)
        case .optedOut: optedOut.append(channel)
        }
    }
}

/// What a yes on paper may do to consent that is on record.
package enum SignUpRule {
    package enum Verdict: Sendable, Equatable {
        case granted, known, anew, optedOut
    }

    /// Judges one channel.
    ///
    /// Paper bears no time. An opt-out may have come before the signature or after it, so it stands until whoever types says
    /// that the row was signed after it; and what was opted out of after the row was entered, no row brings back.
    ///
    /// - Parameters:
    ///   - current: What is on record; `nil` is silence.
    ///   - since: When that was written down; `nil` for silence.
    ///   - isAnew: Whether whoever types says that the row was signed after the opt-out.
    ///   - entered: When the row was entered first; `nil` when it is entered now.
    /// - Returns: What becomes of the yes.
    package static func verdict(
        current: ConsentState?,
        since: Timestamp?,
        isAnew: Bool,
        entered: Timestamp?
    ) -> Verdict {
        switch current {
        case nil, .pending: return .granted
        case .granted: return .known
        case .withdrawn:
            guard isAnew else { return .optedOut }
            guard let entered else { return .anew }
            return since.map { $0 < entered } == true ? .anew : .optedOut
        }
    }
}
