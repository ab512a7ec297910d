/// A call to action: what is asked, of whom, by which channels, until when, and in which words.
///
/// It is made from one message file and is the same for everyone; what differs from person to person are the fields that
/// its words name in `{{…}}`.
public struct Call: Sendable, Equatable, Codable {
    /// The name by which commands and logs know the call: lower-case letters, digits and hyphens.
    public let slug: String
    /// One line; also the subject of the email unless the file names a `subject`.
    public let title: String
    /// The subject line of the email, a Mustache template; the title when the file has none.
    public let subject: String
    /// Who is asking, as people know them; `nil` means the organization.
    public let from: String?
    /// Which persons the call is for.
    public let audience: AudienceRule
    /// The channels it goes out on; `nil` means every configured one.
    public let channels: [ChannelID]?
    /// What people are asked to do.
    public let action: Action
    /// How many completions make it a success.
    public let goal: Int?
    /// Nothing goes out before this moment.
    public let publishAt: Timestamp?
    /// The ask closes: nothing goes out from this moment on.
    public let expiresAt: Timestamp?
    /// The language of the words, a BCP 47 tag such as `en` or `es`.
    public let language: String
    /// The words for every channel without a section of its own.
    public let words: Words?
    /// The words of each channel that has a section of its own.
    public let sections: [ChannelID: Words]
    /// What the file says of single channels; `nil` also in calls of programs that did not know of it.
    private let channelOptions: [ChannelID: [ChannelOption]]?
    /// The file as it was read, without a byte order mark.
    public let source: String
    /// What it is for where no organizer wrote it; `nil` for every call that somebody submitted.
    public let service: Service?

    /// What messages are for that the program sends by itself.
    public enum Service: String, Sendable, Codable {
        /// Asks somebody who filled in a form whether it was they: the second half of a double opt-in.
        case confirmation
    }

    /// Makes a call out of its parts.
    public init(
        slug: String,
        title: String,
        subject: String? = nil,
        from: String? = nil,
        audience: AudienceRule = AudienceRule(),
        channels: [ChannelID]? = nil,
        action: Action,
        goal: Int? = nil,
        publishAt: Timestamp? = nil,
        expiresAt: Timestamp? = nil,
        language: String = "en",
        words: Words?,
        sections: [ChannelID: Words] = [:],
        options: [ChannelID: [ChannelOption]] = [:],
        source: String = "",
        service: Service? = nil
    ) {
        self.slug = slug
        self.title = title
        self.subject = subject ?? title
        self.from = from
        self.audience = audience
        self.channels = channels
        self.action = action
        self.goal = goal
        self.publishAt = publishAt
        self.expiresAt = expiresAt
        self.language = language
        self.words = words
        self.sections = sections
        channelOptions = options.isEmpty ? nil : options
        self.source = source
        self.service = service
    }

    /// The words a channel sends: its own section, else the common ones.
    ///
    /// - Parameter channel: The channel's name.
    /// - Returns: `nil` when the file has neither.
    public func words(for channel: ChannelID) -> Words? { sections[channel] ?? words }

    /// What the file says of single channels, for this call alone; it goes before the settings.
    public var options: [ChannelID: [ChannelOption]] { channelOptions ?? [:] }

    /// What the file says of one channel.
    public func options(for channel: ChannelID) -> [ChannelOption] { options[channel] ?? [] }
}

/// A setting of one channel for one call: `form: tree` under `phone:`.
public struct ChannelOption: Sendable, Equatable, Codable {
    /// The setting's name.
    public let key: String
    /// As it is written.
    public let value: String
    /// The line of the message file; the first is 1.
    public let line: Int

    /// Makes an option out of its parts.
    public init(key: String, value: String, line: Int) {
        self.key = key
        self.value = value
        self.line = line
    }
}
