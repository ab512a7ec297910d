package import Calls
package import Deliveries

/// What the pages for organizers, and the API beside them, need besides the database.
package struct Desk: Sendable {
    /// The channels that a message file may name.
    let channels: [ChannelID]
    /// Joins a call with the drivers of its channels.
    let planning: @Sendable (Call) -> Planning
    /// Reads the code at a person's row of a printed sheet; `nil` for what is none.
    let readRowCode: @Sendable (String) -> DeliveryNumber?
    /// How many requests each token of the API has in a minute.
    let requestsPerMinute: Int
    /// Whether a call is queued only when a second person has agreed to its plan.
    let needsApproval: Bool
    /// Compares passwords.
    let passwords = PasswordCheck()
    /// Tells open pages how their calls go on.
    let live: LiveCalls

    /// Gathers them.
    ///
    /// - Parameters:
    ///   - channels: The channels that a message file may name.
    ///   - planning: Joins a call with the drivers of its channels.
    ///   - readRowCode: Reads the code at a person's row of a printed sheet.
    ///   - requestsPerMinute: How many requests each token of the API has in a minute.
    ///   - needsApproval: Whether a call is queued only when a second person has agreed to its plan.
    ///   - liveEvery: How often open pages hear of their calls.
    package init(
        channels: [ChannelID],
        planning: @escaping @Sendable (Call) -> Planning,
        readRowCode: @escaping @Sendable (String) -> DeliveryNumber?,
        requestsPerMinute: Int = 600,
        needsApproval: Bool = false,
        liveEvery: Duration = .seconds(2)
    ) {
        self.channels = channels
        self.planning = planning
        self.readRowCode = readRowCode
        self.requestsPerMinute = requestsPerMinute
        self.needsApproval = needsApproval
        live = LiveCalls(every: liveEvery)
    }
}
