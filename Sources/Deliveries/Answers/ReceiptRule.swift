/// What news about a message does to the state of its delivery.
package enum ReceiptRule {
    /// The state a delivery goes to.
    ///
    /// Reports come twice, late and in any order, so each goes up a ladder and none down: `sent` → `delivered` → `bounced`.
    /// "Delivered" is what the last server says that we talk to, and those behind it may still return the message, so a
    /// bounce outranks it; what has come back does not arrive after all. So the end is the same whatever the order.
    ///
    /// What was held or is waiting for another try may have arrived all the same: then it is not sent again. What was put
    /// back into the queue by an organizer (no attempt counted) is not touched by reports about the time before.
    ///
    /// - Parameters:
    ///   - state: Where the delivery stands.
    ///   - attempts: How many attempts are counted.
    ///   - news: What is reported.
    /// - Returns: The new state; `nil` when nothing changes.
    package static func state(from state: DeliveryState, attempts: Int, after news: ReceiptNews) -> DeliveryState? {
        switch (news, state) {
        case (.delivered, .sent), (.delivered, .held), (.delivered, .failed): .delivered
        case (.delivered, .queued) where attempts > 0: .delivered
        case (.bounced, .sent), (.bounced, .held), (.bounced, .delivered): .bounced
        case (.bounced, .queued) where attempts > 0: .bounced
        default: nil
        }
    }
}

/// When bounces that may pass strike out an address all the same.
package struct SoftBounceRule: Sendable, Equatable {
    /// How many of them are too many.
    package let limit: Int
    /// Within what time.
    package let period: Duration

    /// A rule; by default three different messages within thirty days.
    package init(limit: Int = 3, period: Duration = .seconds(30 * 86_400)) {
        self.limit = limit
        self.period = period
    }

    /// Whether so many messages that came back within the period strike out the address.
    package func strikesOut(_ count: Int) -> Bool { count >= limit }
}
