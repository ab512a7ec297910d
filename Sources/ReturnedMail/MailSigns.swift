import MIME

/// Signs in a mail's header by which machines and people are told apart.
struct MailSigns {
    let subject: String
    /// Mail servers' own mailboxes.
    let isFromDaemon: Bool
    /// Holiday notices and their kin (RFC 3834, and what came before it).
    let isAutomatic: Bool

    init(_ mail: MIMEPart) {
        subject = String((mail.field("subject") ?? "").prefix(1_000))
        let from = (mail.field("from") ?? "").prefix(1_000).lowercased()
        let hasFailed = mail.field("x-failed-recipients") != nil
        isFromDaemon = hasFailed || ["mailer-daemon", "postmaster@", "mail delivery"].contains { from.contains($0) }
        let submitted = mail.field("auto-submitted")?.lowercased() ?? "no"
        let precedence = mail.field("precedence")?.lowercased() ?? ""
        let fields = ["x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply-from"]
        isAutomatic =
            !submitted.hasPrefix("no") || precedence.contains("auto") || fields.contains { mail.field($0) != nil }
    }
}
