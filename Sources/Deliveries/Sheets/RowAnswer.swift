/// What a row of a sheet says came of it: was anybody reached, and do they act.
package struct RowAnswer: Sendable, Equatable {
    /// What the person does about the ask; apart from whether they were reached.
    package enum Action: String, Sendable, CaseIterable {
        case did, wants
    }

    package let result: ResultCode?
    package let action: Action?

    package init(result: ResultCode?, action: Action? = nil) {
        self.result = result
        self.action = action
    }

    /// Whether it says that nobody was met there, and yet what the person does.
    package var contradictsItself: Bool { action != nil && result.map(ResultCode.ofNobody.contains) ?? false }

    /// Whether it says nothing.
    package var isEmpty: Bool { result == nil && action == nil }
}

extension RowAnswer: CustomStringConvertible {
    /// `C, did`; `NH`.
    package var description: String {
        [result?.rawValue, action?.rawValue].compactMap(\.self).joined(separator: ", ")
    }
}

/// How an answer came in.
package enum AnswerSource: String, Sendable, CaseIterable {
    case scan, hand
}
