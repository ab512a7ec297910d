/// What an import may do to consent that is on record: bring news, but never overrule a person.
package enum ImportRule {
    /// Whether a file's word becomes a new line of the ledger.
    ///
    /// A file may be older than what is on record, so it never turns a withdrawal into anything else, nor a grant back
    /// into a question. A withdrawal is always taken. The same state again is no news.
    ///
    /// - Parameters:
    ///   - current: The state on record; `nil` is silence.
    ///   - incoming: What the file says.
    /// - Returns: True when it is to be added.
    package static func accepts(current: ConsentState?, incoming: ConsentState) -> Bool {
        switch (current, incoming) {
        case (nil, _): true
        case (.withdrawn, _): false
        case (_, .withdrawn): true
        case (.pending, .granted): true
        case (.pending, .pending), (.granted, .granted), (.granted, .pending): false
        }
    }
}
