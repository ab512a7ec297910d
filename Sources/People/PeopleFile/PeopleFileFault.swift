import Calls

/// Why a file cannot be read as a list of people, though it is a table.
package enum PeopleFileFault: Error, Equatable, Sendable {
    /// The first row looks like a person rather than like names of columns.
    case noHeader
    /// Two columns mean the same; their numbers, from 1, and what they mean.
    case duplicate(first: Int, second: Int, meaning: String)
    /// No row of the file could tell one person from another; the names of its columns.
    case nobodyToTellApart(columns: [String])
    /// A column `consent` that does not say for which channel.
    case consentWithoutChannel
}

extension PeopleFileFault: CustomStringConvertible {
    /// What is wrong and what to do.
    package var description: String {
        switch self {
        case .noHeader:
            return "line 1: the first row looks like a person; put a row with the columns' names above it, "
                + "such as: given_name,family_name,email,email_consent"
        case .duplicate(let first, let second, let meaning):
            return "line 1: columns \(first) and \(second) both mean '\(meaning)'; keep one or rename one"
        case .nobodyToTellApart(let columns):
            return "line 1: there is no column by which people could be told apart; "
                + "name at least one of id, email, phone, or a name and a street.\(hint(columns))"
        case .consentWithoutChannel:
            return "line 1: the column 'consent' does not say for which channel; name it email_consent, sms_consent, …"
        }
    }

    private func hint(_ columns: [String]) -> String {
        for column in columns {
            if let meant = NearMatch.find(column, among: ["email", "phone", "street", "name"]) {
                return " Did you mean '\(meant)'?"
            }
        }
        return ""
    }
}

/// Why a row of a people file was not taken: everything that is wrong with it, never a value out of it.
package struct RowFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// The line on which the row begins.
    package let line: Int
    /// A sentence each, naming its column: "email has no '@'".
    package let reasons: [String]

    package init(line: Int, reasons: [String]) {
        self.line = line
        self.reasons = reasons
    }

    /// All reasons, for the file of rejected rows.
    package var reason: String { reasons.joined(separator: "; ") }

    /// The line and all reasons.
    package var description: String { "line \(line): \(reason)" }
}
