package import Calls
package import Deliveries
package import People
import Synchronization

/// A driver that says what its script says, and keeps what it was handed.
package final class ScriptedDriver<Channel: ScriptedChannel>: ChannelDriver {
    /// What to report of an item: nothing forgets it, two outcomes report it twice.
    package typealias Script = @Sendable (Item) async -> [Outcome]

    package static var id: ChannelID { Channel.id }
    package static var addressKind: AddressKind { Channel.addressKind }
    package let pace: Pace
    private let faults: [String]
    private let script: Script
    private let kept = Mutex<[Envelope]>([])

    /// Makes a driver.
    ///
    /// - Parameters:
    ///   - pace: How it wants to be fed.
    ///   - faults: What its forecasts find wrong with every call.
    ///   - script: What it says of each item; by default that it was sent.
    package init(
        pace: Pace = Channel.pace,
        faults: [String] = [],
        script: @escaping Script = { _ in [.sent(reference: nil)] }
    ) {
        self.pace = pace
        self.faults = faults
        self.script = script
    }

    package convenience init(settings: ChannelSettings) throws(ChannelSettingsError) { self.init() }

    /// Every envelope so far.
    package var envelopes: [Envelope] { kept.withLock { $0 } }

    /// Every item so far, an item that was handed over twice twice.
    package var items: [Item] { envelopes.flatMap(\.items) }

    package func forecast(_ briefing: Briefing) throws(WordsError) -> any Forecaster {
        HeadCount(words: briefing.call.words(for: Channel.id)?.source ?? "", faults: faults)
    }

    package func deliver(_ envelopes: [Envelope], report: @escaping @Sendable (Report) -> Void) async {
        for envelope in envelopes {
            if Task.isCancelled {
                for item in envelope.items { report(Report(item.delivery, .interrupted)) }
                continue
            }
            let items = envelope.items.filter { envelope.mayBegin($0.delivery) }
            for item in envelope.items where !items.contains(where: { $0.delivery == item.delivery }) {
                report(Report(item.delivery, .interrupted))
            }
            guard !items.isEmpty else { continue }
            kept.withLock { $0.append(Envelope(briefing: envelope.briefing, batch: envelope.batch, items: items)) }
            for item in items {
                for outcome in await script(item) { report(Report(item.delivery, outcome)) }
            }
        }
    }

    package func examine() async -> [Finding] { [] }
}

/// Counts who would be asked, and names the fields between double braces.
private struct HeadCount: Forecaster {
    let fieldNames: [String]
    let faults: [String]
    private var people = 0

    init(words: String, faults: [String]) {
        fieldNames = words.split(separator: "{{", omittingEmptySubsequences: false).dropFirst().compactMap { rest in
            rest.firstRange(of: "}}").map { String(rest[..<$0.lowerBound]) }
        }
        self.faults = faults
    }

    mutating func add(_ person: Person, isFirst: Bool) { people += 1 }

    func forecast() -> Forecast { Forecast(figures: [("people", .number(people))], faults: faults) }
}
