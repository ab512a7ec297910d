/// A call's selection of persons.
///
/// Consent is asked separately: being selected is not being asked.
public struct AudienceRule: Sendable, Equatable, Codable {
    /// Whoever bears at least one of these tags; empty means everyone.
    public let tags: [String]
    /// But nobody who bears one of these.
    public let except: [String]

    /// Makes a rule; without arguments it selects everyone.
    public init(tags: [String] = [], except: [String] = []) {
        self.tags = tags
        self.except = except
    }

    /// Whether a person with these tags belongs to the audience.
    ///
    /// Tags compare without regard to case.
    ///
    /// - Parameter theirs: The person's tags, lower case.
    /// - Returns: True when the rule selects the person.
    public func selects(tags theirs: some Collection<String>) -> Bool {
        if except.contains(where: { theirs.contains($0.lowercased()) }) { return false }
        return tags.isEmpty || tags.contains { theirs.contains($0.lowercased()) }
    }
}
