import Calls
import Deliveries
import Drawing
import Foundation
import Paper

/// What only this channel can find wrong.
enum PressError: Error {
    case noWords
}

/// Turns envelopes into files, one after the other, on a thread of its own.
actor SheetPress {
    private let settings: CanvassSettings
    private let clock: @Sendable () -> Timestamp
    private let executor = BlockingExecutor(label: "clarion.canvass")
    /// Kept, since loading the fonts takes longer than a hundred pages.
    private var typesetter: Typesetter?

    init(settings: CanvassSettings, clock: @escaping @Sendable () -> Timestamp) {
        self.settings = settings
        self.clock = clock
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// Prints one batch.
    ///
    /// - Parameters:
    ///   - envelope: People who all have a door.
    ///   - isWanted: Asked in the last moment before the file is put in its place.
    /// - Returns: For each delivery, the sheet and the row on which the person stands; returned when the file is in place. `nil`
    ///   when it was not wanted any more.
    /// - Throws: `CancellationError` soon after the task is cancelled, leaving nothing behind; ``DrawingError``,
    ///   ``TemplateError``, ``PressError``.
    func print(_ envelope: Envelope, if isWanted: @Sendable () -> Bool) throws -> [PrintedPerson]? {
        try Task.checkCancellation()
        let briefing = envelope.briefing
        guard let words = briefing.call.words(for: CanvassDriver.id) else { throw PressError.noWords }
        let typesetter = try readyTypesetter()
        let metrics = SheetMetrics(settings.paper)
        let front = try Front(briefing, words, metrics, typesetter)
        let list = WalkList(envelope.items)
        let pagination = Pagination(metrics: metrics, front: front.space, signUpRows: settings.signUpRows)
        let plan =
            envelope.turf == nil
            ? SheetPlan(list.walk.stops, doorsPerTurf: settings.doorsPerTurf, pagination)
            : SheetPlan(turf: list.walk.stops, pagination)
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
        let issued = SheetFile.day(now, in: briefing.organization.timezone)
        var printer = try SheetPrinter(
            document,
            metrics: metrics,
            front: front,
            list: list,
            briefing: briefing,
            batch: envelope.batch,
            turf: envelope.turf,
            issued: issued
        )
        if let turf = envelope.turf { try printer.printCover(of: turf, plan) }
        var rows: [PrintedPerson] = []
        rows.reserveCapacity(envelope.items.count)
        for turf in plan.turfs.indices {
            for page in plan.turfs[turf].pages.indices {
                try Task.checkCancellation()
                rows += try printer.printPage(page, ofTurf: turf, plan)
            }
        }
        return try document.finish(if: isWanted) ? rows : nil
    }

    /// Prints slips for those who have sheets.
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
        SheetFile.examine(folder: settings.output, of: CanvassDriver.id, readyTypesetter)
    }

    private func readyTypesetter() throws -> Typesetter {
        if let typesetter { return typesetter }
        let made = try Typesetter()
        typesetter = made
        return made
    }
}
