import Crypto
import Foundation

/// Signs mails with one key (RFC 6376), header and body in relaxed form.
struct DKIMSigner: Sendable {
    let domain: String
    let selector: String
    let key: DKIMKey

    /// What is signed of a header, as far as it is there.
    ///
    /// RFC 8058 wants the two of List-Unsubscribe among them. `from` once more at the end: a second one that somebody adds on
    /// the way breaks the signature.
    private static let names: Set<String> = [
        "from", "reply-to", "to", "subject", "date", "message-id", "list-id", "list-unsubscribe",
        "list-unsubscribe-post",
        "mime-version", "content-type", "content-language",
    ]
    private static let lineLength = 72

    /// The field that goes before a message's header.
    ///
    /// - Parameters:
    ///   - message: Header and body with CRLF, before dots are stuffed.
    ///   - bodyStart: Where the body begins, behind the empty line.
    ///   - bodyHash: ``bodyHash(_:)`` of the body, which is the same for every key.
    /// - Returns: The field with its line end; empty should the key not sign, which leaves the mail unsigned rather than unsent.
    func field(for message: [UInt8], bodyStart: Int, bodyHash: String) -> [UInt8] {
        let fields = RelaxedForm.headerFields(message[..<bodyStart]).filter { Self.names.contains($0.name) }
        let names = fields.map(\.name) + ["from"]
        var text = "DKIM-Signature: v=1; a=\(key.algorithm); c=relaxed/relaxed; d=\(domain);\r\n s=\(selector);\r\n h="
        var column = 3
        for (index, name) in names.enumerated() {
            if index > 0 {
                text += ":"
                column += 1
            }
            if column + name.utf8.count > Self.lineLength {
                text += "\r\n "
                column = 1
            }
            text += name
            column += name.utf8.count
        }
        text += ";\r\n bh=\(bodyHash);\r\n b="
        var signed: [UInt8] = []
        for field in fields { signed += field.bytes }
        // Its own field comes last, with an empty signature and without its line end.
        signed += RelaxedForm.field(Array(text.utf8)[...]).bytes.dropLast(2)
        guard let signature = try? key.signature(of: SHA256.hash(data: signed)) else { return [] }
        let base64 = Array(Data(signature).base64EncodedString().utf8)
        var out = Array(text.utf8)
        var place = 0
        while place < base64.count {
            if place > 0 { out += "\r\n ".utf8 }
            out += base64[place..<min(place + Self.lineLength, base64.count)]
            place += Self.lineLength
        }
        return out + Array("\r\n".utf8)
    }

    /// The digest of a body in relaxed form, as it stands in a signature.
    static func bodyHash(_ body: ArraySlice<UInt8>) -> String {
        Data(SHA256.hash(data: RelaxedForm.body(body))).base64EncodedString()
    }
}
