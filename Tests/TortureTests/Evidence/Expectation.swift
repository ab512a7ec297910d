/// What must have become of the deliveries when the evidence is taken.
struct Expectation: Sendable {
    /// The states in which a delivery may be, unless it has a rule of its own.
    let states: Set<String>
    /// Rules of single deliveries.
    var exceptions: [DeliveryID: Set<String>] = [:]
    /// How many attempts a delivery may have cost.
    var attempts: ClosedRange<Int>?
    /// The same for single deliveries.
    var attemptExceptions: [DeliveryID: ClosedRange<Int>] = [:]
    /// Words that `status` must hold under `waiting_for`; `nil` where it need not wait for anything.
    var waitsFor: String?
    /// Whether a message that was taken may stand there as queued: its answer was lost, and it goes out again.
    var mayGoAgain = false
    /// Whether no more may be held than were in flight when something died.
    var holdsOnlyInFlight = false

    static let allSent = Expectation("sent")
    /// Texts in flight at a death wait for somebody's word.
    static let sentOrHeld = {
        var expectation = Expectation("sent", "held")
        expectation.holdsOnlyInFlight = true
        return expectation
    }()

    init(_ states: String..., attempts: ClosedRange<Int>? = nil, waitsFor: String? = nil) {
        self.states = Set(states)
        self.attempts = attempts
        self.waitsFor = waitsFor
    }

    func allowedStates(of delivery: DeliveryID) -> Set<String> { exceptions[delivery] ?? states }

    func allowedAttempts(of delivery: DeliveryID) -> ClosedRange<Int>? { attemptExceptions[delivery] ?? attempts }
}

/// A part of a round that is judged by itself: what was found, and what had to be found.
struct Act: Sendable {
    let name: String
    let evidence: Evidence
    let expectation: Expectation
    /// Whether the round ends with it, so that its counts are those of the table.
    let isLast: Bool

    init(_ name: String, _ evidence: Evidence, _ expectation: Expectation, isLast: Bool = true) {
        self.name = name
        self.evidence = evidence
        self.expectation = expectation
        self.isLast = isLast
    }
}
