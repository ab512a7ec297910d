package import Deliveries
import EmailChannel
package import MailStanding
package import ReturnedMail

/// The mailbox on a server that returned mail comes to.
///
/// Never prints.
package struct ReturnedMailbox: Sendable, CustomStringConvertible, CustomReflectable {
    /// `nil` when the settings name none.
    package let place: MailboxAddress?
    package let password: String?
    /// A file of PEM certificates to trust instead of the system's.
    package let certificates: String?

    /// A mask.
    package var description: String { "•••" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// The channel of mails and what the world can see of their sender.
package struct MailLine: Sendable {
    package let driver: any ChannelDriver
    package let sender: MailSender
    /// The mail server that takes our mails.
    package let server: String
    /// The name by which we introduce ourselves.
    package let hello: String
}

extension Installation {
    private var emailDriver: EmailDriver? { drivers.lazy.compactMap { $0 as? EmailDriver }.first }

    /// Where returned mail comes to; `nil` where mail is not configured.
    package var returns: ReturnedMailbox? {
        guard let returns = emailDriver?.returns else { return nil }
        return ReturnedMailbox(place: returns.place, password: returns.password, certificates: returns.certificates)
    }

    /// The channel of mails; `nil` where mail is not configured.
    package var mail: MailLine? {
        guard let driver = emailDriver else { return nil }
        let facts = driver.sender
        let sender = MailSender(
            domain: facts.domain,
            returnDomain: facts.returnDomain,
            signers: facts.signers.map { .init(domain: $0.domain, selector: $0.selector, record: $0.record) }
        )
        return MailLine(driver: driver, sender: sender, server: facts.server, hello: facts.hello)
    }
}
