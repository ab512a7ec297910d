import Calls
import Deliveries
import Drawing
import Paper

/// What only this channel can find wrong.
enum PressError: Error {
    case noWords
}

/// Turns envelopes of doors into files.
struct SheetPress: Sendable {
    let settings: CanvassSettings
    let press: PaperPress

    /// Prints one batch.
    ///
    /// - Parameters:
    ///   - envelope: People who all have a door.
    ///   - isWanted: Asked in the last moment before the file is put in its place.
    /// - Returns: For each delivery, the sheet and the row on which the person stands; returned when the file is in place. `nil`
    ///   when it was not wanted any more.
    /// - Throws: `CancellationError` soon after the task is cancelled, leaving nothing behind; ``DrawingError``,
    ///   ``TemplateError``, ``PressError``.
    func print(_ envelope: Envelope, if isWanted: @escaping @Sendable () -> Bool) async throws -> [PrintedPerson]? {
        try await press.run { press in
            try Task.checkCancellation()
            let briefing = envelope.briefing
            guard let words = briefing.call.words(for: CanvassDriver.id) else { throw PressError.noWords }
            let metrics = SheetMetrics(settings.paper)
            let front = try Front(briefing, words, metrics, press.readyTypesetter())
            let list = WalkList(envelope.items)
            let pagination = Pagination(metrics: metrics, front: front.space, signUpRows: settings.signUpRows)
            let plan =
                envelope.turf == nil
                ? SheetPlan(list.walk.stops, doorsPerTurf: settings.doorsPerTurf, pagination)
                : SheetPlan(turf: list.walk.stops, pagination)
            let (document, issued) = try press.document(of: envelope)
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
    }
}
