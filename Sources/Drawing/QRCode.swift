import CQREncode

/// A QR code as a square of dark and light modules, without the quiet zone around it.
package struct QRCode: Sendable, Equatable {
    /// The light margin that readers need on every side, in modules (ISO/IEC 18004).
    package static let quietZone = 4

    /// Modules on a side.
    package let side: Int
    /// Row by row from the top, dark is true; `side * side` of them.
    package let modules: [Bool]

    /// Encodes a text in the smallest code that corrects 15 % of damage (level M).
    ///
    /// Capitals, digits and `$%*+-./:` take 5.5 bits each, everything else 8.
    ///
    /// - Parameter text: No NUL inside.
    /// - Throws: ``DrawingError/codeTooLong`` beyond some 2,300 bytes.
    package init(_ text: String) throws(DrawingError) {
        guard let code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1), let data = code.pointee.data else {
            throw .codeTooLong
        }
        defer { QRcode_free(code) }
        side = Int(code.pointee.width)
        // The lowest bit is the colour; the others tell what the module is for.
        modules = UnsafeBufferPointer(start: data, count: side * side).map { $0 & 1 == 1 }
    }
}
