package import Deliveries

/// How much mail goes to each of the large providers within a day, held against the number from which they want more.
package struct DayVolume: Sendable {
    /// A provider of mailboxes that counts what a domain sends it.
    struct Provider: Sendable {
        let name: String
        let domains: Set<String>
        /// Mails a day from which a sender counts as a bulk sender, by the provider's own page.
        let threshold: Int
    }

    static let providers = [
        Provider(name: "Gmail", domains: ["gmail.com", "googlemail.com"], threshold: 5_000),
        Provider(
            name: "Outlook.com",
            domains: [
                "outlook.com", "hotmail.com", "live.com", "msn.com", "passport.com", "hotmail.co.uk", "live.co.uk",
            ],
            threshold: 5_000
        ),
    ]

    private var counts: [String: Int] = [:]
    private var total = 0

    package init() {}

    /// Counts a mail by the domain that it goes to.
    package mutating func add(_ domain: some StringProtocol) {
        let domain = domain.lowercased()
        total += 1
        for provider in Self.providers where provider.domains.contains(domain) {
            counts[provider.name, default: 0] += 1
        }
    }

    /// Judges what was counted.
    ///
    /// - Parameter missing: What such a provider wants of a bulk sender and does not find; empty when all is there.
    /// - Returns: The whole, then a finding for each provider that anything goes to.
    package func findings(missing: [String]) -> [Finding] {
        var findings = [Finding.good("\(total) \(total == 1 ? "mail goes" : "mails go") out within a day")]
        for provider in Self.providers {
            guard let count = counts[provider.name] else { continue }
            let share =
                "\(count) of them to \(provider.name), which asks more of whoever sends \(provider.threshold) a day"
            if count < provider.threshold {
                findings.append(.good(share))
            } else if missing.isEmpty {
                findings.append(.good("\(share); all of it is there"))
            } else {
                findings.append(
                    .bad(
                        "\(share) and will refuse them: \(missing.joined(separator: ", ")). Mend that first, or set a 'rate'."
                    )
                )
            }
        }
        return findings
    }
}
