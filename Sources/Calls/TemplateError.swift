/// What is wrong with a text's Mustache.
public struct TemplateError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The line within the text that was compiled; the first is 1.
    public let line: Int
    /// What is wrong and what to do.
    public let problem: String

    /// Names a place and a problem.
    public init(line: Int, problem: String) {
        self.line = line
        self.problem = problem
    }

    /// The place and the problem.
    public var description: String { "line \(line): \(problem)" }
}
