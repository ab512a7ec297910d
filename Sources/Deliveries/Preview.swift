import Calls
public import People

/// What one person would get on a channel, as people can read it.
public struct Preview: Sendable, Equatable {
    /// The subject, where the channel has one.
    public var subject: String?
    /// The words as plain text.
    public var text: String
    /// The same as a page of HTML, where the channel sends one.
    public var html: String?
    /// What is worth knowing of it, such as how many parts it takes.
    public var notes: [String]

    /// Makes a preview out of its parts.
    public init(subject: String? = nil, text: String, html: String? = nil, notes: [String] = []) {
        self.subject = subject
        self.text = text
        self.html = html
        self.notes = notes
    }
}

extension ChannelDriver {
    /// The organizer's words alone, as plain text.
    ///
    /// - Parameters:
    ///   - briefing: The call; its number is 0, since nothing is stored yet.
    ///   - person: Whom.
    /// - Returns: What the person would read.
    /// - Throws: ``WordsError`` when the words cannot be sent on this channel.
    public func preview(_ briefing: Briefing, for person: Person) throws(WordsError) -> Preview {
        guard let words = briefing.call.words(for: Self.id) else {
            throw WordsError([.init(problem: "there are no words for \(Self.id).")])
        }
        do throws(TemplateError) {
            var bytes: [UInt8] = []
            try words.text().append(EnvelopeFields(person: person, briefing: briefing), to: &bytes)
            return Preview(text: String(decoding: bytes, as: UTF8.self))
        } catch {
            throw WordsError([.init(line: words.firstLine + error.line - 1, problem: error.problem)])
        }
    }
}
