import Calls
import Deliveries
import Paper
import People

/// Who calls: volunteers with a pile of cards, or the members themselves.
enum PhoneForm: String, Sendable, CaseIterable {
    case bank, tree
}

/// What stands under `phone` in the settings, and for one call under `phone` in its message file.
struct PhoneSettings: Sendable, Equatable {
    /// The folder that takes the cards.
    let output: String
    let paper: PaperSize
    let form: PhoneForm
    /// At most so many numbers on a card of a phone bank.
    let callsPerCard: Int
    /// At most so many members are called by one member of a tree.
    let callsEach: Int
    /// Whom the last callers of a tree call back; always there for a tree.
    let callBack: PhoneNumber?

    /// What a message file may say otherwise.
    static let callKeys = ["form", "calls_per_card", "calls_each", "call_back"]

    init(_ settings: ChannelSettings) throws(ChannelSettingsError) {
        var reader = settings.reader()
        output = reader.text("output", default: "cards")
        paper = reader.choice("paper", default: PaperSize(usualIn: settings.organization.region))
        let readings = Readings(&reader, nil, region: settings.organization.region)
        (form, callsPerCard, callsEach, callBack) = readings.parts
        try reader.finish()
    }

    /// The same settings with what a call says for itself.
    ///
    /// - Throws: ``WordsError`` with every fault of the call's part, each with its line.
    func with(_ call: Call, of organization: Organization) throws(WordsError) -> PhoneSettings {
        var reader = SettingsReader(options: call.options(for: PhoneDriver.id), of: PhoneDriver.id, organization)
        let readings = Readings(&reader, self, region: organization.region)
        try reader.finishOptions()
        return PhoneSettings(self, readings)
    }

    private init(_ settings: PhoneSettings, _ readings: Readings) {
        output = settings.output
        paper = settings.paper
        (form, callsPerCard, callsEach, callBack) = readings.parts
    }
}

/// The keys that stand in the settings and in message files alike.
private struct Readings {
    let parts: (PhoneForm, Int, Int, PhoneNumber?)

    init(_ reader: inout SettingsReader, _ settings: PhoneSettings?, region: String) {
        let form = reader.choice("form", default: settings?.form ?? .bank)
        let callsPerCard = reader.integer("calls_per_card", default: settings?.callsPerCard ?? 20, in: 3...200)
        let callsEach = reader.integer("calls_each", default: settings?.callsEach ?? 3, in: 2...6)
        var callBack = settings?.callBack
        let written = reader.optionalText("call_back")
        if let written {
            do throws(AddressFault) { callBack = try PhoneNumber(written, region: region) } catch {
                reader.refuse("call_back", "\(error).")
            }
        }
        if form == .tree, callBack == nil, written == nil {
            reader.refuse(
                "call_back",
                "is missing: the last callers of a tree call the organizer back. Write 'call_back: \"+12125550100\"'."
            )
        }
        // The settings serve calls of either form; what one call says must mean something in it.
        if settings != nil { Self.refuseIdle(&reader, form) }
        parts = (form, callsPerCard, callsEach, callBack)
    }

    private static func refuseIdle(_ reader: inout SettingsReader, _ form: PhoneForm) {
        let idle =
            switch form {
            case .bank: ["calls_each", "call_back"]
            case .tree: ["calls_per_card"]
            }
        for key in idle where reader.optionalText(key) != nil {
            let other = form == .bank ? PhoneForm.tree : .bank
            reader.refuse(
                key,
                "means nothing in a phone \(form), which this call is. Take it out, or write 'form: \(other)'."
            )
        }
    }
}
