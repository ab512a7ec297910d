import Calls
import People

/// A call with the drivers of its channels: all that is needed to plan it, as often as wanted.
package struct Planning: Sendable {
    package let briefing: Briefing
    /// The drivers of the call's channels, in the order in which they are shown.
    package let drivers: [any ChannelDriver]

    package init(briefing: Briefing, drivers: [any ChannelDriver]) {
        self.briefing = briefing
        self.drivers = drivers
    }

    package var profiles: [ChannelProfile] { drivers.map { ChannelProfile($0) } }

    /// Begins a plan with nobody in it.
    ///
    /// - Parameter attributes: The attributes that people in the store have; besides those, words may name the fields of
    ///   every person and of every call. `nil` lets every name pass.
    /// - Returns: A planner.
    /// - Throws: ``WordsError`` with everything that is wrong with the words on any channel.
    package func begin(attributes: Set<String>?) throws(WordsError) -> Planner {
        var faults: [WordsError.Fault] = []
        var forecasters: [any Forecaster] = []
        let known = (attributes ?? []).union(Person.fieldNames).union(Briefing.fieldNames)
        for driver in drivers {
            let channel = type(of: driver).id
            faults += strangers(for: driver)
            do {
                let forecaster = try driver.forecast(briefing)
                for name in forecaster.fieldNames where attributes != nil && !known.contains(name) {
                    let line = briefing.call.line(naming: name, for: channel)
                    let problem =
                        "{{\(name)}} is no field of people or calls." + NearMatch.hint(for: name, among: known)
                    let fault = WordsError.Fault(line: line, problem: problem)
                    if !faults.contains(fault) { faults.append(fault) }
                }
                forecasters.append(forecaster)
            } catch {
                faults += error.faults.filter { !faults.contains($0) }
            }
        }
        guard faults.isEmpty else { throw WordsError(faults) }
        return Planner(briefing: briefing, profiles: profiles, forecasters: forecasters)
    }

    /// Options of the call that its channel does not know.
    private func strangers(for driver: any ChannelDriver) -> [WordsError.Fault] {
        let (channel, known) = (type(of: driver).id, type(of: driver).callOptions)
        return briefing.call.options(for: channel).filter { !known.contains($0.key) }.map { option in
            let hint = NearMatch.hint(for: option.key, among: known)
            return .init(
                line: option.line,
                problem: known.isEmpty
                    ? "\(channel).\(option.key) cannot be said in a message file: '\(channel)' has settings in clarion.yaml alone."
                    : "\(channel).\(option.key) is not a known setting of a call.\(hint)"
            )
        }
    }
}

extension Call {
    /// The line of the file on which a channel's words name a field; `nil` when they do not, as for a subject.
    func line(naming field: String, for channel: ChannelID) -> Int? {
        guard let words = words(for: channel) else { return nil }
        let lines = words.source.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.firstIndex { $0.contains("{{") && $0.contains(field) }.map { words.firstLine + $0 }
    }
}
