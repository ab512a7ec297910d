import MIME

/// A provider's report that somebody called a mail spam (ARF, RFC 5965).
struct FeedbackReport {
    /// The report's own word: `abuse`.
    let words: String

    /// Reads a report; `nil` when the mail is none.
    init?(_ mail: MIMEPart) {
        guard let part = mail.first("message/feedback-report"), let text = part.text,
            let type = StatusFields.groups(text).first?["feedback-type"]
        else { return nil }
        words = String(type.lowercased().prefix(40))
    }

    /// Whether the person was against the mail; `not-spam` says the contrary, and `virus` nothing about it.
    var isComplaint: Bool { ["abuse", "fraud", "other", "opt-out", "opt-out-list", "miscategorized"].contains(words) }
}
