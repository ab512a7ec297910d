import Crypto
package import Calls
package import People

/// The fan-out: decides for every person of the audience and every channel whether to ask, and adds up what it takes.
///
/// A pure fold. `plan` and `submit` run the same one over the same stream of candidates; `submit` also keeps its decisions.
package struct Planner {
    /// How many people a plan names for each empty field.
    package static let namedHoles = 10

    private let briefing: Briefing
    private let profiles: [ChannelProfile]
    private var channels: [Plan.Channel]
    private var forecasters: [any Forecaster]
    private let fieldNames: [[String]]
    private var audience = 0
    private var digest = SHA256()
    private var scratch: [UInt8] = []

    /// Begins with nobody.
    ///
    /// - Parameters:
    ///   - briefing: The call.
    ///   - profiles: The call's channels.
    ///   - forecasters: One for each channel, in the same order.
    package init(briefing: Briefing, profiles: [ChannelProfile], forecasters: [any Forecaster]) {
        self.briefing = briefing
        self.profiles = profiles
        self.forecasters = forecasters
        fieldNames = forecasters.map(\.fieldNames)
        channels = profiles.map { Plan.Channel(id: $0.id) }
        digest.update(data: Array(briefing.call.source.utf8))
        for profile in profiles { digest.update(data: Array("\n\(profile.id)".utf8)) }
    }

    /// Takes one person of the audience.
    ///
    /// - Parameter candidate: With facts for every channel.
    /// - Returns: For every channel `nil` when the person is to be asked, else the reason why not.
    package mutating func decide(_ candidate: Candidate) -> [SkipReason?] {
        audience += 1
        scratch.removeAll(keepingCapacity: true)
        note(candidate.person.id.rawValue)
        let decisions = candidate.facts.indices.map { index in
            let decision = mayAsk(candidate.facts[index].gate)
            note(decision?.rawValue ?? "")
            if let decision {
                channels[index].skip[decision, default: 0] += 1
            } else {
                channels[index].send += 1
                note(candidate.person.contact(by: profiles[index].addressKind))
                look(at: candidate.person, in: index)
                if !profiles[index].pace.groups {
                    forecasters[index].add(candidate.person, isFirst: candidate.facts[index].isFirst)
                }
            }
            return decision
        }
        digest.update(data: scratch)
        return decisions
    }

    /// Takes one person who would be asked on a channel that groups, in walking order.
    ///
    /// - Parameters:
    ///   - candidate: Somebody ``decide(_:)`` has seen before, with facts for that channel alone.
    ///   - channel: The channel.
    package mutating func walk(_ candidate: Candidate, on channel: ChannelID) {
        guard let index = profiles.firstIndex(where: { $0.id == channel }), let facts = candidate.facts.first,
            mayAsk(facts.gate) == nil
        else { return }
        forecasters[index].add(candidate.person, isFirst: facts.isFirst)
    }

    /// The plan over everybody taken so far.
    ///
    /// - Returns: Counts, reasons, figures and the hash.
    package func plan() -> Plan {
        let hash = digest.finalize().prefix(8).map { byte in
            let digits = String(byte, radix: 16)
            return digits.utf8.count == 1 ? "0" + digits : digits
        }
        var channels = channels
        for index in channels.indices {
            channels[index].forecast = forecasters[index].forecast()
            if briefing.links == nil, fieldNames[index].contains(Briefing.linkField) {
                channels[index].forecast.warnings.append(
                    "{{link}} is empty for everybody: the settings name no public_url, so there is no page to link to."
                )
            }
        }
        return Plan(call: briefing.call.slug, hash: hash.joined(), audience: audience, channels: channels)
    }

    /// Notes the values of the words' fields: for the hash, and for the list of holes.
    private mutating func look(at person: Person, in index: Int) {
        for name in fieldNames[index] where briefing.value(of: name) == nil {
            let value = person.value(of: name) ?? ""
            note(value)
            if value.isEmpty { channels[index].noteHole(name, person.id) }
        }
    }

    /// Adds a text to what the hash covers, with its length before it so that nothing can slide into its neighbour.
    private mutating func note(_ text: String) {
        var count = UInt32(truncatingIfNeeded: text.utf8.count)
        for _ in 0..<4 {
            scratch.append(UInt8(truncatingIfNeeded: count))
            count >>= 8
        }
        scratch.append(contentsOf: text.utf8)
    }
}

extension Person {
    /// What a channel reaches the person by.
    fileprivate func contact(by kind: AddressKind) -> String {
        switch kind {
        case .mailbox, .textPhone: sharedKey(by: kind) ?? door?.key ?? ""
        case .voicePhone: phone?.exact ?? ""
        case .door: door?.key ?? ""
        }
    }
}

extension Plan.Channel {
    fileprivate mutating func noteHole(_ field: String, _ person: PersonID) {
        guard let index = holes.firstIndex(where: { $0.field == field }) else {
            holes.append(Plan.Hole(field: field, count: 1, people: [person]))
            return
        }
        holes[index].count += 1
        if holes[index].people.count < Planner.namedHoles { holes[index].people.append(person) }
    }
}
