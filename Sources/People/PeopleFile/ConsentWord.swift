/// The words that people write for consent in a list.
enum ConsentWord {
    /// Reads a word; case, spaces, hyphens and underscores do not matter.
    ///
    /// - Throws: ``AddressFault`` for anything else: consent is never guessed.
    static func read(_ text: String) throws(AddressFault) -> ConsentState {
        let word = text.lowercased().utf8.filter {
            ![UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "_")].contains($0)
        }
        switch String(decoding: word, as: UTF8.self) {
        case "granted", "yes", "y", "true", "t", "1", "subscribed", "confirmed", "optin", "optedin": return .granted
        case "pending", "unconfirmed": return .pending
        case "withdrawn", "no", "n", "false", "f", "0", "unsubscribed", "optout", "optedout": return .withdrawn
        default:
            throw AddressFault(
                "is no word for consent; write granted (yes, true, 1, subscribed, confirmed), pending (unconfirmed), "
                    + "withdrawn (no, false, 0, unsubscribed), or leave it empty"
            )
        }
    }
}
