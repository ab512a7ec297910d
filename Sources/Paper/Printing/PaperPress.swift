package import Calls
package import Deliveries
package import Drawing
import Foundation

/// A channel's press: draws one file after the other, on a thread of its own, with fonts that are loaded once.
package actor PaperPress {
    private let channel: ChannelID
    private let folder: String
    private let paper: PaperSize
    private let clock: @Sendable () -> Timestamp
    private let executor: BlockingExecutor
    /// Kept, since loading the fonts takes longer than a hundred pages.
    private var typesetter: Typesetter?

    /// Makes a press; nothing is opened yet.
    ///
    /// - Parameters:
    ///   - channel: Whose it is.
    ///   - folder: Where its files go, as the channel's setting `output` says.
    ///   - paper: What it prints on.
    ///   - clock: Its moment is the pages' date of issue.
    package init(
        of channel: ChannelID,
        folder: String,
        paper: PaperSize,
        clock: @escaping @Sendable () -> Timestamp
    ) {
        self.channel = channel
        self.folder = folder
        self.paper = paper
        self.clock = clock
        executor = BlockingExecutor(label: "clarion.\(channel)")
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// Does something on the press's thread.
    package func run<Result: Sendable>(_ work: @Sendable (isolated PaperPress) throws -> Result) rethrows -> Result {
        try work(self)
    }

    /// The one with the fonts.
    ///
    /// - Throws: ``DrawingError``.
    package func readyTypesetter() throws -> Typesetter {
        if let typesetter { return typesetter }
        let made = try Typesetter()
        typesetter = made
        return made
    }

    /// Begins a batch's file.
    ///
    /// - Returns: The file, and the day on which its pages are issued, where the organization is.
    /// - Throws: ``DrawingError``.
    package func document(of envelope: Envelope) throws -> (document: PDFDocument, issued: String) {
        let briefing = envelope.briefing
        let now = clock()
        let document = try PDFDocument(
            to: ReplacementFile(name: SheetFile.name(of: envelope), in: folder),
            pageSize: SheetMetrics(paper).page,
            metadata: PDFDocument.Metadata(
                title: briefing.call.title.printable,
                author: briefing.organization.name.printable,
                subject: "\(briefing.call.slug) \(envelope.batch)",
                created: "\(now.description.prefix(19))Z"
            ),
            typesetter: readyTypesetter()
        )
        return (document, SheetFile.day(now, in: briefing.organization.timezone))
    }

    /// Prints slips for those who have paper of this channel.
    ///
    /// - Throws: ``DrawingError``.
    package func print(_ slips: [ChangeSlip], for organization: Organization, to path: String, now: Timestamp) throws {
        try SlipPrinter.print(
            slips,
            for: organization,
            to: path,
            SheetMetrics(paper),
            readyTypesetter(),
            now: now
        )
    }

    /// Looks at the folder and the fonts.
    package func examine() -> [Finding] { SheetFile.examine(folder: folder, of: channel, readyTypesetter) }
}
