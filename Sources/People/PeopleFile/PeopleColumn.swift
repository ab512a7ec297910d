package import Calls

/// What a column of a people file means.
package enum PeopleColumn: Hashable, Sendable {
    /// A field of the person.
    case field(PersonField)
    /// A JSON object with further attributes, as listmonk has it.
    case attributes
    /// What the person said on a channel: `email_consent`.
    case consent(ChannelID)
    /// How we know it, for one channel (`email_consent_at`) or for all of them (`consent_at`).
    case consentDetail(ConsentDetail, ChannelID?)
    /// Kept as an attribute under this name.
    case attribute(String)
    /// A column without a name; it must be empty.
    case unnamed
    /// Written by ourselves into a file of rejected rows.
    case ignored

    /// What a ledger line says beside the state.
    package enum ConsentDetail: String, CaseIterable, Sendable {
        case source, at, wording, evidence
    }

    /// Reads a column's name; case, spaces, hyphens and underscores do not matter.
    init(_ header: String) {
        let name = Self.usableName(header)
        if name.isEmpty {
            self = .unnamed
        } else if let field = PersonField(named: name) {
            self = .field(field)
        } else if name == "attributes" {
            self = .attributes
        } else {
            self = Self.consentColumn(name) ?? .attribute(name)
        }
    }

    /// A name as it stands between braces, `{{t_shirt_size}}`: lower case, letters and digits, joined by `_`.
    static func usableName(_ header: String) -> String {
        var words: [String.UnicodeScalarView] = [.init()]
        for scalar in header.lowercased().unicodeScalars {
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                words[words.count - 1].append(scalar)
            } else if !words[words.count - 1].isEmpty {
                words.append(.init())
            }
        }
        return words.filter { !$0.isEmpty }.map { String($0) }.joined(separator: "_")
    }

    private static func consentColumn(_ name: String) -> PeopleColumn? {
        for detail in ConsentDetail.allCases {
            if name == "consent_\(detail)" { return .consentDetail(detail, nil) }
            guard name.hasSuffix("_consent_\(detail)") else { continue }
            return .consentDetail(detail, ChannelID(rawValue: String(name.dropLast("_consent_\(detail)".count))))
        }
        guard name.hasSuffix("_consent") else { return nil }
        return .consent(ChannelID(rawValue: String(name.dropLast("_consent".count))))
    }
}
