package import Calls
package import People

/// What other programs can be told of as it happens; the raw values stand in settings and messages.
package enum WebhookEvent: String, Sendable, CaseIterable {
    /// A delivery was refused, or given up.
    case deliveryFailed = "delivery.failed"
    /// A message came back.
    case deliveryBounced = "delivery.bounced"
    /// A person did what was asked.
    case completion
    /// A person opted out of a channel.
    case consentWithdrawn = "consent.withdrawn"
    /// Nothing of a call is queued, in flight, or waits for a decision any more.
    case callFinished = "call.finished"
}

/// Somebody who wants to be told, as the store knows them.
package struct WebhookListener: Sendable, Equatable {
    /// Stands for the address, which may hold a secret and is not kept: 16 hexadecimal digits.
    package let name: String
    package let events: Set<WebhookEvent>

    package init(name: String, events: Set<WebhookEvent>) {
        self.name = name
        self.events = events
    }

    /// The events as stores keep them: each between two blanks.
    package var kept: String { " \(events.map(\.rawValue).sorted().joined(separator: " ")) " }
}

/// Something that happened, to be told to one listener.
///
/// It holds ids and no address.
package struct WebhookMessage: Sendable, Equatable {
    package let number: Int64
    /// The same at every try, and never the same for two messages: what a receiver knows it by.
    package let id: String
    package let event: WebhookEvent
    /// When it happened.
    package let at: Timestamp
    /// The call's slug.
    package let call: String?
    package let person: PersonID?
    package let channel: ChannelID?
    /// Why, or how it is known: the server's words, the way of a completion, the source of an opt-out.
    package let detail: String?
    /// How often it was tried before.
    package let attempts: Int

    package init(
        number: Int64,
        id: String,
        event: WebhookEvent,
        at: Timestamp,
        call: String?,
        person: PersonID?,
        channel: ChannelID?,
        detail: String?,
        attempts: Int
    ) {
        self.number = number
        self.id = id
        self.event = event
        self.at = at
        self.call = call
        self.person = person
        self.channel = channel
        self.detail = detail
        self.attempts = attempts
    }
}
