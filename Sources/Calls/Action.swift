/// What people are asked to do, and how they can complete it.
public struct Action: Sendable, Equatable, Codable {
    /// The sorts of action an organizer may ask for.
    public enum Kind: String, Sendable, CaseIterable, Codable {
        case attend, sign, phone, write, donate, volunteer, share, reply, other
    }

    /// The sort of action.
    public let kind: Kind
    /// The ask in one clear sentence: "Come to the hearing".
    public let ask: String
    /// When it happens, as a moment.
    public let when: Timestamp?
    /// When it happens, in words for people in the organization's zone: "Friday, December 4, 2026 at 6:30 PM".
    public let whenText: String?
    /// The day on which it happens, `2026-12-04`, when no time of day is known; else `nil`.
    public let day: String?
    /// Where it happens.
    public let place: String?
    /// Where it can be completed online: an `http` or `https` address.
    public let url: String?
    /// The word that completes it by text message, upper case: `YES`.
    public let reply: String?

    /// Makes an action out of its parts.
    public init(
        kind: Kind,
        ask: String,
        when: Timestamp? = nil,
        whenText: String? = nil,
        day: String? = nil,
        place: String? = nil,
        url: String? = nil,
        reply: String? = nil
    ) {
        self.kind = kind
        self.ask = ask
        self.when = when
        self.whenText = whenText
        self.day = day
        self.place = place
        self.url = url
        self.reply = reply
    }
}
