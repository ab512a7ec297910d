/// The words of one channel as the organizer wrote them: Markdown with Mustache fields.
///
/// Compile them once per call, into the form that the channel needs, and fill the result for each person.
public struct Words: Sendable, Equatable, Codable {
    /// The Markdown, without its section's heading.
    public let source: String
    /// The line of the message file on which it begins; the first line is 1.
    public let firstLine: Int

    /// Keeps a piece of Markdown with the place where it stands.
    public init(source: String, firstLine: Int = 1) {
        self.source = source
        self.firstLine = firstLine
    }
}
