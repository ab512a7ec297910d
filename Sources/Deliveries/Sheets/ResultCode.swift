package import Calls
import People

/// What came of knocking or calling, as volunteers tick it.
///
/// The names are those of other canvassing programs, so that whoever has canvassed before knows them. Whether the person did what was
/// asked is apart from this. There is no `DC`: volunteers read it as *deceased* and as *disconnected*.
package enum ResultCode: String, Sendable, CaseIterable {
    case canvassed = "C"
    case notHome = "NH"
    case refused = "RF"
    case callBack = "CB"
    case languageBarrier = "LB"
    case literatureLeft = "LIT"
    case moved = "MV"
    case wrongAddress = "WA"
    case doNotContact = "DNC"
    case deceased = "DEC"
    case inaccessible = "IN"

    /// What the legend says.
    package var meaning: String {
        switch self {
        case .canvassed: "talked"
        case .notHome: "not home"
        case .refused: "refused"
        case .callBack: "come back"
        case .languageBarrier: "language barrier"
        case .literatureLeft: "left literature"
        case .moved: "moved"
        case .wrongAddress: "wrong address"
        case .doNotContact: "do not contact again"
        case .deceased: "deceased (ask twice)"
        case .inaccessible: "cannot get in"
        }
    }

    /// What the legend of a sheet says.
    package func meaning(_ meeting: Meeting) -> String {
        switch (meeting, self) {
        case (.byPhone, .notHome): "no answer"
        case (.byPhone, .callBack): "call again"
        case (.byPhone, .literatureLeft): "left a message"
        case (.byPhone, .wrongAddress): "wrong number"
        case (.byPhone, .inaccessible): "busy, no line"
        default: meaning
        }
    }

    /// The ten on each person's row; the frequent ones first.
    package static let ofPerson = allCases.filter { $0 != .inaccessible }

    /// Those that say that the person was not met there.
    package static let ofNobody: Set<ResultCode> = [.notHome, .inaccessible, .moved, .wrongAddress, .deceased]

    /// What can be true of everybody behind a door at once.
    package static let ofDoor: [ResultCode] = [.notHome, .inaccessible]
}

extension ResultCode {
    /// What the result strikes out, and why.
    ///
    /// - Parameter channel: That of the sheet.
    /// - Returns: `nil` when all addresses are as good as before.
    package func strike(on channel: ChannelID) -> (kind: StruckKind, reason: SuppressionReason)? {
        switch (self, Meeting(on: channel)) {
        case (.deceased, _): (.every, .deceased)
        case (.moved, _): (.door, .moved)
        case (.wrongAddress, .atDoors): (.door, .wrongAddress)
        case (.wrongAddress, .byPhone): (.voicePhone, .wrongNumber)
        default: nil
        }
    }

    /// What answers that stand say of a person's addresses: the kinds that are of no use any more, between semicolons.
    ///
    /// - Parameter answers: The codes of the answers that stand for one person, each with the channel of its sheet.
    /// - Returns: Empty when all addresses are as good as before.
    package static func struckOut(_ answers: [(channel: ChannelID, result: String)]) -> String {
        StruckKind.text(answers.compactMap { ResultCode(rawValue: $0.result)?.strike(on: $0.channel)?.kind })
    }
}
