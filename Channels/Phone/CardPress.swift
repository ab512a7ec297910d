import Calls
import Deliveries
import Drawing
import Foundation
import Paper

/// Turns envelopes into files, one after the other, on a thread of its own.
actor CardPress {
    private let settings: PhoneSettings
    private let clock: @Sendable () -> Timestamp
    private let executor = BlockingExecutor(label: "clarion.phone")
    /// Kept, since loading the fonts takes longer than a hundred pages.
    private var typesetter: Typesetter?

    init(settings: PhoneSettings, clock: @escaping @Sendable () -> Timestamp) {
        self.settings = settings
        self.clock = clock
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// Prints one batch.
    ///
    /// - Parameters:
    ///   - envelope: People who all have a phone.
    ///   - isWanted: Asked in the last moment before the file is put in its place.
    /// - Returns: For each delivery, the sheet and the row on which the person stands; returned when the file is in place. `nil`
    ///   when it was not wanted any more.
    /// - Throws: `CancellationError` soon after the task is cancelled, leaving nothing behind; ``DrawingError``,
    ///   ``TemplateError``, ``WordsError``.
    func print(_ envelope: Envelope, if isWanted: @Sendable () -> Bool) throws -> [PrintedPerson]? {
        try Task.checkCancellation()
        let briefing = envelope.briefing
        let settings = try settings.with(briefing.call, of: briefing.organization)
        guard let words = briefing.call.words(for: PhoneDriver.id) else {
            throw WordsError([.init(problem: "the call has no words to say on the phone")])
        }
        let typesetter = try readyTypesetter()
        let metrics = SheetMetrics(settings.paper)
        let front = try Front(briefing, words, metrics, typesetter)
        let lines = PhoneLine.lines(envelope.items, in: settings.order)
        let deck = CardDeck(people: lines.map(\.items.count), settings)
        let now = clock()
        let document = try PDFDocument(
            to: ReplacementFile(name: SheetFile.name(of: envelope), in: settings.output),
            pageSize: metrics.page,
            metadata: PDFDocument.Metadata(
                title: briefing.call.title.printable,
                author: briefing.organization.name.printable,
                subject: "\(briefing.call.slug) \(envelope.batch)",
                created: "\(now.description.prefix(19))Z"
            ),
            typesetter: typesetter
        )
        var printer = try CardPrinter(
            document,
            metrics: metrics,
            front: front,
            lines: lines,
            deck: deck,
            briefing: briefing,
            settings: settings,
            batch: envelope.batch,
            issued: SheetFile.day(now, in: briefing.organization.timezone)
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

    /// Prints slips for those who have cards.
    ///
    /// - Throws: ``DrawingError``.
    func print(_ slips: [ChangeSlip], for organization: Organization, to path: String, now: Timestamp) throws {
        try SlipPrinter.print(
            slips,
            for: organization,
            to: path,
            SheetMetrics(settings.paper),
            readyTypesetter(),
            now: now
        )
    }

    /// Looks at the folder and the fonts.
    func examine() -> [Finding] {
        SheetFile.examine(folder: settings.output, of: PhoneDriver.id, readyTypesetter)
    }

    private func readyTypesetter() throws -> Typesetter {
        if let typesetter { return typesetter }
        let made = try Typesetter()
        typesetter = made
        return made
    }
}
