public import Calls
public import Deliveries
import Drawing
import Foundation
public import People

/// Prints sheets for volunteers who go from door to door: one PDF a batch, handed over when it stands in its folder.
public struct CanvassDriver: ChannelDriver {
    /// `canvass`.
    public static let id = ChannelID(rawValue: "canvass")

    /// A door.
    public static let addressKind = AddressKind.door

    /// A batch of doors travels as one envelope; printing it again replaces the file, so repeating is harmless.
    public let pace = Pace(inHand: Self.peoplePerBatch, mayRepeat: true, groups: true)

    /// How many people one file may hold.
    static let peoplePerBatch = 20_000

    let settings: CanvassSettings
    let press: SheetPress

    /// Reads the channel's settings; nothing is opened yet.
    ///
    /// - Parameter settings: `output`, `paper`, `doors_per_turf`.
    /// - Throws: ``ChannelSettingsError`` naming every fault.
    public init(settings: ChannelSettings) throws(ChannelSettingsError) {
        try self.init(settings: settings) { Timestamp(rawValue: Int64(Date().timeIntervalSince1970 * 1_000)) }
    }

    /// The same with a clock of the caller's, whose moment is the sheets' date of issue.
    package init(
        settings: ChannelSettings,
        clock: @escaping @Sendable () -> Timestamp
    ) throws(ChannelSettingsError) {
        self.settings = try CanvassSettings(settings)
        press = SheetPress(settings: self.settings, clock: clock)
    }

    /// Measures the script and counts doors and pages.
    ///
    /// - Parameter briefing: The call.
    /// - Returns: A forecaster that must be shown people in walking order.
    /// - Throws: ``WordsError`` when the call has no words for a sheet or a template is wrong.
    public func forecast(_ briefing: Briefing) throws(WordsError) -> any Forecaster {
        guard let words = briefing.call.words(for: Self.id) else {
            throw WordsError([.init(problem: "there are no words for the door. Write a section '# canvass'.")])
        }
        do {
            let metrics = SheetMetrics(settings.paper)
            let front = try Front(briefing, words, metrics, Typesetter())
            var names: [String] = []
            for name in try words.paragraphs().flatMap(\.markup.fieldNames) where !names.contains(name) {
                names.append(name)
            }
            return CanvassForecaster(
                fieldNames: names,
                front: front,
                metrics: metrics,
                doorsPerTurf: settings.doorsPerTurf,
                signUpRows: settings.signUpRows
            )
        } catch let error as TemplateError {
            throw WordsError([.init(line: words.firstLine + error.line - 1, problem: error.problem)])
        } catch {
            throw WordsError([.init(problem: "the script could not be set: \(error).")])
        }
    }

    /// Prints one file for each envelope.
    public func deliver(_ envelopes: [Envelope], report: @escaping @Sendable (Report) -> Void) async {
        for envelope in envelopes { await deliver(envelope, report) }
    }

    /// Prints a batch; anew without them, when somebody on it withdrew while it was being drawn.
    private func deliver(_ envelope: Envelope, _ report: @escaping @Sendable (Report) -> Void) async {
        var items = envelope.items
        while true {
            let mayBegin = envelope.whichMayBegin(items.map(\.delivery))
            let (begun, stopped) = items.partitioned { mayBegin.contains($0.delivery) }
            for item in stopped { report(Report(item.delivery, .interrupted)) }
            let (atDoors, nowhere) = begun.partitioned { $0.person.door != nil }
            for item in nowhere { report(Report(item.delivery, .refused(reason: "no door is known"))) }
            guard !atDoors.isEmpty else { return }
            items = atDoors
            let deliveries = atDoors.map(\.delivery)
            let batch = Envelope(
                briefing: envelope.briefing,
                batch: envelope.batch,
                turf: envelope.turf,
                items: atDoors
            )
            do {
                let rows = try await press.print(batch) {
                    envelope.whichMayBegin(deliveries).count == deliveries.count
                }
                guard let rows else { continue }
                for row in rows {
                    report(Report(row.delivery, .sent(reference: row.reference), place: row.place))
                }
            } catch {
                for item in atDoors { report(Report(item.delivery, outcome(of: error))) }
            }
            return
        }
    }

    /// Whether the folder can be written and the usual scripts have fonts.
    public func examine() async -> [Finding] {
        await press.examine()
    }

    private func outcome(of error: any Error) -> Outcome {
        switch error {
        case is CancellationError: .interrupted
        case DrawingError.file:
            .waiting(
                Waiting(
                    .unreachable,
                    reason: "channels.canvass.output '\(settings.output)' cannot be written: \(error). "
                        + "Make room there or name another folder."
                )
            )
        case let error as TemplateError: .refused(reason: "the script's \(error)")
        case PressError.noWords: .refused(reason: "the call has no words for the door")
        default: .retry(reason: "the sheets could not be drawn: \(error)")
        }
    }
}

extension Array {
    fileprivate func partitioned(by belongs: (Element) -> Bool) -> (matching: [Element], rest: [Element]) {
        // Each is asked about once: the answer may change with time.
        reduce(into: ([], [])) { parts, element in
            if belongs(element) { parts.0.append(element) } else { parts.1.append(element) }
        }
    }
}
