import Deliveries

/// A published key (RFC 6376 3.6.1), held against the one that signs.
enum DKIMRecord {
    static func finding(_ text: String, of signer: MailSender.Signer, name: String, advice: String) -> Finding {
        guard let tags = TagList(text), tags["v"] == nil || tags.first?.name == "v" && tags["v"] == "DKIM1",
            let key = tags["p"], let own = TagList(signer.record)
        else { return .bad("\(name) is no key record. \(advice)") }
        if key.isEmpty { return .bad("\(name) says that the key is withdrawn. Make a new one with another selector.") }
        let kind = tags["k"]?.lowercased() ?? "rsa"
        guard kind == own["k"], key == own["p"] else {
            return .bad("\(name) has another key than the one that signs, so every signature fails. \(advice)")
        }
        if let hashes = tags["h"], !hashes.lowercased().split(separator: ":").contains("sha256") {
            return .bad("\(name) does not allow SHA-256 ('h='). \(advice)")
        }
        if let services = tags["s"],
            !services.split(separator: ":").contains(where: { $0 == "*" || $0.lowercased() == "email" })
        {
            return .bad("\(name) is not for mail ('s='). \(advice)")
        }
        if tags["t"]?.lowercased().split(separator: ":").contains("y") == true {
            return .bad(
                "\(name) says that it is only a test ('t=y'), and receivers act as if nothing were signed. \(advice)"
            )
        }
        return .good("\(name) has the key that signs (\(kind))")
    }
}
