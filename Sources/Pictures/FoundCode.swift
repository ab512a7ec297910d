import CZBar

/// A QR code found in a picture.
package struct FoundCode: Sendable, Equatable {
    package let text: String
    /// The corners of its modules in pixels, as they are on the code itself whichever way it lies: top left, bottom left,
    /// bottom right, top right.
    package let corners: [(x: Double, y: Double)]

    package init(text: String, corners: [(x: Double, y: Double)]) {
        self.text = text
        self.corners = corners
    }

    package static func == (left: FoundCode, right: FoundCode) -> Bool {
        left.text == right.text && left.corners.elementsEqual(right.corners) { $0 == $1 }
    }
}

/// Looks for QR codes.
package enum CodeReader {
    /// "Y800", one byte of grey a pixel.
    private static let grey: UInt = 0x3030_3859

    /// Finds all QR codes of a picture.
    ///
    /// - Parameters:
    ///   - picture: A code's modules need two to three pixels each.
    ///   - lines: Every so many lines of pixels are looked at: 2 takes half the time, and misses codes with the smallest modules.
    /// - Returns: In no particular order; empty when there is none.
    package static func codes(in picture: GreyPicture, lines: Int = 1) -> [FoundCode] {
        guard let scanner = zbar_image_scanner_create(), let image = zbar_image_create() else { return [] }
        defer {
            zbar_image_destroy(image)
            zbar_image_scanner_destroy(scanner)
        }
        // Bar codes of other kinds are not ours, and looking for them takes time.
        zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0)
        zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1)
        for direction in [ZBAR_CFG_X_DENSITY, ZBAR_CFG_Y_DENSITY] {
            zbar_image_scanner_set_config(scanner, ZBAR_NONE, direction, Int32(lines))
        }
        zbar_image_set_format(image, grey)
        zbar_image_set_size(image, UInt32(picture.width), UInt32(picture.height))
        return picture.pixels.withUnsafeBytes { bytes in
            zbar_image_set_data(image, bytes.baseAddress, UInt(bytes.count), nil)
            guard zbar_scan_image(scanner, image) > 0 else { return [] }
            var found: [FoundCode] = []
            var symbol = zbar_image_first_symbol(image)
            while let current = symbol {
                if let code = code(current) { found.append(code) }
                symbol = zbar_symbol_next(current)
            }
            return found
        }
    }

    private static func code(_ symbol: OpaquePointer) -> FoundCode? {
        guard let data = zbar_symbol_get_data(symbol), zbar_symbol_get_loc_size(symbol) == 4 else { return nil }
        let bytes = UnsafeRawBufferPointer(start: data, count: Int(zbar_symbol_get_data_length(symbol)))
        let corners = (0..<UInt32(4)).map { index in
            (Double(zbar_symbol_get_loc_x(symbol, index)), Double(zbar_symbol_get_loc_y(symbol, index)))
        }
        return FoundCode(text: String(decoding: bytes, as: UTF8.self), corners: corners)
    }
}
