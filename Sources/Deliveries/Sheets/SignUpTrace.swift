package import Calls
package import People

/// What a row brought to a person, so that it can be taken back: the names of things, and none of their values; of a number
/// whose STOP it lifted, the keyed fingerprint.
package struct SignUpTrace: Sendable, Equatable {
    /// Something of a person that a row may fill in.
    package enum Part: String, Sendable, CaseIterable {
        case given, family, email, phone, door
    }

    /// A STOP that the row lifted.
    package struct Stop: Sendable, Equatable {
        package let kind: AddressKind
        package let channel: ChannelID
        /// Of the address, by the store's key: the person may have another by the time the row is taken back.
        ///
        /// `nil` for a row that was typed before this was kept.
        package let fingerprint: [UInt8]?

        package init(kind: AddressKind, channel: ChannelID, fingerprint: [UInt8]?) {
            self.kind = kind
            self.channel = channel
            self.fingerprint = fingerprint
        }
    }

    /// Whether nobody knew the person before.
    package var isPerson = false
    /// What was blank before.
    package var parts: [Part] = []
    /// What the person's addresses had told us to stop.
    package var stops: [Stop] = []

    package init(isPerson: Bool = false) { self.isPerson = isPerson }

    /// Compares a person before and after a row.
    package init(from known: Person, to person: Person) {
        let blanks = Self.blanks(known)
        parts = Part.allCases.filter { blanks.contains($0) && !Self.blanks(person).contains($0) }
    }

    /// Reads what ``text`` says.
    package init(text: String) {
        for word in text.split(separator: ";") {
            if word == Self.person {
                isPerson = true
            } else if word.hasPrefix(Self.stop) {
                let parts = word.split(separator: ":", maxSplits: 3).map(String.init)
                guard parts.count >= 3, let kind = AddressKind(rawValue: parts[1]) else { continue }
                let fingerprint = parts.count == 4 ? Self.bytes(parts[3]) : nil
                stops.append(Stop(kind: kind, channel: ChannelID(rawValue: parts[2]), fingerprint: fingerprint))
            } else if let part = Part(rawValue: String(word)) {
                parts.append(part)
            }
        }
    }

    /// As it lies in a store: words between semicolons.
    package var text: String {
        let stopped = stops.map { stop in
            let mark = stop.fingerprint.map { ":\(Self.text($0))" } ?? ""
            return "\(Self.stop)\(stop.kind.rawValue):\(stop.channel.rawValue)\(mark)"
        }
        return ((isPerson ? [Self.person] : []) + parts.map(\.rawValue) + stopped).joined(separator: ";")
    }

    /// The person without what the row filled in.
    package func takenBack(from person: Person) -> Person {
        var person = person
        for part in parts {
            switch part {
            case .given: person.givenName = ""
            case .family: person.familyName = ""
            case .email: person.email = nil
            case .phone: person.phone = nil
            case .door: person.door = nil
            }
        }
        return person
    }

    /// Two hexadecimal digits a byte.
    private static func text(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func bytes(_ text: String) -> [UInt8]? {
        let digits = Array(text)
        guard digits.count.isMultiple(of: 2) else { return nil }
        let bytes = stride(from: 0, to: digits.count, by: 2).map { UInt8(String(digits[$0...($0 + 1)]), radix: 16) }
        return bytes.contains(nil) ? nil : bytes.compactMap(\.self)
    }

    private static let person = "person"
    private static let stop = "stop:"

    private static func blanks(_ person: Person) -> Set<Part> {
        var blanks: Set<Part> = []
        if person.givenName.isEmpty { blanks.insert(.given) }
        if person.familyName.isEmpty { blanks.insert(.family) }
        if person.email == nil { blanks.insert(.email) }
        if person.phone == nil { blanks.insert(.phone) }
        if person.door == nil { blanks.insert(.door) }
        return blanks
    }
}
