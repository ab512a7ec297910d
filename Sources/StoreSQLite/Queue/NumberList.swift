import Deliveries

/// Many deliveries as one argument of a statement.
enum NumberList {
    /// The numbers as JSON, for `json_each`: `[17,18,40]`.
    static func json(_ deliveries: some Sequence<DeliveryNumber>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(8 * 256)
        for delivery in deliveries {
            text.append(text.isEmpty ? UInt8(ascii: "[") : UInt8(ascii: ","))
            text.append(contentsOf: String(delivery.rawValue).utf8)
        }
        if text.isEmpty { text.append(UInt8(ascii: "[")) }
        text.append(UInt8(ascii: "]"))
        return String(decoding: text, as: UTF8.self)
    }
}
