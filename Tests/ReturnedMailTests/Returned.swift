import Crypto
import Deliveries
import ReturnedMail

/// Mails that come back, with a token that opens.
enum Returned {
    static let seal = LinkSeal(secret: SymmetricKey(data: [UInt8](repeating: 7, count: 32)))
    static let reader = ReturnedMailReader(seal: seal)
    static let delivery = DeliveryNumber(rawValue: 4_711)
    static let token = seal.token(.bounce, 4_711) ?? ""
    static let stopToken = seal.token(.stop, 4_711) ?? ""

    static func read(_ text: String) -> ReturnedMail { reader.read(Array(text.utf8)) }

    /// What the mail says, where it says anything.
    static func news(_ text: String) -> ReceiptNews? {
        guard case .answer(.receipt(let receipt)) = read(text), receipt.traces == [.delivery(delivery)] else {
            return nil
        }
        return receipt.news
    }

    /// A delivery report as Postfix writes it.
    static func report(
        to address: String? = nil,
        action: String = "failed",
        status: String = "5.1.1",
        diagnostic: String = "smtp; 550 5.1.1 <ada@example.org>: User unknown"
    ) -> String {
        """
        Return-Path: <>
        Delivered-To: \(address ?? "bounces+\(token)@riverside.example")
        Date: Tue,  1 Dec 2026 14:03:11 +0000 (UTC)
        From: MAILER-DAEMON@mx.example (Mail Delivery System)
        Subject: Undelivered Mail Returned to Sender
        Message-Id: <20261201140311.ABC@mx.example>
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"

        --=_b
        Content-Type: text/plain; charset=us-ascii

        This is the mail system at host mx.example.

        --=_b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example

        Final-Recipient: rfc822; ada@example.org
        Original-Recipient: rfc822;Ada@Example.org
        Action: \(action)
        Status: \(status)
        Diagnostic-Code: \(diagnostic)

        --=_b
        Content-Type: message/rfc822

        From: Riverside <organize@riverside.example>
        Subject: Come

        words
        --=_b--
        """
    }

    /// A mail in plain words.
    static func plain(from: String = "MAILER-DAEMON@mx.example", subject: String = "failure notice", _ body: String)
        -> String
    {
        "From: \(from)\nTo: bounces+\(token)@riverside.example\nSubject: \(subject)\nMessage-ID: <1@mx.example>\n\n\(body)\n"
    }
}
