public import Calls
public import Deliveries
import Drawing
import Foundation
import Paper
public import People

/// Prints cards for those who call people up: for the volunteers of a phone bank, or for the members of a phone tree.
///
/// One PDF a batch, handed over when it stands in its folder.
public struct PhoneDriver: ChannelDriver {
    /// `phone`.
    public static let id = ChannelID(rawValue: "phone")

    /// A phone that somebody answers, at home or in a pocket.
    public static let addressKind = AddressKind.voicePhone

    /// Who calls, how many each, and whom to call back.
    public static let callOptions = PhoneSettings.callKeys

    /// A batch of people travels as one envelope; printing it again replaces the file, so repeating is harmless.
    public let pace = Pace(inHand: Self.peoplePerBatch, mayRepeat: true, groups: true)

    /// How many people one file may hold.
    static let peoplePerBatch = 20_000

    let settings: PhoneSettings
    let press: PaperPress

    /// Reads the channel's settings; nothing is opened yet.
    ///
    /// - Parameter settings: `output`, `paper`, `form`, `calls_per_card`, `calls_each`, `call_back`.
    /// - Throws: ``ChannelSettingsError`` naming every fault.
    public init(settings: ChannelSettings) throws(ChannelSettingsError) {
        try self.init(settings: settings) { Timestamp(rawValue: Int64(Date().timeIntervalSince1970 * 1_000)) }
    }

    /// The same with a clock of the caller's, whose moment is the cards' date of issue.
    package init(
        settings: ChannelSettings,
        clock: @escaping @Sendable () -> Timestamp
    ) throws(ChannelSettingsError) {
        self.settings = try PhoneSettings(settings)
        press = PaperPress(of: Self.id, folder: self.settings.output, paper: self.settings.paper, clock: clock)
    }

    /// Measures the script and counts numbers, cards and pages.
    ///
    /// - Parameter briefing: The call.
    /// - Returns: A forecaster that must be shown people in walking order.
    /// - Throws: ``WordsError`` when the call has no words to say, a template is wrong, or the call's own settings are.
    public func forecast(_ briefing: Briefing) throws(WordsError) -> any Forecaster {
        let settings = try settings.with(briefing.call, of: briefing.organization)
        guard let words = briefing.call.words(for: Self.id) else {
            throw WordsError([.init(problem: "there are no words to say on the phone. Write a section '# phone'.")])
        }
        let metrics = SheetMetrics(settings.paper)
        let (front, fieldNames) = try Front.survey(briefing, words, metrics)
        return PhoneForecaster(fieldNames: fieldNames, front: front, metrics: metrics, settings: settings)
    }

    /// Prints one file for each envelope.
    public func deliver(_ envelopes: [Envelope], report: @escaping @Sendable (Report) -> Void) async {
        let pages = CardPress(settings: settings, press: press)
        let whole = WholeBatch(
            reaches: { $0.phone != nil },
            unreached: "no phone number is known",
            print: { try await pages.print($0, if: $1) },
            outcome: { [settings] in Outcome(printing: $0, of: Self.id, in: settings.output, pages: "cards") }
        )
        for envelope in envelopes { await whole.deliver(envelope, report) }
    }

    /// Whether the folder can be written and the usual scripts have fonts.
    public func examine() async -> [Finding] {
        await press.examine()
    }
}
