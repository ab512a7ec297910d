/// What the DNS says to a question.
package enum NameAnswer<Value: Sendable>: Sendable {
    /// At least one.
    case found([Value])
    /// There is no such name, or nothing of that kind under it.
    case nothing
    /// Nobody knows: no server answered.
    case failed

    /// What was found.
    package var values: [Value] {
        if case .found(let values) = self { return values }
        return []
    }
}

/// Answers questions about names; the judges of this room ask nobody else.
package protocol NameLookup {
    /// TXT records, each with its strings joined.
    func texts(_ name: String) -> NameAnswer<String>
    /// The hosts of MX records, the best first.
    func mailServers(_ name: String) -> NameAnswer<String>
    /// A and AAAA.
    func addresses(_ name: String) -> NameAnswer<NetworkAddress>
    /// PTR.
    func names(of address: NetworkAddress) -> NameAnswer<String>
}

/// What strangers wrote, for a sentence: on one line, not endless, nothing that a terminal would obey.
func shown(_ text: some StringProtocol, atMost limit: Int = 60) -> String {
    let plain = text.unicodeScalars.prefix(limit).map { $0.value >= 0x20 && $0.value < 0x7F ? $0 : "?" }
    return String(String.UnicodeScalarView(plain)) + (text.unicodeScalars.count > limit ? "…" : "")
}

/// Records made of `name=value;` (DKIM, DMARC).
struct TagList: Equatable {
    private let values: [String: String]
    /// The first tag's name and value, which says what the record is.
    let first: (name: String, value: String)?

    static func == (left: TagList, right: TagList) -> Bool { left.values == right.values }

    /// Reads a record.
    ///
    /// - Returns: `nil` when it is no list of tags, names one twice, or is longer than a record should ever be.
    init?(_ text: String) {
        guard text.utf8.count <= 8_192 else { return nil }
        var values: [String: String] = [:]
        var first: (name: String, value: String)?
        for part in text.split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = pair[0].filter { !$0.isWhitespace }.lowercased()
            if pair.count == 1, name.isEmpty { continue }
            guard pair.count == 2, !name.isEmpty, values[name] == nil else { return nil }
            let value = String(pair[1].filter { !$0.isWhitespace })
            values[name] = value
            if first == nil { first = (name: name, value: value) }
        }
        self.values = values
        self.first = first
    }

    subscript(_ name: String) -> String? { values[name] }
}
