import Calls
import Deliveries
import People
import ReturnedMail

/// Makes answers out of what providers say, the same for all of them.
///
/// Who reads them has checked that the provider wrote them; so an address will do where no token has come back.
struct MailNews: Sendable {
    let seal: LinkSeal
    /// The provider's name, for the ledger.
    let provider: String

    /// News about a mail.
    ///
    /// - Parameters:
    ///   - clues: Where a token of ours may stand: the return path, the Message-ID.
    ///   - address: The recipient's.
    ///   - id: The provider's own id for the news.
    ///   - news: What is reported.
    /// - Returns: `nil` when nothing tells which mail.
    func receipt(clues: [String?], address: String?, id: String, _ news: ReceiptNews) -> Answer? {
        var traces: [Receipt.Trace] = []
        let search = TokenSearch(seal: seal, purpose: .bounce)
        if let number = clues.lazy.compactMap({ $0 }).compactMap({ search.number(in: $0) }).first {
            traces.append(.delivery(DeliveryNumber(rawValue: number)))
        }
        if let address, let mailbox = try? EmailAddress(address) { traces.append(.address(mailbox.key)) }
        guard !traces.isEmpty, !id.isEmpty, id.utf8.count <= 500 else { return nil }
        return .receipt(
            Receipt(
                channel: EmailDriver.id,
                kind: EmailDriver.addressKind,
                traces: traces,
                news: news,
                origin: AnswerOrigin(id: "\(provider) \(id)", source: "email: a report by \(provider)")
            )
        )
    }

    /// A mail that came back.
    ///
    /// - Parameters:
    ///   - isHard: What the provider thinks of it; `nil` leaves it to status and words.
    ///   - status: An enhanced status code, where there is one.
    ///   - words: The server's, where there are any.
    ///   - address: The address it was about.
    /// - Returns: A bounce.
    func bounce(isHard: Bool?, status: String? = nil, words: String?, address: String?) -> ReceiptNews {
        let words = words ?? status ?? "no reason given"
        let permanence = isHard.map { $0 ? Bounce.Permanence.hard : .soft }
        let address = address.flatMap { try? EmailAddress($0).key }
        return .bounced(
            Bounce(
                permanence ?? BounceSeverity.permanence(status: status, words: words),
                words: String(words.prefix(1_000)),
                addresses: Set([address].compactMap(\.self))
            )
        )
    }
}
