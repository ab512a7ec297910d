package import Deliveries

/// What a mail that came back, or came in answer, turned out to be.
package enum ReturnedMail: Sendable, Equatable {
    /// News for the store.
    case answer(Answer)
    /// Nothing that changes anything, and why.
    case nothing(Reason)

    /// Why a mail changes nothing.
    package enum Reason: String, Sendable, CaseIterable {
        /// A holiday notice, or another answer that a machine wrote.
        case automaticReply
        /// It is late, and is still being tried.
        case delay
        /// It bears no token of ours: anybody could have written it.
        case withoutToken
        /// It is neither a report nor an opt-out.
        case notUnderstood

        /// A sentence for an organizer.
        package var sentence: String {
            switch self {
            case .automaticReply: "an automatic reply; nothing follows from it"
            case .delay: "a report of a delay; the mail is still being tried"
            case .withoutToken: "a report that bears no token of ours, so that anybody could have written it"
            case .notUnderstood: "neither a report nor an opt-out; look at it yourself"
            }
        }

        /// Whether somebody should look at the mail.
        package var wantsALook: Bool { self == .withoutToken || self == .notUnderstood }
    }
}
