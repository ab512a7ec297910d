import Calls
import Deliveries
import Drawing
import Paper

/// Turns envelopes of people to call into files.
struct CardPress: Sendable {
    let settings: PhoneSettings
    let press: PaperPress

    /// Prints one batch.
    ///
    /// - Parameters:
    ///   - envelope: People who all have a phone.
    ///   - isWanted: Asked in the last moment before the file is put in its place.
    /// - Returns: For each delivery, the sheet and the row on which the person stands; returned when the file is in place. `nil`
    ///   when it was not wanted any more.
    /// - Throws: `CancellationError` soon after the task is cancelled, leaving nothing behind; ``DrawingError``,
    ///   ``TemplateError``, ``WordsError``.
    func print(_ envelope: Envelope, if isWanted: @escaping @Sendable () -> Bool) async throws -> [PrintedPerson]? {
        try await press.run { press in
            try Task.checkCancellation()
            let briefing = envelope.briefing
            let settings = try settings.with(briefing.call, of: briefing.organization)
            guard let words = briefing.call.words(for: PhoneDriver.id) else {
                throw WordsError([.init(problem: "the call has no words to say on the phone")])
            }
            let metrics = SheetMetrics(settings.paper)
            let front = try Front(briefing, words, metrics, press.readyTypesetter())
            let lines = PhoneLine.lines(envelope.items, in: settings.order)
            let deck = CardDeck(people: lines.map(\.items.count), settings)
            let (document, issued) = try press.document(of: envelope)
            var printer = try CardPrinter(
                document,
                metrics: metrics,
                front: front,
                lines: lines,
                deck: deck,
                briefing: briefing,
                settings: settings,
                batch: envelope.batch,
                issued: issued
            )
            if deck.tree != nil { try printer.printOverview() }
            var rows: [PrintedPerson] = []
            rows.reserveCapacity(envelope.items.count)
            for card in deck.cards.indices {
                try Task.checkCancellation()
                rows += try printer.printCard(card)
            }
            guard try document.finish(if: isWanted) else { return nil }
            return rows.map { $0.mentioned(on: printer.mentions[$0.delivery] ?? []) }
        }
    }
}
