import Deliveries
import Synchronization

/// Keeps the compiled mails of the calls that are on their way.
final class TemplateCache: Sendable {
    /// More calls than this at once are compiled again and again, which costs a millisecond each time.
    private static let limit = 16

    private struct Entry: Sendable {
        let briefing: Briefing
        let template: MailTemplate
    }

    private let identity: SenderIdentity
    private let entries = Mutex<[Entry]>([])

    init(identity: SenderIdentity) { self.identity = identity }

    /// The compiled mail of a call.
    ///
    /// - Parameter briefing: The call; the same number with other words is compiled anew.
    /// - Returns: What was compiled before, or now.
    /// - Throws: ``WordsError`` when the words cannot be compiled.
    func template(for briefing: Briefing) throws(WordsError) -> MailTemplate {
        if let known = entries.withLock({ entries in entries.last { $0.briefing.isSame(as: briefing) } }) {
            return known.template
        }
        let template = try MailTemplate(briefing, from: identity)
        entries.withLock { entries in
            entries.removeAll { $0.briefing.number == briefing.number }
            if entries.count == Self.limit { entries.removeFirst() }
            entries.append(Entry(briefing: briefing, template: template))
        }
        return template
    }
}

extension Briefing {
    fileprivate func isSame(as other: Briefing) -> Bool {
        self === other
            || number == other.number && call == other.call && organization == other.organization
                && publicURL == other.publicURL && links?.publicURL == other.links?.publicURL
    }
}
