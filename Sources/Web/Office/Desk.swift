package import Calls
package import Deliveries

/// What the pages for organizers need besides the database.
package struct Desk: Sendable {
    /// The channels that a message file may name.
    let channels: [ChannelID]
    /// Joins a call with the drivers of its channels.
    let planning: @Sendable (Call) -> Planning
    /// Reads the code at a person's row of a printed sheet; `nil` for what is none.
    let readRowCode: @Sendable (String) -> DeliveryNumber?
    /// Compares passwords.
    let passwords = PasswordCheck()

    /// Gathers them.
    ///
    /// - Parameters:
    ///   - channels: The channels that a message file may name.
    ///   - planning: Joins a call with the drivers of its channels.
    ///   - readRowCode: Reads the code at a person's row of a printed sheet.
    package init(
        channels: [ChannelID],
        planning: @escaping @Sendable (Call) -> Planning,
        readRowCode: @escaping @Sendable (String) -> DeliveryNumber?
    ) {
        self.channels = channels
        self.planning = planning
        self.readRowCode = readRowCode
    }
}
