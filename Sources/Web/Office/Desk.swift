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
    /// Compares passwords.
    let passwords = PasswordCheck()

    /// Gathers them.
    ///
    /// - Parameters:
    ///   - channels: The channels that a message file may name.
    ///   - planning: Joins a call with the drivers of its channels.
    ///   - readRowCode: Reads the code at a person's row of a printed sheet.
    ///   - requestsPerMinute: How many requests each token of the API has in a minute.
    package init(
        channels: [ChannelID],
        planning: @escaping @Sendable (Call) -> Planning,
        readRowCode: @escaping @Sendable (String) -> DeliveryNumber?,
        requestsPerMinute: Int = 600
    ) {
        self.channels = channels
        self.planning = planning
        self.readRowCode = readRowCode
        self.requestsPerMinute = requestsPerMinute
    }
}
