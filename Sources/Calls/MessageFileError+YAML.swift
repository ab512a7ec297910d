import Yams

extension MessageFileError.HeaderSyntax {
    /// Reads what the YAML parser says.
    ///
    /// - Parameters:
    ///   - error: What it threw.
    ///   - yaml: The header.
    /// - Returns: What is wrong, and the line within the YAML; the first is 1.
    static func read(_ error: any Error, in yaml: String) -> (syntax: Self, line: Int) {
        switch error as? YamlError {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            if hasTabInIndent(yaml, line: mark.line) { return (.tab, mark.line) }
            let syntax = Self.read(problem, context: context?.text ?? "")
            // An unclosed quote is noticed at the end of the file; its author looks for where it began.
            let isLate = syntax == .unclosedQuote || syntax == .unclosedBracket
            return (syntax, isLate ? context?.mark.line ?? mark.line : mark.line)
        case .reader(let problem, let offset, _, _):
            let before = yaml.unicodeScalars.prefix(offset ?? 0)
            return (.other(problem), 1 + before.count { $0 == "\n" })
        default: return (.other("it is not YAML"), 1)
        }
    }

    private static func hasTabInIndent(_ yaml: String, line: Int) -> Bool {
        let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.indices.contains(line - 1) else { return false }
        return lines[line - 1].prefix { $0 == " " || $0 == "\t" }.contains("\t")
    }

    /// libyaml's words, sorted into the mistakes that people make.
    private static func read(_ problem: String, context: String) -> Self {
        let said = { (words: String) in problem.contains(words) || context.contains(words) }
        if said("quoted scalar") { return said("escape") ? .backslash : .unclosedQuote }
        if said("flow sequence") || said("flow mapping") || said("flow node") { return .unclosedBracket }
        if said("mapping values are not allowed") || said("could not find expected ':'") { return .colonInValue }
        if said("block mapping") || said("block collection") || said("block sequence") { return .indentation }
        if said("cannot start any token") || said("directive") || said("tag") || said("block scalar") {
            return .specialSign
        }
        return .other(problem)
    }
}
