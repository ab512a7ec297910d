import CPhone

/// Reads phone numbers with libphonenumber.
package enum E164 {
    /// Why a text is no usable number.
    package enum Fault: Error, Equatable, Sendable {
        /// It cannot be read as a phone number at all.
        case unreadable
        /// It has the look of a number, but the numbering plan has no such number.
        case invalid
    }

    /// The E.164 form of a number and libphonenumber's type of it (0 fixed, 1 mobile, 2 either, …).
    package static func parse(_ text: String, region: String) throws(Fault) -> (number: String, kind: Int) {
        var buffer = [CChar](repeating: 0, count: 32)
        var kind: Int32 = 0
        let found = cphone_e164(text, region, &buffer, buffer.count, &kind)
        switch Int(found) {
        case CPHONE_VALID:
            let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            return (String(decoding: bytes, as: UTF8.self), Int(kind))
        case CPHONE_INVALID: throw .invalid
        default: throw .unreadable
        }
    }
}
