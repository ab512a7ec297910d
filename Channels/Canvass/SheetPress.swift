import Calls
import Deliveries
import Drawing
import Foundation

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
    func print(_ envelope: Envelope, if isWanted: @Sendable () -> Bool) throws -> [SheetPrinter.Row]? {
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
            to: ReplacementFile(name: Self.fileName(of: envelope), in: settings.output),
            pageSize: metrics.page,
            metadata: PDFDocument.Metadata(
                title: briefing.call.title.printable,
                author: briefing.organization.name.printable,
                subject: "\(briefing.call.slug) \(envelope.batch)",
                created: "\(now.description.prefix(19))Z"
            ),
            typesetter: typesetter
        )
        let issued = Self.day(now, in: briefing.organization.timezone)
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
        var rows: [SheetPrinter.Row] = []
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
        let file = URL(filePath: path)
        let metrics = SheetMetrics(settings.paper)
        let document = try PDFDocument(
            to: ReplacementFile(name: file.lastPathComponent, in: file.deletingLastPathComponent().path),
            pageSize: metrics.page,
            metadata: PDFDocument.Metadata(
                title: "Leave these out",
                author: organization.name.printable,
                created: "\(now.description.prefix(19))Z"
            ),
            typesetter: readyTypesetter()
        )
        let issued = Self.local(now, in: organization.timezone).replacing("T", with: " ")
        var printer = SlipPrinter(document, metrics: metrics, organization: organization, issued: issued)
        for slip in slips { try printer.draw(slip) }
        try printer.finish()
        try document.finish()
    }

    /// Looks at the folder and the fonts.
    func examine() -> [Finding] {
        var findings: [Finding] = []
        let folder = settings.output
        do {
            try ReplacementFile.examine(folder: folder)
            findings.append(.good("channels.canvass.output: '\(folder)' can be written."))
        } catch {
            findings.append(
                .bad("channels.canvass.output: '\(folder)' cannot be written: \(error). Name another folder.")
            )
        }
        do {
            let lacking = try FontSurvey.scriptsWithoutGlyphs(readyTypesetter())
            findings.append(
                lacking.isEmpty
                    ? .good("fonts: every script of the survey can be printed.")
                    : .bad(
                        "fonts: \(lacking.joined(separator: ", ")) cannot be printed. Install fonts-noto-core, and "
                            + "fonts-noto-cjk for Chinese, Japanese and Korean."
                    )
            )
        } catch {
            findings.append(
                .bad("fonts: the text libraries do not work: \(error). Install libpango-1.0-0 and fontconfig.")
            )
        }
        return findings
    }

    private func readyTypesetter() throws -> Typesetter {
        if let typesetter { return typesetter }
        let made = try Typesetter()
        typesetter = made
        return made
    }

    /// The same for every attempt at a batch, so that nothing is printed twice under two names.
    private static func fileName(of envelope: Envelope) -> String {
        let slug = envelope.briefing.call.slug.lowercased().utf8.prefix(180).map { byte in
            let isPlain = UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
            return isPlain ? byte : UInt8(ascii: "-")
        }
        return "\(String(decoding: slug, as: UTF8.self))-\(envelope.batch).pdf"
    }

    /// The day there, `2026-12-01`.
    private static func day(_ moment: Timestamp, in zone: String) -> String {
        String(local(moment, in: zone).prefix(10))
    }

    /// The time there, `2026-12-01T14:03`.
    private static func local(_ moment: Timestamp, in zone: String) -> String {
        let date = Date(timeIntervalSince1970: Double(moment.rawValue) / 1_000)
        let offset = TimeZone(identifier: zone)?.secondsFromGMT(for: date) ?? 0
        return String((moment + .seconds(offset)).description.prefix(16))
    }
}
