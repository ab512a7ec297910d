import Calls
import Crypto
package import Deliveries
import Foundation
import MIME
import People

/// Reads mails that came back: delivery reports (RFC 3464), complaints (RFC 5965), what machines say in plain words, and the
/// mails by which people opt out.
///
/// Only a token of ours makes news of a mail. It names the delivery, and nobody else can have written it; without it, a
/// stranger could strike out other people's addresses by mail. So whoever makes one up can harm nobody but themselves.
package struct ReturnedMailReader: Sendable {
    /// What lies behind is not looked at: a report stands before the mail that it returns.
    package static let limit = 1 << 20

    private static let channel = ChannelID(rawValue: "email")
    private let seal: LinkSeal

    package init(seal: LinkSeal) { self.seal = seal }

    /// Reads one mail, whatever it is made of.
    ///
    /// - Parameter bytes: The mail; of a huge one the beginning is enough.
    /// - Returns: News for the store, or why there is none.
    package func read(_ bytes: [UInt8]) -> ReturnedMail {
        let mail = MIMEPart(bytes.count > Self.limit ? Array(bytes.prefix(Self.limit)) : bytes)
        if let report = DeliveryReport(mail) { return news(of: report, mail, bytes) }
        if let complaint = FeedbackReport(mail) {
            guard complaint.isComplaint else { return .nothing(.notUnderstood) }
            return receipt(.complained(complaint.words), "a complaint by feedback report", mail, bytes)
        }
        let signs = MailSigns(mail)
        if !signs.isAutomatic, !signs.isFromDaemon, let optOut = optOut(mail, signs) ?? stopReply(mail) {
            return optOut
        }
        switch PlainReport(mail, signs) {
        case .failed(let bounce): return receipt(.bounced(bounce), "a bounce in plain words", mail, bytes)
        case .delayed: return .nothing(.delay)
        case .none: return .nothing(signs.isAutomatic ? .automaticReply : .notUnderstood)
        }
    }

    private func news(of report: DeliveryReport, _ mail: MIMEPart, _ bytes: [UInt8]) -> ReturnedMail {
        switch report.action {
        case .failed: receipt(.bounced(report.bounce), "a delivery report", mail, bytes)
        case .delivered: receipt(.delivered, "a delivery report", mail, bytes)
        case .delayed, .relayed, .expanded: .nothing(.delay)
        }
    }

    private func receipt(_ news: ReceiptNews, _ source: String, _ mail: MIMEPart, _ bytes: [UInt8]) -> ReturnedMail {
        guard let number = TokenSearch(seal: seal, purpose: .bounce).number(in: mail, bytes) else {
            return .nothing(.withoutToken)
        }
        return .answer(answer(number, news, source, mail, bytes))
    }

    /// The mail that our List-Unsubscribe asks for: `unsubscribe` and the delivery's token in the subject.
    private func optOut(_ mail: MIMEPart, _ signs: MailSigns) -> ReturnedMail? {
        let words = signs.subject.lowercased().split { !$0.isLetter && !$0.isNumber }
        guard words.contains("unsubscribe"),
            let number = words.lazy.compactMap({ seal.open($0, for: .stop) }).first
        else { return nil }
        return .answer(answer(number, .optedOut("unsubscribe"), "email: a mail to the opt-out address", mail, []))
    }

    /// The reply that the foot of our mails asks for: to a mail of ours, whose Message-ID it names, with the word alone.
    private func stopReply(_ mail: MIMEPart) -> ReturnedMail? {
        let fields = ["in-reply-to", "references"].compactMap { mail.field($0) }.joined(separator: " ")
        guard let number = TokenSearch(seal: seal, purpose: .bounce).number(in: String(fields.prefix(8_000))),
            let text = mail.leaves.first?.text
        else { return nil }
        let lines = text.prefix(8_000).split(whereSeparator: \.isNewline)
        let first = lines.lazy.map { $0.lowercased().filter(\.isLetter) }.first { !$0.isEmpty }
        guard let first, Self.stopWords.contains(first) else { return nil }
        return .answer(answer(number, .optedOut(first), "email: a reply with the word alone", mail, []))
    }

    /// In the languages of our mails' feet.
    private static let stopWords: Set = ["stop", "unsubscribe", "stopall", "baja", "alto", "cancelar"]

    private func answer(
        _ number: Int64,
        _ news: ReceiptNews,
        _ source: String,
        _ mail: MIMEPart,
        _ bytes: [UInt8]
    ) -> Answer {
        .receipt(
            Receipt(
                channel: Self.channel,
                kind: .mailbox,
                traces: [.delivery(DeliveryNumber(rawValue: number))],
                news: news,
                origin: AnswerOrigin(id: Self.identity(of: mail, bytes), source: source)
            )
        )
    }

    /// The same for the same mail, though it came through a pipe and lies in a mailbox as well.
    private static func identity(of mail: MIMEPart, _ bytes: [UInt8]) -> String {
        if let id = mail.field("message-id"), !id.isEmpty, id.utf8.count < 1_000 { return "mail \(id)" }
        return "mail " + Base32.encode(SHA256.hash(data: Data(bytes)))
    }
}
