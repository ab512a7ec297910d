/// Why a file gives no picture, in words that say what to do.
package enum PictureError: Error, Equatable, Sendable {
    /// It is none of the formats that scanners and phones write.
    case unknownFormat
    /// It says that it has more pixels than any scanner makes.
    case tooLarge(width: Int, height: Int)
    /// The library cannot read it, with the library's own words.
    case broken(String)
    /// A PDF or a TIFF with more pages than are read from one file.
    case tooManyPages(Int)
    /// A page of a PDF or a TIFF took too long or too much memory, or could not be drawn.
    case pageNotDrawn(page: Int, reason: String)
    /// A program that reads PDFs is not installed.
    case programMissing(String)
}

extension PictureError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownFormat: "is no PDF, PNG, JPEG or TIFF. Save the scan as one of these."
        case .tooLarge(let width, let height):
            "has \(width) × \(height) pixels, more than a scan of a sheet needs. Scan at 300 dots per inch or less."
        case .broken(let words): "cannot be read: \(words). Scan the sheet again."
        case .tooManyPages(let count): "has \(count) pages. Split it into files of at most \(PDFPages.most)."
        case .pageNotDrawn(let page, let reason): "page \(page) could not be drawn: \(reason)."
        case .programMissing(let name): "is a PDF, and the program '\(name)' is not there. Install poppler-utils."
        }
    }
}
