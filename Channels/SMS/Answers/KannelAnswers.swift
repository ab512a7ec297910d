import Calls
import Deliveries
import Foundation

/// Kannel's requests, which nobody signs: a report proves itself by the token in its address, a text by a secret that we and
/// `kannel.conf` share.
struct KannelAnswers: AnswerReader {
    /// Without one, reports are taken and texts are not.
    let secret: String?
    let news: TextNews

    let path = "/answers/sms/kannel"

    func read(_ request: IncomingRequest, now: Timestamp) -> AnswerReading {
        guard request.method == "GET" || request.method == "POST" else { return .refused(.wrongMethod) }
        let items = request.queryItems
        if let token = items["d"] { return report(token, items) }
        guard let secret, let claimed = items["secret"],
            ConstantTime.areEqual(Array(secret.utf8), Array(claimed.utf8))
        else { return .forged }
        guard let from = items["from"], let id = items["id"], let words = Self.words(items),
            let reply = news.reply(from: from, words: words, id: id, gateway: "Kannel")
        else { return .malformed("There must be from, id and text, in this order: from=%p&id=%I&text=%b&coding=%c.") }
        let organization = news.organization
        return .taken([reply]) { results in
            // What the page says, Kannel sends to the person.
            AnswerResponse(status: 200, results.lazy.compactMap { $0.words(from: organization) }.first ?? "")
        }
    }

    private func report(_ token: String, _ items: FormItems) -> AnswerReading {
        let found: ReceiptNews
        switch items["state"] {
        case "1": found = .delivered
        case "2": found = news.bounce(.soft, items["words"] ?? "not delivered")
        case "16": found = news.bounce(.soft, items["words"] ?? "refused by the SMS centre")
        default: return .taken([])
        }
        guard let answer = news.receipt(token: token, reference: nil, found, gateway: "Kannel") else { return .forged }
        return .taken([answer])
    }

    /// The text, which Kannel hands over in UCS-2 as it came unless `mo-recode` is set.
    private static func words(_ items: FormItems) -> String? {
        guard let bytes = items.bytes(of: "text") else { return nil }
        if items["coding"] == "2", let text = String(bytes: bytes, encoding: .utf16BigEndian), !isUTF8(bytes) {
            return text
        }
        return String(validating: bytes, as: UTF8.self) ?? String(bytes: bytes, encoding: .isoLatin1)
    }

    /// Whether the bytes are text in UTF-8 already, as `mo-recode` makes it: UCS-2 of any script holds bytes that no text has.
    private static func isUTF8(_ bytes: [UInt8]) -> Bool {
        guard let text = String(validating: bytes, as: UTF8.self) else { return false }
        return bytes.count % 2 == 1 || !text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" && $0 != "\r" }
    }
}
