import Calls

/// The consent columns of one row: the states by channel, and how they are known, for one channel or for all.
struct ConsentCells {
    private var states: [(channel: ChannelID, state: ConsentState)] = []
    private var common = Details()
    private var ofChannel: [ChannelID: Details] = [:]

    private struct Details {
        var at: Timestamp?
        var source: String?
        var wording: String?
        var evidence: String?
    }

    mutating func add(_ cell: String, for channel: ChannelID) throws(AddressFault) {
        states.append((channel, try ConsentWord.read(cell)))
    }

    mutating func add(
        _ cell: String,
        as detail: PeopleColumn.ConsentDetail,
        for channel: ChannelID?,
        in file: PeopleFile
    ) throws(AddressFault) {
        var details = channel.map { ofChannel[$0] ?? Details() } ?? common
        switch detail {
        case .at:
            let moment = try ConsentDate.read(cell, timezone: file.organization.timezone)
            guard moment <= file.now else { throw AddressFault("lies in the future; look for a wrong year or day") }
            details.at = moment
        case .source: details.source = try Self.text(cell, lineBreaks: .refused)
        case .wording: details.wording = try Self.text(cell, lineBreaks: .folded)
        case .evidence: details.evidence = try Self.text(cell, lineBreaks: .refused)
        }
        if let channel { ofChannel[channel] = details } else { common = details }
    }

    /// A complete ledger line for each channel with a state; a channel's own details come before the common ones.
    func changes(_ source: String, at now: Timestamp) -> [ConsentChange] {
        states.map { channel, state in
            let own = ofChannel[channel] ?? Details()
            return ConsentChange(
                channel: channel,
                state: state,
                at: own.at ?? common.at ?? now,
                source: own.source ?? common.source ?? source,
                wording: own.wording ?? common.wording ?? "",
                evidence: own.evidence ?? common.evidence ?? ""
            )
        }
    }

    private static func text(_ cell: String, lineBreaks: TidyText.LineBreaks) throws(AddressFault) -> String? {
        let text = SpreadsheetGuard.unguarded(try TidyText.tidied(cell, lineBreaks: lineBreaks))
        return text.isEmpty ? nil : text
    }
}
