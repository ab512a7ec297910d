public import Calls
public import Deliveries
import Drawing
import Foundation
import Paper
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
    let press: PaperPress

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
        press = PaperPress(of: Self.id, folder: self.settings.output, paper: self.settings.paper, clock: clock)
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
        let metrics = SheetMetrics(settings.paper)
        let (front, fieldNames) = try Front.survey(briefing, words, metrics)
        return CanvassForecaster(
            fieldNames: fieldNames,
            front: front,
            metrics: metrics,
            doorsPerTurf: settings.doorsPerTurf,
            signUpRows: settings.signUpRows
        )
    }

    /// Prints one file for each envelope.
    public func deliver(_ envelopes: [Envelope], report: @escaping @Sendable (Report) -> Void) async {
        let pages = SheetPress(settings: settings, press: press)
        let whole = WholeBatch(
            reaches: { $0.door != nil },
            unreached: "no door is known",
            print: { try await pages.print($0, if: $1) },
            outcome: outcome
        )
        for envelope in envelopes { await whole.deliver(envelope, report) }
    }

    /// Whether the folder can be written and the usual scripts have fonts.
    public func examine() async -> [Finding] {
        await press.examine()
    }

    private func outcome(of error: any Error) -> Outcome {
        if case PressError.noWords = error { return .refused(reason: "the call has no words for the door") }
        return Outcome(printing: error, of: Self.id, in: settings.output, pages: "sheets")
    }
}
