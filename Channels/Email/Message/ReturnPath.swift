import Deliveries
import People

/// Where a mail comes back to that cannot be delivered: an address of its own for every delivery (VERP).
///
///     bounces+{token}@riverside.example
struct ReturnPath: Equatable, Sendable {
    /// Stands for the delivery's token in the setting.
    static let tokenMark = "{token}"

    private let start: [UInt8]
    private let end: [UInt8]

    /// Reads the setting.
    ///
    /// - Returns: `nil` unless it is an ASCII address, whatever token stands in it, with one place for it before the `@`.
    init?(_ text: String) {
        let parts = text.split(separator: Self.tokenMark, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].contains("@"), !parts[0].contains("@"),
            let sample = try? EmailAddress(parts.joined(separator: String(repeating: "a", count: 24))),
            !sample.needsSMTPUTF8, EnvelopeAddress(sample) != nil
        else { return nil }
        start = Array(parts[0].utf8)
        end = Array(parts[1].utf8)
    }

    /// Behind the `@`.
    var domain: String { String(decoding: end.drop { $0 != UInt8(ascii: "@") }.dropFirst(), as: UTF8.self) }

    /// The address for a token.
    func address(_ token: String) -> EnvelopeAddress? {
        EnvelopeAddress(EmailAddress(stored: String(decoding: start + Array(token.utf8) + end, as: UTF8.self)))
    }
}
