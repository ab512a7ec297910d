public import Calls

/// What a person has said about being asked on one channel.
///
/// No state at all is silence, and silence is no.
public enum ConsentState: String, Sendable, CaseIterable {
    /// The person opted in.
    case granted
    /// The person was asked to confirm and has not yet.
    case pending
    /// The person opted out.
    case withdrawn
}

/// A line to be added to the consent ledger.
public struct ConsentChange: Sendable, Equatable {
    /// The channel it is about.
    public let channel: ChannelID
    /// What the person said.
    public let state: ConsentState
    /// When the person said it.
    public let at: Timestamp
    /// How we know: a file, a form, a reply, a person's name.
    public let source: String
    /// The exact words the person agreed to, where they were recorded.
    public let wording: String
    /// What proves it: a scan, a message id, a link.
    public let evidence: String

    /// Makes a line out of its parts.
    public init(
        channel: ChannelID,
        state: ConsentState,
        at: Timestamp,
        source: String,
        wording: String = "",
        evidence: String = ""
    ) {
        self.channel = channel
        self.state = state
        self.at = at
        self.source = source
        self.wording = wording
        self.evidence = evidence
    }
}

extension ConsentChange: Masked {
    /// The channel and the state; the free texts may name people.
    public var description: String { "\(channel): \(state.rawValue) at \(at)" }
}
