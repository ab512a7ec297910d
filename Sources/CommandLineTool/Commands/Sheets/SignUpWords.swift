import Calls
import Deliveries

extension SignUpResult {
    /// What became of a row, in sentences, and whether somebody has to look at something.
    ///
    /// - Parameters:
    ///   - row: Which.
    ///   - sheet: Of which page.
    /// - Returns: No address and no name.
    func words(row: Int, sheet: String) -> (text: String, isWell: Bool) {
        switch self {
        case .entered(let entry): entry.words(row: row)
        case .unchanged(let person): ("Row \(row) was entered before, for \(person): nothing changed.", true)
        case .optedOutSince(let person, let channels):
            (
                "Row \(row) was entered before, for \(person), who has opted out of "
                    + "\(channels.map(\.description).joined(separator: ", ")) since: that stands, and no row that was entered "
                    + "before it undoes it. If they have said yes again, record that with 'clarion consent grant'.",
                false
            )
        case .noSuchRow(of: 0): ("Sheet \(sheet) has no rows for new people.", false)
        case .noSuchRow(of: 1): ("Sheet \(sheet) has one row for new people: row=1.", false)
        case .noSuchRow(let count): ("Sheet \(sheet) has rows 1 to \(count) for new people.", false)
        case .enteredOtherwise(let person):
            (
                "Row \(row) was entered before and said something else, for \(person). Look at the row's number; "
                    + "what is wrong with that person is mended by 'clarion people import' with the id, and 'clarion consent'.",
                false
            )
        case .otherAddress(let person, let kinds):
            (
                "The row is that of \(person), who has another \(kinds.map(\.rawValue).joined(separator: " and another ")) on record. "
                    + "If it is the same person and the row's is right, enter the line once more with 'replace' at its end.",
                false
            )
        case .deferred: ("Row \(row) waits for a person: 'clarion sheets review'.", false)
        case .taken: ("Row \(row) was typed before, or waits for a person: 'clarion sheets review'.", false)
        case .forgotten:
            (
                "Somebody with the row's address asked to be forgotten. If the row was signed after that, "
                    + "enter the line once more with 'anew' at its end.",
                false
            )
        }
    }
}

extension UndoneSignUp {
    /// What was taken back, in sentences.
    ///
    /// - Returns: No address and no name.
    var words: String {
        guard let person else { return "Taken back: row \(row), which waited for a person." }
        let list = channels.map(\.description).joined(separator: ", ")
        var text = "Taken back: row \(row), \(person). "
        text +=
            channels.isEmpty
            ? "It had opted in to nothing." : "Their yes to \(list) stands no more; the ledger keeps both."
        if isNew { text += " The person stays without a yes; the row typed once more is theirs." }
        if keepsAddresses { text += " What was changed of the person since then stays, addresses too." }
        return text
    }
}

extension SignUpEntry {
    fileprivate func words(row: Int) -> (text: String, isWell: Bool) {
        var parts = ["Row \(row): \(isNew ? "new person" : "added to") \(person)"]
        if hasOtherName { parts[0] += " (on record under another name, which stays)" }
        func list(_ channels: [some CustomStringConvertible]) -> String {
            channels.map(\.description).joined(separator: ", ")
        }
        if !granted.isEmpty { parts.append("opted in to \(list(granted))") }
        if !known.isEmpty { parts.append("opted in before to \(list(known))") }
        if granted.isEmpty, known.isEmpty { parts.append("opted in to nothing") }
        var text = parts.joined(separator: "; ") + "."
        if !anew.isEmpty {
            text +=
                " Had opted out of \(list(anew)) before, and is back since you say that the row was signed after that."
        }
        if !optedOut.isEmpty {
            text +=
                " Has opted out of \(list(optedOut)), and that stands. If the row was signed after that, "
                + "enter the line once more with 'anew' at its end."
        }
        return (text, optedOut.isEmpty)
    }
}
