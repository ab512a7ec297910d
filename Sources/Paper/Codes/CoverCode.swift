package import Deliveries

/// What the QR code of a cover says.
package enum CoverCode {
    private static let beginning = "CLARION:T:"

    package static func text(of turf: TurfID) -> String { "\(beginning)\(turf)" }

    /// The turf whose cover has a code; `nil` when it is none of ours.
    static func parse(_ text: String) -> TurfID? {
        text.hasPrefix(beginning) ? TurfID(String(text.dropFirst(beginning.count))) : nil
    }
}
