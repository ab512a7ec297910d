package import Calls
package import People

/// The dry run of a call: who would be asked by which channel, who not and why, and what it would take.
package struct Plan: Sendable, Equatable {
    /// One channel's part.
    package struct Channel: Sendable, Equatable {
        package let id: ChannelID
        /// How many would be asked.
        package var send = 0
        /// How many would not, by reason.
        package var skip: [SkipReason: Int] = [:]
        /// What it would take.
        package var forecast = Forecast()
        /// Fields of the words that are empty for some who would be asked, in the order of the words.
        package var holes: [Hole] = []
    }

    /// A field that is empty for some people.
    package struct Hole: Sendable, Equatable {
        package let field: String
        package var count: Int
        /// The first of them, at most ``Planner/namedHoles``.
        package var people: [PersonID]
    }

    /// The call's slug.
    package let call: String
    /// A fingerprint of call, audience and words: 16 hexadecimal digits that stay as long as nothing moves.
    package let hash: String
    /// How many persons the call is for.
    package let audience: Int
    package let channels: [Channel]

    /// What is worth a look before submitting.
    package var warnings: [String] {
        nobody
            + channels.flatMap { channel in
                channel.forecast.warnings.map { "\(channel.id): \($0)" }
                    + channel.holes.map { hole in
                        let named = hole.people.map(\.rawValue).joined(separator: ", ")
                        let people = hole.count == 1 ? "1 person" : "\(hole.count) people"
                        let more = hole.count > hole.people.count ? ", …" : ""
                        return "\(channel.id): {{\(hole.field)}} is empty for \(people): \(named)\(more)"
                    }
            }
    }

    /// What a call says that would go to nobody, since its name is taken once it is submitted.
    private var nobody: [String] {
        if audience == 0 {
            return ["nobody is in the audience. Look at the tags under 'audience', and at who is on record."]
        }
        return channels.allSatisfy { $0.send == 0 } ? ["nobody would be asked: everybody is left out."] : []
    }

    /// What forbids submitting.
    package var faults: [String] {
        channels.flatMap { channel in channel.forecast.faults.map { "\(channel.id): \($0)" } }
    }
}
