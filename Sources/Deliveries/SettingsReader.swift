public import Calls

/// Reads a channel's settings key by key, and reports everything that is wrong at once.
public struct SettingsReader: Sendable {
    private let settings: ChannelSettings
    /// What stands before a key in sentences.
    private let prefix: String
    /// The lines of a message file's keys.
    private let lines: [String: Int]
    private var known: [String] = []
    private var faults: [(key: String, problem: String)] = []

    init(settings: ChannelSettings) {
        self.settings = settings
        prefix = "channels.\(settings.channel)."
        lines = [:]
    }

    /// Reads what a message file says of a channel instead.
    ///
    /// - Parameters:
    ///   - options: As they stand there.
    ///   - channel: Whose they are.
    ///   - organization: Who runs this installation.
    public init(options: [ChannelOption], of channel: ChannelID, _ organization: Organization) {
        let values = Dictionary(options.map { ($0.key, $0.value) }) { first, _ in first }
        settings = ChannelSettings(channel: channel, values: values, organization: organization)
        prefix = "\(channel)."
        lines = Dictionary(options.map { ($0.key, $0.line) }) { first, _ in first }
    }

    /// A text that may be absent.
    ///
    /// - Parameter key: The setting's name.
    /// - Returns: `nil` when it is absent or empty.
    public mutating func optionalText(_ key: String) -> String? {
        known.append(key)
        guard let value = settings.values[key], !value.isEmpty else { return nil }
        return value
    }

    /// A text with a default.
    public mutating func text(_ key: String, default standard: String) -> String {
        optionalText(key) ?? standard
    }

    /// A text that must be there.
    ///
    /// - Parameters:
    ///   - key: The setting's name.
    ///   - example: What it might look like, for the sentence.
    /// - Returns: The text; empty when it is absent, which is then a fault.
    public mutating func requiredText(_ key: String, example: String) -> String {
        if let value = optionalText(key) { return value }
        refuse(key, "is missing. Write '\(key): \(example)'.")
        return ""
    }

    /// A whole number within bounds.
    public mutating func integer(_ key: String, default standard: Int, in range: ClosedRange<Int>) -> Int {
        guard let text = optionalText(key) else { return standard }
        guard let number = Int(text), range.contains(number) else {
            refuse(key, "must be a whole number from \(range.lowerBound) to \(range.upperBound).")
            return standard
        }
        return number
    }

    /// A rate that may be absent, such as `20/s`.
    public mutating func rate(_ key: String) -> Rate? {
        guard let text = optionalText(key) else { return nil }
        if let rate = Rate(text) { return rate }
        refuse(key, "must be a whole number up to 1000000 and a time: 20/s, 600/min, 1000/h or 10000/day.")
        return nil
    }

    /// One word of several.
    public mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String,
        default standard: Choice
    ) -> Choice {
        guard let text = optionalText(key) else { return standard }
        if let choice = Choice(rawValue: text.lowercased()) { return choice }
        let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        refuse(key, "must be one of \(names).")
        return standard
    }

    /// Notes a fault of a setting.
    ///
    /// - Parameters:
    ///   - key: The setting's name.
    ///   - sentence: What is wrong and what to do, to be read behind the key; never the value of a secret.
    public mutating func refuse(_ key: String, _ sentence: String) {
        faults.append((key, "\(prefix)\(key) \(sentence)"))
    }

    /// Ends reading.
    ///
    /// - Throws: ``ChannelSettingsError`` with every fault noted and every key that nobody asked for.
    public func finish() throws(ChannelSettingsError) {
        let all = faults + unknown
        guard all.isEmpty else { throw ChannelSettingsError(all.map(\.problem)) }
    }

    /// Ends reading what a message file says; keys that no channel knows are found when the call is planned.
    ///
    /// - Throws: ``WordsError`` with every fault noted, each with its line.
    public func finishOptions() throws(WordsError) {
        guard faults.isEmpty else {
            throw WordsError(faults.map { .init(line: lines[$0.key] ?? lines.values.min(), problem: $0.problem) })
        }
    }

    private var unknown: [(key: String, problem: String)] {
        settings.values.keys.filter { !known.contains($0) }.sorted().map { key in
            (key, "\(prefix)\(key) is not a known setting." + NearMatch.hint(for: key, among: known))
        }
    }
}
