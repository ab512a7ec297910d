import Calls
import Deliveries
import Foundation
import People

/// Makes answers out of what gateways say, the same for all of them.
struct TextNews: Sendable {
    let seal: LinkSeal
    let organization: Organization

    /// The longest text that a phone network carries in one piece is shorter by far.
    private static let longestWords = 4_000

    /// Words from a number.
    ///
    /// - Parameters:
    ///   - number: In international form, with or without its plus; a short code stays as it is.
    ///   - words: As they came.
    ///   - id: The gateway's own id for the message.
    ///   - gateway: Its name, for the ledger.
    /// - Returns: `nil` without a number or an id.
    func reply(from number: String, words: String, id: String, gateway: String) -> Answer? {
        guard !id.isEmpty, id.utf8.count <= 500, let sender = sender(number) else { return nil }
        let words = words.utf8.count > Self.longestWords ? String(words.unicodeScalars.prefix(1_000)) : words
        return .reply(
            ReceivedReply(
                channel: SMSDriver.id,
                kind: SMSDriver.addressKind,
                sender: sender,
                words: words,
                origin: AnswerOrigin(id: id, source: "sms: a reply through \(gateway)")
            )
        )
    }

    /// News about a text.
    ///
    /// - Parameters:
    ///   - token: The one that went out with it, if it came back.
    ///   - reference: The gateway's own id for the text, if it has one.
    ///   - news: What is reported.
    ///   - gateway: Its name, for the ledger.
    /// - Returns: `nil` when neither of the two tells which text.
    func receipt(token: String?, reference: String?, _ news: ReceiptNews, gateway: String) -> Answer? {
        var traces: [Receipt.Trace] = []
        let number = token.flatMap { seal.open($0, for: .bounce) }
        if let number { traces.append(.delivery(DeliveryNumber(rawValue: number))) }
        if let reference, !reference.isEmpty, reference.utf8.count <= 500 { traces.append(.reference(reference)) }
        guard !traces.isEmpty else { return nil }
        // One end of one text is one piece of news, however often it is told.
        let what: String =
            switch news {
            case .delivered: "delivered"
            case .bounced: "bounced"
            case .complained: "complained"
            case .optedOut: "opted out"
            }
        let id = "\(gateway) \(number.map(String.init) ?? "") \(reference ?? "") \(what)"
        return .receipt(
            Receipt(
                channel: SMSDriver.id,
                kind: SMSDriver.addressKind,
                traces: traces,
                news: news,
                origin: AnswerOrigin(id: id, source: "sms: a report by \(gateway)")
            )
        )
    }

    /// What a gateway says about a text that did not arrive.
    func bounce(_ permanence: Bounce.Permanence, _ words: String) -> ReceiptNews {
        .bounced(Bounce(permanence, words: GatewayWords.line(words)))
    }

    private func sender(_ number: String) -> String? {
        let text = number.trimmingCharacters(in: .whitespaces)
        guard (1...32).contains(text.utf8.count) else { return nil }
        let isBare =
            text.utf8.count >= 7 && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        for candidate in isBare ? ["+\(text)", text] : [text] {
            if let phone = try? PhoneNumber(candidate, region: organization.region) { return phone.exact }
        }
        return text
    }
}
