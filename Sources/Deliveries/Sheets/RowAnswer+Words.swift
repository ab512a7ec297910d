extension RowAnswer {
    /// Reads `C`, `C did`, `did`.
    ///
    /// - Parameter words: A result, an action, or both, in any order and case.
    package init?(words: some Sequence<Substring>) {
        var result: ResultCode?
        var action: Action?
        for word in words {
            if let code = ResultCode(word: word), result == nil {
                result = code
            } else if let found = Action(rawValue: word.lowercased()), action == nil {
                action = found
            } else {
                return nil
            }
        }
        guard result != nil || action != nil else { return nil }
        self.init(result: result, action: action)
    }

    /// Why words are no answer though each of them is one.
    ///
    /// - Parameter words: Results and actions.
    /// - Returns: Sentences; `nil` when they go together.
    package static func contradiction(in words: some Sequence<Substring>) -> String? {
        let results = words.compactMap { ResultCode(word: $0) }
        let actions = words.compactMap { Action(rawValue: $0.lowercased()) }
        if let other = results.first(where: { $0 != results[0] }) {
            return "\(results[0].rawValue) and \(other.rawValue) cannot both be true of one row. Enter the one that is."
        }
        if let other = actions.first(where: { $0 != actions[0] }) {
            return "'\(actions[0])' and '\(other)' cannot both be true of one row. Enter the one that is."
        }
        guard let result = results.first, let action = actions.first,
            RowAnswer(result: result, action: action).contradictsItself
        else { return nil }
        return
            "\(result.rawValue) says that the person was not met, '\(action)' that they act. Enter the one that is true; if "
            + "they said so elsewhere, '\(action)' alone."
    }

    /// What may be typed.
    package static var choices: String {
        ResultCode.allCases.map(\.rawValue).joined(separator: " ") + ", did, wants"
    }
}

extension ResultCode {
    /// Reads a code as it stands on the sheet, in either case.
    package init?(word: some StringProtocol) { self.init(rawValue: word.uppercased()) }

    /// What can well be true of a whole street, or of everybody on a card.
    package static let ofMany: [ResultCode] = [.notHome, .inaccessible, .literatureLeft]
}
