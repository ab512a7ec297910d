package import Calls
package import Deliveries

/// What would happen if the call were submitted now, in figures: the first thing on the page.
package struct RehearsalSummary: Sendable {
    /// One channel's share.
    package struct Channel: Sendable {
        /// Which channel.
        package let id: ChannelID
        /// How many people would be asked through it.
        package let send: Int
        /// How many would not, by the reason as the log names it: `no-consent`.
        package let skips: [String: Int]
        /// What the channel itself forecasts: parts, doors, sheets.
        package let forecast: Forecast

        /// Gathers one channel's share.
        package init(id: ChannelID, send: Int, skips: [String: Int], forecast: Forecast = Forecast()) {
            self.id = id
            self.send = send
            self.skips = skips
            self.forecast = forecast
        }
    }

    /// The call's title.
    package let title: String
    /// Who asks.
    package let organization: String
    /// How many people should do it; `nil` when the call names no goal.
    package let goal: Int?
    /// How many people the call is for.
    package let audience: Int
    /// The channels in the order of the call.
    package let channels: [Channel]
    /// Things to look at before submitting, from the plan and from the rehearsal itself.
    package let warnings: [String]

    /// Gathers a summary.
    package init(
        title: String,
        organization: String,
        goal: Int?,
        audience: Int,
        channels: [Channel],
        warnings: [String] = []
    ) {
        self.title = title
        self.organization = organization
        self.goal = goal
        self.audience = audience
        self.channels = channels
        self.warnings = warnings
    }
}
