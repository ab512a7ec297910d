/// What a domain's SPF record (RFC 7208) says of an address from which mail leaves.
package enum SPFVerdict: Equatable, Sendable {
    case pass, fail, softfail, neutral
    /// There is no record.
    case none
    /// The record is wrong, so that receivers take it for none or refuse; why, in words.
    case broken(String)
    /// The DNS did not answer.
    case unknown
    /// It depends on what only a receiver knows (macros).
    case depends
}

/// Walks through a record and those it includes, as a receiver does.
package struct SPFCheck {
    /// So many questions a record may cost receivers (RFC 7208 4.6.4).
    package static let mostQuestions = 10
    /// So many of them may lead to nothing.
    private static let mostInVain = 2
    /// No record that is meant well is as long.
    private static let longest = 4_096

    private static let qualifiers: [Character: SPFVerdict] = ["+": .pass, "-": .fail, "~": .softfail, "?": .neutral]

    private let lookup: any NameLookup
    private let address: NetworkAddress
    /// How many questions it has cost.
    package private(set) var questions = 0
    private var inVain = 0

    package init(_ lookup: any NameLookup, address: NetworkAddress) {
        self.lookup = lookup
        self.address = address
    }

    /// Whether a domain lets mail leave from the address.
    package mutating func verdict(of domain: String) -> SPFVerdict {
        let texts: [String]
        switch lookup.texts(domain) {
        case .found(let found): texts = found
        case .nothing: return .none
        case .failed: return .unknown
        }
        let records = texts.filter { $0.lowercased() == "v=spf1" || $0.lowercased().hasPrefix("v=spf1 ") }
        guard let record = records.first else { return .none }
        guard records.count == 1 else { return .broken("\(shown(domain)) has \(records.count) SPF records") }
        guard record.utf8.count <= Self.longest else { return .broken("the record of \(shown(domain)) is too long") }
        return walk(record, of: domain)
    }

    private mutating func walk(_ record: String, of domain: String) -> SPFVerdict {
        var redirect: Substring?
        var depends = false
        for term in record.split(separator: " ").dropFirst() {
            if let equals = term.firstIndex(of: "="),
                term[..<equals].allSatisfy({ $0.isLetter || $0 == "-" || $0 == "_" })
            {
                if term[..<equals].lowercased() == "redirect" { redirect = term[term.index(after: equals)...] }
                continue
            }
            switch match(term, domain) {
            case .yes(let verdict): return depends ? .depends : verdict
            case .no: continue
            case .depends: depends = true
            case .end(let verdict): return verdict
            }
        }
        guard let redirect else { return depends ? .depends : .neutral }
        guard !redirect.contains("%") else { return .depends }
        if let end = spend() { return end }
        let verdict = verdict(of: String(redirect))
        if verdict == .none { return .broken("it redirects to \(shown(redirect)), which has no SPF record") }
        return depends ? .depends : verdict
    }

    private enum Match {
        case yes(SPFVerdict), no, depends, end(SPFVerdict)
    }

    private mutating func match(_ term: Substring, _ domain: String) -> Match {
        var name = term
        var verdict = SPFVerdict.pass
        if let sign = term.first, let meant = Self.qualifiers[sign] {
            verdict = meant
            name = term.dropFirst()
        }
        let end = name.firstIndex { $0 == ":" || $0 == "/" } ?? name.endIndex
        let kind = name[..<end].lowercased()
        var value = name[end...]
        if value.first == ":" { value = value.dropFirst() }
        switch kind {
        case "all": return .yes(verdict)
        case "ip4", "ip6": return network(value, isFour: kind == "ip4", term, verdict)
        case "a", "mx", "include", "exists", "ptr": break
        default: return .end(.broken("it holds '\(shown(term))', which SPF does not know"))
        }
        if let end = spend() { return .end(end) }
        guard !value.contains("%") else { return .depends }
        switch kind {
        case "a", "mx": return hosts(kind, value, domain, verdict)
        case "include": return include(String(value), verdict)
        case "exists":
            let found = lookup.addresses(String(value))
            return asked(found) ?? (found.values.isEmpty ? .no : .yes(verdict))
        default: return names(value.isEmpty ? domain : String(value), verdict)
        }
    }

    private func network(_ value: Substring, isFour: Bool, _ term: Substring, _ verdict: SPFVerdict) -> Match {
        let parts = value.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let longest = isFour ? 32 : 128
        guard let network = NetworkAddress(parts[0]), network.bytes.count * 8 == longest,
            let bits = parts.count == 2 ? Int(parts[1]) : longest, (0...longest).contains(bits)
        else { return .end(.broken("'\(shown(term))' is no network")) }
        return address.matches(network, bits: bits) ? .yes(verdict) : .no
    }

    private mutating func hosts(_ kind: String, _ value: Substring, _ domain: String, _ verdict: SPFVerdict) -> Match {
        let parts = value.split(separator: "/", omittingEmptySubsequences: false)
        let host = parts.first.map(String.init) ?? ""
        let name = host.isEmpty ? domain : host
        let bits = Self.bits(parts, isFour: address.bytes.count == 4)
        var names = [name]
        if kind == "mx" {
            let found = lookup.mailServers(name)
            if let end = asked(found) { return end }
            guard found.values.count <= 10 else { return .end(.broken("\(shown(name)) has more than 10 MX hosts")) }
            names = found.values
        }
        for name in names {
            let found = lookup.addresses(name)
            if kind == "a", let end = asked(found) { return end }
            if found.values.contains(where: { address.matches($0, bits: bits) }) { return .yes(verdict) }
        }
        return .no
    }

    /// How long the network is that hosts stand for: `/24` for IPv4, `//64` for IPv6, or both.
    private static func bits(_ parts: [Substring], isFour: Bool) -> Int {
        if isFour { return parts.count > 1 ? Int(parts[1]) ?? 32 : 32 }
        if parts.count == 4 { return Int(parts[3]) ?? 128 }
        return parts.count == 3 && parts[1].isEmpty ? Int(parts[2]) ?? 128 : 128
    }

    private mutating func include(_ domain: String, _ verdict: SPFVerdict) -> Match {
        switch self.verdict(of: domain) {
        case .pass: .yes(verdict)
        case .fail, .softfail, .neutral: .no
        case .none: .end(.broken("it includes \(shown(domain)), which has no SPF record"))
        case .depends: .depends
        case .unknown: .end(.unknown)
        case .broken(let why): .end(.broken(why))
        }
    }

    private func names(_ domain: String, _ verdict: SPFVerdict) -> Match {
        let wanted = domain.lowercased()
        let isThere = lookup.names(of: address).values.prefix(10).contains { name in
            let name = name.lowercased()
            return (name == wanted || name.hasSuffix(".\(wanted)")) && lookup.addresses(name).values.contains(address)
        }
        return isThere ? .yes(verdict) : .no
    }

    /// Counts a question; a verdict when it is one too many.
    private mutating func spend() -> SPFVerdict? {
        questions += 1
        return questions > Self.mostQuestions
            ? .broken("it costs receivers more than \(Self.mostQuestions) DNS questions, so they give up") : nil
    }

    private mutating func asked(_ answer: NameAnswer<some Sendable>) -> Match? {
        switch answer {
        case .found: return nil
        case .failed: return .end(.unknown)
        case .nothing:
            inVain += 1
            return inVain > Self.mostInVain
                ? .end(.broken("more than \(Self.mostInVain) of its names are not there")) : .no
        }
    }
}
