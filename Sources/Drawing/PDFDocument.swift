import CPango

/// A PDF that is drawn page by page into a file.
///
/// The same drawing gives the same bytes: the only date in it is the one it is given. Not for use from two threads at once.
package final class PDFDocument {
    /// What a viewer shows of a document.
    package struct Metadata: Sendable {
        package let title: String
        package let author: String
        package let subject: String
        /// ISO 8601, `2026-12-01T14:03:11Z`.
        package let created: String

        package init(title: String, author: String, subject: String = "", created: String) {
            self.title = title
            self.author = author
            self.subject = subject
            self.created = created
        }
    }

    package let pageSize: Size
    package let typesetter: Typesetter
    let cairo: OpaquePointer
    private let surface: OpaquePointer
    private let file: ReplacementFile
    private var isFinished = false

    /// Begins a document; its first page is empty.
    ///
    /// - Parameters:
    ///   - file: Where it goes.
    ///   - pageSize: Of every page, in points.
    ///   - metadata: What a viewer shows.
    ///   - typesetter: Sets its texts.
    /// - Throws: ``DrawingError``.
    package init(
        to file: ReplacementFile,
        pageSize: Size,
        metadata: Metadata,
        typesetter: Typesetter
    ) throws(DrawingError) {
        // Unretained, since the document outlives its surface: see `deinit`.
        let target = Unmanaged.passUnretained(file).toOpaque()
        let surface = cairo_pdf_surface_create_for_stream(writeToFile, target, pageSize.width, pageSize.height)
        guard let surface, let cairo = cairo_create(surface) else { throw .library("no PDF surface") }
        self.file = file
        self.pageSize = pageSize
        self.typesetter = typesetter
        self.surface = surface
        self.cairo = cairo
        let created = metadata.created
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, metadata.title.drawable)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, metadata.author.drawable)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, metadata.subject.drawable)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, created)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, created)
        try check()
    }

    deinit {
        cairo_destroy(cairo)
        // Ends the surface, which writes the document's tail while `file` is still there.
        if !isFinished { cairo_surface_finish(surface) }
        cairo_surface_destroy(surface)
    }

    /// Ends a page; what is drawn next stands on the next one.
    ///
    /// - Throws: ``DrawingError`` when anything went wrong since the page before: the disk is full, for instance.
    package func endPage() throws(DrawingError) {
        cairo_show_page(cairo)
        try check()
    }

    /// Ends the document after its last page and gives the file its name.
    ///
    /// - Parameter isWanted: Asked in the last moment.
    /// - Returns: Whether it was wanted; of what was not, nothing is left.
    /// - Throws: ``DrawingError``; the file that had the name before is then still there.
    @discardableResult
    package func finish(if isWanted: () -> Bool = { true }) throws(DrawingError) -> Bool {
        isFinished = true
        cairo_surface_finish(surface)
        try check()
        return try file.commit(if: isWanted)
    }

    private func check() throws(DrawingError) {
        if let failure = file.firstFailure { throw failure }
        let status = cairo_status(cairo)
        guard status == CAIRO_STATUS_SUCCESS else { throw .library(status) }
        let surfaceStatus = cairo_surface_status(surface)
        let isWell =
            surfaceStatus == CAIRO_STATUS_SUCCESS || (isFinished && surfaceStatus == CAIRO_STATUS_SURFACE_FINISHED)
        guard isWell else { throw .library(surfaceStatus) }
    }
}

/// Takes what cairo has written; a function of C's kind cannot capture, so the file comes as a pointer.
private func writeToFile(
    _ target: UnsafeMutableRawPointer?,
    _ bytes: UnsafePointer<UInt8>?,
    _ count: UInt32
) -> cairo_status_t {
    guard let target else { return CAIRO_STATUS_WRITE_ERROR }
    let file = Unmanaged<ReplacementFile>.fromOpaque(target).takeUnretainedValue()
    let isWritten = file.append(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
    return isWritten ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR
}
