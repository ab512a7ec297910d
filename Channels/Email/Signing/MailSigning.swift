import Deliveries
import Foundation

/// Every key that the settings name; each mail gets a signature by each.
struct MailSigning: Sendable {
    let signers: [DKIMSigner]

    var isOff: Bool { signers.isEmpty }

    /// The fields that go before a message's header; none without a key.
    func fields(for message: [UInt8], bodyStart: Int) -> [UInt8] {
        guard !signers.isEmpty else { return [] }
        let hash = DKIMSigner.bodyHash(message[bodyStart...])
        return signers.flatMap { $0.field(for: message, bodyStart: bodyStart, bodyHash: hash) }
    }

    /// Reads `dkim_…`: a selector and a key's file for RSA, and, beside it or alone, for Ed25519.
    static func read(_ reader: inout SettingsReader, sender: String) -> MailSigning {
        let domain = reader.text("dkim_domain", default: sender).lowercased()
        if !DKIMKey.isName(domain) { reader.refuse("dkim_domain", "must be a domain such as 'riverside.example'.") }
        var signers: [DKIMSigner] = []
        for prefix in ["dkim", "dkim_ed25519"] {
            let selector = reader.optionalText("\(prefix)_selector")
            let path = reader.optionalText("\(prefix)_key_file")
            guard let selector, let path else {
                if selector != nil {
                    reader.refuse("\(prefix)_key_file", "is missing. 'clarion dkim create' writes a key.")
                }
                if path != nil {
                    reader.refuse("\(prefix)_selector", "is missing: the name under which the DNS has the key.")
                }
                continue
            }
            if !DKIMKey.isName(selector) {
                reader.refuse("\(prefix)_selector", "must be made of letters, digits and hyphens.")
            }
            guard let key = key(path, "\(prefix)_key_file", &reader) else { continue }
            if case .ed25519 = key, prefix == "dkim" {
                reader.refuse("dkim_key_file", "holds an Ed25519 key. Name it under dkim_ed25519_key_file.")
            } else if case .rsa = key, prefix == "dkim_ed25519" {
                reader.refuse("dkim_ed25519_key_file", "holds an RSA key. Name it under dkim_key_file.")
            }
            signers.append(DKIMSigner(domain: domain, selector: selector.lowercased(), key: key))
        }
        return MailSigning(signers: signers)
    }

    private static func key(_ path: String, _ name: String, _ reader: inout SettingsReader) -> DKIMKey? {
        guard let pem = try? String(contentsOfFile: path, encoding: .utf8) else {
            reader.refuse(name, "names a file that cannot be read. 'clarion dkim create' writes one.")
            return nil
        }
        do throws(DKIMKey.Fault) { return try DKIMKey(pem: pem) } catch {
            reader.refuse(name, error.sentence)
            return nil
        }
    }
}
