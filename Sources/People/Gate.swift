/// Why a person is not asked on a channel.
///
/// The raw values stand in logs and plans.
public enum SkipReason: String, Sendable, CaseIterable {
    /// The person never opted in to this channel.
    case noConsent = "no-consent"
    /// The person was asked to confirm and has not yet.
    case consentPending = "consent-pending"
    /// The person opted out of this channel.
    case consentWithdrawn = "consent-withdrawn"
    /// Nothing is known by which this channel reaches the person.
    case noAddress = "no-address"
    /// What is known cannot be used on this channel, such as a fixed line for a text message.
    case badAddress = "bad-address"
    /// The address was struck out: it bounced, or its owner asked to be forgotten.
    case suppressed
    /// Somebody before in this audience has the same address; one message per address.
    case duplicateAddress = "duplicate-address"
    /// The person has done already what is asked.
    case alreadyDone = "already-done"
    /// The call has closed.
    case expired
    /// Another call went to the person not long ago, and they want to hear from us more seldom than that.
    case tooSoon = "too-soon"
}

/// What is known of the address by which a channel would reach a person.
public enum Reachability: Sendable, Equatable {
    case reachable, absent, unusable, suppressed, taken
}

/// Everything the gate looks at.
public struct GateFacts: Sendable, Equatable {
    /// The fold of the person's ledger for the channel; `nil` is silence.
    public var consent: ConsentState?
    /// What is known of the address.
    public var address: Reachability
    /// Whether the person has completed the ask.
    public var done: Bool
    /// Whether the call has closed.
    public var expired: Bool
    /// Whether nothing is asked but to confirm a yes: that goes to those who are pending, and to nobody else.
    public var confirms: Bool
    /// Whether the person's ``Frequency`` forbids it.
    public var tooSoon: Bool

    /// Gathers the facts.
    public init(
        consent: ConsentState?,
        address: Reachability,
        done: Bool = false,
        expired: Bool = false,
        confirms: Bool = false,
        tooSoon: Bool = false
    ) {
        self.consent = consent
        self.address = address
        self.done = done
        self.expired = expired
        self.confirms = confirms
        self.tooSoon = tooSoon
    }
}

/// The one gate before every driver: whether a person may be asked on a channel now.
///
/// It runs when a call is planned and again in the transaction that claims a delivery, so that an opt-out in between wins.
///
/// - Parameter facts: What is known at this moment.
/// - Returns: `nil` when the person may be asked, else the first reason that forbids it: consent before anything else.
public func mayAsk(_ facts: GateFacts) -> SkipReason? {
    switch facts.consent {
    case nil: return .noConsent
    case .pending: if !facts.confirms { return .consentPending }
    case .withdrawn: return .consentWithdrawn
    case .granted: if facts.confirms { return .alreadyDone }
    }
    switch facts.address {
    case .absent: return .noAddress
    case .unusable: return .badAddress
    case .suppressed: return .suppressed
    case .taken: return .duplicateAddress
    case .reachable: break
    }
    if facts.done { return .alreadyDone }
    if facts.expired { return .expired }
    return facts.tooSoon && !facts.confirms ? .tooSoon : nil
}
