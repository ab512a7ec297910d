package import Deliveries
import Drawing
import Foundation
import Pictures
import SheetReading

/// Reads files of scanned sheets, one page after the other, on a thread of its own.
package actor SheetScanner {
    private let executor = BlockingExecutor(label: "clarion.scan")

    package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    package init() {}

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - path: A PDF or a picture.
    ///   - sheet: Looks up a page.
    ///   - take: Is handed each page.
    /// - Throws: ``PictureError``; what the closures throw.
    package func read(
        _ path: String,
        sheet: @Sendable (String) async throws -> PrintedSheet?,
        take: @Sendable (ScannedPage) async throws -> Void
    ) async throws {
        SharedHeap.use()
        if PDFPages.isPDF(path) {
            let pages = try PDFPages(path)
            for number in 1...pages.count { try await page(number, pages.page, sheet: sheet, take: take) }
        } else if TIFFPages.isTIFF(path) {
            let pages = try TIFFPages(path)
            for number in 1...pages.count { try await page(number, pages.page, sheet: sheet, take: take) }
        } else {
            try await read(try PictureFile.read(path), number: 1, sheet: sheet, take: take)
        }
    }

    /// Reads one of several pages; the others may still be good when this one is not.
    private func page(
        _ number: Int,
        _ draw: (Int) throws -> GreyPicture,
        sheet: @Sendable (String) async throws -> PrintedSheet?,
        take: @Sendable (ScannedPage) async throws -> Void
    ) async throws {
        try Task.checkCancellation()
        let picture: GreyPicture
        do { picture = try draw(number) } catch PictureError.pageNotDrawn(_, let reason) {
            return try await take(
                ScannedPage(number: number, image: "", content: .unread("it could not be drawn: \(reason)"))
            )
        }
        try await read(picture, number: number, sheet: sheet, take: take)
    }

    private func read(
        _ picture: GreyPicture,
        number: Int,
        sheet: @Sendable (String) async throws -> PrintedSheet?,
        take: @Sendable (ScannedPage) async throws -> Void
    ) async throws {
        let image = ImageDigest.of(picture.pixels)
        let reader = SheetReader(picture)
        let ours = reader.codes.compactMap { code in SheetID.parse(codeText: code.text).map { (code, $0) } }
        guard !ours.isEmpty else {
            if let cover = reader.codes.lazy.compactMap({ CoverCode($0.text) }).first {
                let content = ScannedPage.Content.companion("\(cover.name): there is nothing to enter.")
                return try await take(ScannedPage(number: number, image: image, content: content))
            }
            return try await take(ScannedPage(number: number, image: image, content: .unread(Unread.noCode)))
        }
        var copies: [SheetID: Int] = [:]
        for (code, name) in ours {
            // Two prints of one sheet may lie in one picture, and each has marks of its own.
            let copy = copies[name.id, default: 0]
            copies[name.id] = copy + 1
            let image = copy == 0 ? image : "\(image)-\(copy + 1)"
            guard let printed = try await sheet("\(name.id)") else {
                let content = ScannedPage.Content.unread(Unread.unknown("\(name.id)"))
                try await take(ScannedPage(number: number, image: image, content: content))
                continue
            }
            let (content, signUps) = content(reader, code, name.revision, printed)
            try await take(ScannedPage(number: number, image: image, content: content, signUps: signUps))
        }
    }

    private func content(
        _ reader: SheetReader,
        _ code: FoundCode,
        _ revision: String,
        _ sheet: PrintedSheet
    ) -> (ScannedPage.Content, [ScannedSignUp]) {
        guard revision == sheet.revision else { return (.unread(Unread.otherRevision(sheet.id)), []) }
        guard let layout = PageLayout(sheet) else { return (.unread(Unread.otherGeometry(sheet.id)), []) }
        guard let page = reader.read(code, layout) else { return (.unread(Unread.noMarks(sheet.id)), []) }
        let rows = page.rows.enumerated().map { index, verdict in
            ScannedRow(verdict, picture: page.strips[index])
        }
        let signUps = page.signUps.sorted { $0.key < $1.key }.map { index, picture in
            ScannedSignUp(row: index + 1, picture: picture.png())
        }
        return (.sheet(sheet, rows: rows), signUps)
    }
}

/// Why a page is not read, in sentences.
private enum Unread {
    static let noCode =
        "no sheet's code is seen. Is it a sheet, sharp and whole? Scan it again, or type it in: 'clarion sheets enter'."

    static func unknown(_ id: String) -> String {
        "sheet \(id) is not known here. Was it printed from this database, and is the worker done?"
    }

    static func otherRevision(_ id: String) -> String {
        "sheet \(id) was printed again later with other rows. Type this one in by its row codes: 'clarion sheets enter \(id)'."
    }

    static func otherGeometry(_ id: String) -> String {
        "sheet \(id) was printed by a Clarion whose sheets this one cannot read. Type it in: 'clarion sheets enter \(id)'."
    }

    static func noMarks(_ id: String) -> String {
        "sheet \(id): its corner marks are not seen. Lay it flat, take all of it, and scan it again."
    }
}
