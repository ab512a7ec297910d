package import Deliveries

/// What the web side needs to take answers from gateways and providers; nothing where no channel has any.
package struct AnswerSide: Sendable {
    let readers: [any AnswerReader]
    let fetch: @Sendable (String) async -> [UInt8]?
    let taken: @Sendable (Answer, AnswerResult) -> Void

    /// Gathers its parts.
    ///
    /// - Parameters:
    ///   - readers: Those of the configured channels.
    ///   - fetch: Gets a page whose address a reader has found to be its service's own; follows no redirect. `nil` when it
    ///     cannot be had.
    ///   - taken: Hears of every answer once it is written; must return at once.
    package init(
        readers: [any AnswerReader] = [],
        fetch: @escaping @Sendable (String) async -> [UInt8]? = { _ in nil },
        taken: @escaping @Sendable (Answer, AnswerResult) -> Void = { _, _ in }
    ) {
        self.readers = readers
        self.fetch = fetch
        self.taken = taken
    }
}
