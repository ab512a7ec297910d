public import Calls

/// What is known when somebody fills in a form with an address that may be theirs.
public struct OptInFacts: Sendable, Equatable {
    /// What everybody who bears the address has said about the channel; `nil` is silence.
    public var states: [ConsentState?]
    /// Whether the address is struck out: it bounced, or its owner asked to be forgotten.
    public var isStruckOut: Bool
    /// Whether a question is out to this address that can still be answered.
    public var hasOpen: Bool
    /// How many questions went to this address within ``OptInRule/period``.
    public var recent: Int

    /// Gathers the facts.
    public init(states: [ConsentState?], isStruckOut: Bool = false, hasOpen: Bool = false, recent: Int = 0) {
        self.states = states
        self.isStruckOut = isStruckOut
        self.hasOpen = hasOpen
        self.recent = recent
    }
}

/// When an address that a stranger typed is asked to confirm, and what pressing the button comes to.
///
/// Whoever fills in the form learns nothing of it: the answer is the same for every address.
public enum OptInRule {
    /// How long a question can be answered.
    public static let lasts = Duration.seconds(3 * 86_400)
    /// Within which time questions to one address are counted.
    public static let period = Duration.seconds(30 * 86_400)
    /// So many within that time, and no more: a form must not be a way to fill somebody's mailbox.
    public static let most = 3

    /// Whether a question goes out.
    ///
    /// Not to those who said yes before, for whom there is nothing to ask; nor to those who said no, since it is not known
    /// whether it is they who ask.
    ///
    /// - Parameter facts: What is known of the address.
    /// - Returns: True when one message is to be sent.
    public static func asks(_ facts: OptInFacts) -> Bool {
        if facts.isStruckOut || facts.hasOpen || facts.recent >= most { return false }
        return !facts.states.contains { $0 == .granted || $0 == .withdrawn }
    }

    /// What pressing the button comes to.
    ///
    /// - Parameters:
    ///   - state: What the person has said by now.
    ///   - isEnded: Whether the question was closed.
    ///   - end: Until when it can be answered.
    ///   - now: The present.
    /// - Returns: ``OptInAnswer/granted`` when the yes is to be noted.
    public static func answer(state: ConsentState?, isEnded: Bool, end: Timestamp, now: Timestamp) -> OptInAnswer {
        switch state {
        case .granted: .before
        case .withdrawn: .withdrawn
        case .pending, nil: isEnded || end <= now ? .late : .granted
        }
    }
}

/// What pressing the button in a confirmation comes to.
public enum OptInAnswer: Sendable, Equatable {
    /// The person is in from now on.
    case granted
    /// The person was in before.
    case before
    /// The time for it is over.
    case late
    /// The person has said no meanwhile, and takes it back on the page with their choices alone.
    case withdrawn
}
