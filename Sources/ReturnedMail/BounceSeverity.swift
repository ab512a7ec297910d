package import Deliveries

/// Whether a refusal says that there is nobody at the address, or that something else was in the way.
///
/// Shared by everything that reads refusals. In doubt it may pass: three that may pass strike out an address as well.
package enum BounceSeverity {
    /// Sorts a refusal.
    ///
    /// - Parameters:
    ///   - status: An enhanced status code (RFC 3463), `5.1.1`; `nil` and unreadable ones leave it to the words.
    ///   - words: What the server said.
    /// - Returns: `hard` only where the address itself was refused.
    package static func permanence(status: String?, words: String) -> Bounce.Permanence {
        let numbers = (status ?? "").split(separator: ".").prefix(3)
            .compactMap { Int($0.prefix { $0.isASCII && $0.isNumber }) }
        guard numbers.count == 3 else { return says(words) ? .hard : .soft }
        guard numbers[0] == 5 else { return .soft }
        switch (numbers[1], numbers[2]) {
        // The sender's address, of all things, is what is wrong.
        case (1, 7), (1, 8), (1, 9): return .soft
        // No such mailbox, no such domain, moved, null MX; disabled; no way there.
        case (1, _), (2, 1), (4, 4): return .hard
        // Codes that say nothing, and the one by which Microsoft says "no such recipient".
        case (0, 0), (3, 0), (5, 0), (4, 1): return says(words) ? .hard : .soft
        default: return .soft
        }
    }

    private static func says(_ words: String) -> Bool {
        let words = words.prefix(2_000).lowercased()
        return phrases.contains { words.contains($0) }
    }

    /// What servers say of addresses that are not there.
    private static let phrases = [
        "user unknown", "unknown user", "no such user", "user not found", "user doesn't exist", "user does not exist",
        "unknown recipient", "no such recipient", "invalid recipient", "recipient not found", "recipient unknown",
        "recipient address rejected", "mailbox not found", "mailbox unavailable", "no mailbox here", "no such mailbox",
        "mailbox does not exist", "address does not exist", "does not exist", "unknown address", "invalid mailbox",
        "account is disabled", "account has been disabled", "account disabled", "not our customer",
        "host or domain name not found", "domain not found", "unrouteable address", "unroutable address",
        "5.1.1", "5.1.2", "5.1.10",
    ]
}
