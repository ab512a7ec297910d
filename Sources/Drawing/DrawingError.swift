import CPango
import Glibc

/// Why a drawing did not become a file.
package enum DrawingError: Error, Equatable, Sendable {
    /// A call to the system failed: the disk is full, the folder is not ours.
    ///
    /// `code` is an `errno`.
    case file(code: Int32)
    /// The drawing library gave up, with its own words for it.
    case library(String)
    /// The text has more than a QR code can carry.
    case codeTooLong
}

extension DrawingError: CustomStringConvertible {
    /// What the system or the library calls it; no path and no text that was to be drawn.
    package var description: String {
        switch self {
        case .file(let code): String(cString: strerror(code))
        case .library(let words): words
        case .codeTooLong: "the text has more than a QR code can carry"
        }
    }

    /// The error that the system call before left behind.
    static var lastSystemCall: DrawingError { .file(code: errno) }

    static func library(_ status: cairo_status_t) -> DrawingError {
        .library(String(cString: cairo_status_to_string(status)))
    }
}
