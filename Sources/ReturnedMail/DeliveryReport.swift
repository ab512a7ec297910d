import Deliveries
import Foundation
import MIME
import People

/// A delivery status notification (RFC 3464): what its first recipient with news says.
struct DeliveryReport {
    /// What was done; it decides, not the class of the status (RFC 3464 2.3.3).
    enum Action: String {
        case failed, delayed, delivered, relayed, expanded
    }

    let action: Action
    let bounce: Bounce

    /// Reads a report; `nil` when the mail is none.
    init?(_ mail: MIMEPart) {
        let types = ["message/delivery-status", "message/global-delivery-status"]
        guard let part = types.lazy.compactMap({ mail.first($0) }).first, let text = part.text else { return nil }
        // The first group is about the message, each other about one recipient.
        let groups = StatusFields.groups(text)
        let recipients = groups.filter { $0["action"] != nil }
        let failed = recipients.first { Self.action(of: $0) == .failed }
        guard let group = failed ?? recipients.first, let action = Self.action(of: group) else { return nil }
        self.action = action
        let words = StatusFields.value(group["diagnostic-code"]) ?? group["status"] ?? "no reason given"
        let addresses = ["original-recipient", "final-recipient"].compactMap { name in
            StatusFields.value(group[name]).flatMap { try? EmailAddress($0).key }
        }
        bounce = Bounce(
            BounceSeverity.permanence(status: group["status"], words: words),
            words: words,
            addresses: Set(addresses)
        )
    }

    private static func action(of group: [String: String]) -> Action? {
        // A comment may follow the word.
        let word = group["action"]?.split { $0 == " " || $0 == "(" || $0 == "\t" }.first
        return word.flatMap { Action(rawValue: $0.lowercased()) }
    }
}

/// Groups of fields between empty lines, as reports are made of (RFC 3464 2.1).
enum StatusFields {
    /// More recipients than a report of one of our mails can have.
    private static let groupLimit = 100

    /// The groups, each by lower-case field names, continued lines joined.
    static func groups(_ text: String) -> [[String: String]] {
        var groups: [[String: String]] = [[:]]
        var last: String?
        for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let line = String(decoding: line, as: UTF8.self)
            let trimmed = line.trimmingCharacters(in: .whitespacesAndNewlines)
            if trimmed.isEmpty {
                if groups.last?.isEmpty == false { groups.append([:]) }
                if groups.count > groupLimit { break }
                last = nil
            } else if let name = last, line.first == " " || line.first == "\t" {
                let known = groups[groups.count - 1][name] ?? ""
                if known.utf8.count < 2_000 { groups[groups.count - 1][name] = "\(known) \(trimmed)" }
            } else if let colon = trimmed.firstIndex(of: ":") {
                let name = trimmed[..<colon].lowercased()
                last = name
                if groups[groups.count - 1][name] == nil {
                    groups[groups.count - 1][name] = trimmed[trimmed.index(after: colon)...]
                        .trimmingCharacters(in: .whitespaces)
                }
            }
        }
        return groups.filter { !$0.isEmpty }
    }

    /// What stands behind the type: `rfc822; ada@example.org`.
    static func value(_ field: String?) -> String? {
        guard let field, let semicolon = field.firstIndex(of: ";") else { return field }
        let value = field[field.index(after: semicolon)...].trimmingCharacters(in: .whitespaces)
        return value.isEmpty ? nil : value
    }
}
