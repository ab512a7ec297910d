import Calls
import Deliveries
import People
import Reviews

/// The part of a public form by which a stranger may ask to hear from us, as it was sent.
///
/// An address alone is no yes, and a yes without an address leads nowhere: either both are there or neither.
struct JoinForm {
    /// What was typed, for showing it once more.
    let email: String
    /// Whether the box beside the words was ticked.
    let isTicked: Bool

    init(_ fields: [String: String]) {
        email = fields["email"]?.trimming { $0.isWhitespace } ?? ""
        isTicked = fields["join"] == "yes"
    }

    var isEmpty: Bool { email.isEmpty && !isTicked }

    /// What to do with it.
    ///
    /// - Parameter channel: By which we would reach them; `nil` where the settings have none.
    /// - Returns: The address; `nil` when nothing was asked for.
    /// - Throws: ``Problem``; it goes by what was typed alone, so that nobody learns from it who is in the list.
    func address(on channel: ChannelID?) throws(Problem) -> EmailAddress? {
        guard channel != nil, !isEmpty else { return nil }
        guard isTicked else { throw Problem(text: "problem_join_tick") }
        guard !email.isEmpty else { throw Problem(text: "problem_join_missing") }
        do {
            return try EmailAddress(email)
        } catch {
            throw Problem(text: "problem_join_address")
        }
    }

    /// What is wrong with the form.
    struct Problem: Error {
        /// The name of the words that say so.
        let text: String
    }
}

extension WebSite {
    /// The channel on which strangers may opt in; `nil` where none reaches a mailbox.
    ///
    /// By mail alone: a form that sends text messages to any number costs its owner money and strangers their nerves.
    var joinChannel: ChannelID? { channels.first { $0.addressKind == .mailbox }?.id }

    /// What is asked of somebody who wants to opt in, with the words that stood before them.
    func optIn(_ email: EmailAddress, on channel: ChannelID, _ texts: Texts) -> OptIn {
        OptIn(
            channel: channel,
            email: email,
            wording: texts.choice("yes", channel, organization.name),
            confirmation: Self.confirmation(on: channel, texts)
        )
    }

    /// The call that carries the questions of a language: the same for everybody, so it holds nothing that a stranger typed.
    private static func confirmation(on channel: ChannelID, _ texts: Texts) -> Call {
        let wording = texts.choice("yes", channel, "{{organization}}")
        let words = ["confirm_mail_1", "confirm_mail_2", "confirm_mail_3"]
            .map { texts.text($0, ["organization": "{{organization}}", "wording": wording]) }
            .joined(separator: "\n\n")
        // Beginning with a sign that no organizer's name of a call may hold.
        let slug = "_confirm-\(texts.language.rawValue)"
        return Call(
            slug: slug,
            title: texts.text("confirm_mail_title"),
            subject: texts.text("confirm_mail_subject", ["organization": "{{organization}}"]),
            action: Action(kind: .reply, ask: texts.text("confirm_button")),
            language: texts.language.rawValue,
            words: Words(source: words),
            source: words,
            service: .confirmation
        )
    }
}
