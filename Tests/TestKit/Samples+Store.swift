package import Calls
package import Deliveries
package import People

extension Samples {
    /// When tests of stores begin: 2026-06-01T12:00:00Z.
    package static let start = Timestamp(rawValue: 1_780_315_200_000)

    /// A row of a people file about a person whom every channel can reach.
    ///
    /// - Parameters:
    ///   - number: Tells one person from another; 1 or more. The identifier is `p` and the number.
    ///   - consents: What the person said, by channel.
    ///   - moment: When they said it.
    /// - Returns: A record that no store may reject.
    /// - Throws: Never, unless the sample addresses become invalid.
    package static func record(
        _ number: Int,
        _ consents: [ChannelID: ConsentState] = [MailChannel.id: .granted],
        at moment: Timestamp = start
    ) throws -> PersonRecord {
        let person = try person(number)
        var record = PersonRecord(id: person.id)
        record.givenName = person.givenName
        record.familyName = person.familyName
        record.email = person.email
        record.phone = person.phone
        record.door = person.door
        record.consents = consents.keys.sorted().compactMap { channel in
            consents[channel].map { ConsentChange(channel: channel, state: $0, at: moment, source: "a sign-up sheet") }
        }
        return record
    }

    /// A call with a source of its own for every slug and words.
    package static func call(
        _ slug: String,
        words: String = "Come to the hearing.",
        audience: AudienceRule = AudienceRule(),
        goal: Int? = nil,
        publishAt: Timestamp? = nil,
        expiresAt: Timestamp? = nil
    ) -> Call {
        Call(
            slug: slug,
            title: "Fill the room for rent stabilization",
            audience: audience,
            action: call.action,
            goal: goal,
            publishAt: publishAt,
            expiresAt: expiresAt,
            words: Words(source: words),
            source: "call: \(slug)\n\n\(words)"
        )
    }

    /// The call with the drivers of its channels.
    package static func planning(_ call: Call, _ drivers: [any ChannelDriver] = [ScriptedDriver<MailChannel>()])
        -> Planning
    {
        Planning(briefing: Briefing(number: 0, call: call, organization: organization), drivers: drivers)
    }
}

extension PersonRecord {
    /// The same record, changed.
    package func with(_ change: (inout PersonRecord) throws -> Void) rethrows -> PersonRecord {
        var record = self
        try change(&record)
        return record
    }
}
