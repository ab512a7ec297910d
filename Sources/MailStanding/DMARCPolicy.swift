import Deliveries

/// What the owner of a domain asks of receivers (RFC 7489), found by walking up the tree.
struct DMARCPolicy {
    /// Why there is none, and what to do.
    struct Fault: Error, Equatable {
        let sentence: String
    }

    /// A name may have many labels; of a longer one only the last are asked for.
    private static let mostLabels = 8

    let domain: String
    /// Where the record stands: the domain itself, or one above it.
    let place: String
    /// The shortest name above the domain that has a record: whose mail it is.
    let organization: String
    let request: String
    let isReported: Bool
    let isDKIMStrict: Bool
    let isSPFStrict: Bool

    static func find(for domain: String, _ lookup: any NameLookup) -> Result<DMARCPolicy, Fault> {
        let labels = domain.split(separator: ".")
        var names = [domain]
        var start = max(1, labels.count - mostLabels + 1)
        while start < labels.count {
            names.append(labels[start...].joined(separator: "."))
            start += 1
        }
        var nearest: (place: String, tags: TagList)?
        var organization: String?
        for name in names {
            let texts: [String]
            switch lookup.texts("_dmarc.\(name)") {
            case .failed: return .failure(Fault(sentence: "_dmarc.\(name): the DNS did not answer. Try again."))
            case .nothing: continue
            case .found(let found): texts = found
            }
            let records = texts.filter { $0.filter { !$0.isWhitespace }.hasPrefix("v=DMARC1") }
            guard let record = records.first else { continue }
            guard records.count == 1 else {
                return .failure(
                    Fault(sentence: "_dmarc.\(name) has \(records.count) records, so that none counts. Leave one.")
                )
            }
            guard let tags = TagList(record), tags.first?.name == "v", tags.first?.value == "DMARC1" else {
                return .failure(Fault(sentence: "_dmarc.\(name) is no DMARC record. \(advice(domain))"))
            }
            nearest = nearest ?? (name, tags)
            organization = name
        }
        guard let nearest, let organization else {
            return .failure(Fault(sentence: "\(domain) has no DMARC record. \(advice(domain))"))
        }
        let wish = nearest.place == domain ? nearest.tags["p"] : nearest.tags["sp"] ?? nearest.tags["p"]
        guard let request = wish?.lowercased(), ["none", "quarantine", "reject"].contains(request) else {
            return .failure(
                Fault(sentence: "_dmarc.\(nearest.place) asks for nothing that DMARC knows ('p='). \(advice(domain))")
            )
        }
        return .success(
            DMARCPolicy(
                domain: domain,
                place: nearest.place,
                organization: organization,
                request: request,
                isReported: nearest.tags["rua"]?.isEmpty == false,
                isDKIMStrict: nearest.tags["adkim"]?.lowercased() == "s",
                isSPFStrict: nearest.tags["aspf"]?.lowercased() == "s"
            )
        )
    }

    private static func advice(_ domain: String) -> String {
        "Write into the DNS: _dmarc.\(domain). IN TXT \"v=DMARC1; p=none; rua=mailto:postmaster@\(domain)\""
    }

    /// Whether a domain that is proven speaks for the one that people see.
    func aligns(_ proven: String, with shown: String, isStrict: Bool) -> Bool {
        if proven == shown { return true }
        return !isStrict && [proven, shown].allSatisfy { $0 == organization || $0.hasSuffix(".\(organization)") }
    }

    var finding: Finding {
        var text = "_dmarc.\(place) asks receivers to \(Self.words[request] ?? request)"
        if request == "none" { text += "; 'quarantine' would keep others from writing in your name" }
        if !isReported { text += "; nobody gets reports ('rua=')" }
        return .good(text)
    }

    private static let words = [
        "none": "do nothing with mail that proves nothing (p=none)",
        "quarantine": "set mail apart that proves nothing (p=quarantine)",
        "reject": "refuse mail that proves nothing (p=reject)",
    ]
}
