import CPango

extension PDFDocument {
    /// Draws a QR code in a square, its quiet zone included.
    ///
    /// One pixel a module, as a 1-bit mask: sharp at every size, and many times faster than a rectangle a module.
    ///
    /// - Parameters:
    ///   - code: The code.
    ///   - x: The left edge of the quiet zone.
    ///   - y: The top edge of the quiet zone.
    ///   - side: Of the square with its quiet zone, in points.
    /// - Throws: ``DrawingError`` when there is no memory left.
    package func draw(_ code: QRCode, x: Double, y: Double, side: Double) throws(DrawingError) {
        guard let mask = cairo_image_surface_create(CAIRO_FORMAT_A1, Int32(code.side), Int32(code.side)) else {
            throw .library("no image")
        }
        defer { cairo_surface_destroy(mask) }
        guard let bytes = cairo_image_surface_get_data(mask) else { throw .library(cairo_surface_status(mask)) }
        let stride = Int(cairo_image_surface_get_stride(mask))
        for row in 0..<code.side {
            for column in 0..<code.side where code.modules[row * code.side + column] {
                bytes[row * stride + column / 8] |= Self.bit(column % 8)
            }
        }
        cairo_surface_mark_dirty(mask)

        let module = side / Double(code.side + 2 * QRCode.quietZone)
        let inset = module * Double(QRCode.quietZone)
        cairo_save(cairo)
        cairo_translate(cairo, x + inset, y + inset)
        cairo_scale(cairo, module, module)
        cairo_set_source_rgb(cairo, 0, 0, 0)
        let pattern = cairo_pattern_create_for_surface(mask)
        // Without this a viewer would blur the modules into each other.
        cairo_pattern_set_filter(pattern, CAIRO_FILTER_NEAREST)
        cairo_mask(cairo, pattern)
        cairo_pattern_destroy(pattern)
        cairo_restore(cairo)
    }

    /// A1 images keep their pixels in the machine's own bit order.
    private static func bit(_ column: Int) -> UInt8 {
        1.littleEndian == 1 ? 1 << UInt8(column) : 0x80 >> UInt8(column)
    }
}
