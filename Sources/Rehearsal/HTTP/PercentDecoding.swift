import MIME

/// Percent-encoded bytes, and forms made of them (URL Standard, `application/x-www-form-urlencoded`).
enum PercentDecoding {
    /// Decodes bytes.
    ///
    /// - Parameters:
    ///   - encoded: What stood in the address or in the form.
    ///   - plusIsSpace: As forms have it; in a path, a plus is a plus.
    /// - Returns: `nil` when a percent sign is not followed by two hexadecimal digits.
    static func bytes(_ encoded: some Sequence<UInt8>, plusIsSpace: Bool) -> [UInt8]? {
        var decoded: [UInt8] = []
        var rest = encoded.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.next()?.hexValue, let low = rest.next()?.hexValue else { return nil }
                decoded.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: decoded.append(32)
            default: decoded.append(byte)
            }
        }
        return decoded
    }

    /// Decodes bytes that must be UTF-8.
    ///
    /// - Returns: `nil` when they are not, or not percent-encoded as they should be.
    static func text(_ encoded: some Sequence<UInt8>, plusIsSpace: Bool) -> String? {
        bytes(encoded, plusIsSpace: plusIsSpace).flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// Decodes a form or a query.
    ///
    /// - Parameter encoded: `from=a&text=b`.
    /// - Returns: The values as bytes, since their character set may stand in another value; of a name that comes twice
    ///   the last one. `nil` when it is not encoded as it should be.
    static func form(_ encoded: some Sequence<UInt8>) -> [String: [UInt8]]? {
        var form: [String: [UInt8]] = [:]
        for pair in Array(encoded).split(separator: UInt8(ascii: "&")) {
            let name = pair.prefix { $0 != UInt8(ascii: "=") }
            guard let key = text(name, plusIsSpace: true),
                let value = bytes(pair.dropFirst(name.count + 1), plusIsSpace: true)
            else { return nil }
            form[key] = value
        }
        return form
    }
}
