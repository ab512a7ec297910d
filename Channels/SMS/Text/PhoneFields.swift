import Calls
import Deliveries

/// An envelope's fields as a phone may show them: a value stays on its line.
struct PhoneFields: FieldSource {
    let fields: EnvelopeFields

    /// The value, with spaces for line ends and other control characters.
    func value(of name: String) -> String? {
        guard let value = fields.value(of: name) else { return nil }
        guard value.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return value }
        return String(decoding: value.utf8.map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
    }
}
