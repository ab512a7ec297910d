import CPixbuf

/// Reads PNG and JPEG files into shades of grey, upright, at a bounded size.
package enum PictureFile {
    /// What scanners and phones write; the library knows more formats, which are not let near it.
    private static let formats: Set<String> = ["png", "jpeg"]

    /// More pixels than a sheet of paper at 600 dots per inch, or any phone's camera, has.
    package static let mostPixels = 220_000_000

    /// Pictures are read at most this large: beyond it there is nothing to be gained for marks on paper.
    package static let longestSide = 4_400

    /// Reads a file.
    ///
    /// - Parameter path: The file.
    /// - Returns: The picture, turned the way the camera was held.
    /// - Throws: ``PictureError``.
    package static func read(_ path: String) throws(PictureError) -> GreyPicture {
        var width: Int32 = 0
        var height: Int32 = 0
        // Reads the head alone, so that a file cannot ask for memory before its size is known.
        guard let format = gdk_pixbuf_get_file_info(path, &width, &height),
            let name = gdk_pixbuf_format_get_name(format)
        else { throw .unknownFormat }
        defer { g_free(name) }
        let kind = String(cString: name)
        guard formats.contains(kind) else { throw .unknownFormat }
        let (columns, rows) = (Int(width), Int(height))
        guard columns > 0, rows > 0 else { throw .broken("it has no size") }
        guard columns.multipliedReportingOverflow(by: rows).partialValue <= mostPixels, columns < 1 << 20,
            rows < 1 << 20
        else { throw .tooLarge(width: columns, height: rows) }
        return try decode(path, isLarge: max(columns, rows) > longestSide)
    }

    private static func decode(_ path: String, isLarge: Bool) throws(PictureError) -> GreyPicture {
        var error: UnsafeMutablePointer<GError>?
        let side = Int32(longestSide)
        let decoded =
            isLarge
            ? gdk_pixbuf_new_from_file_at_scale(path, side, side, 1, &error) : gdk_pixbuf_new_from_file(path, &error)
        guard let decoded else {
            defer { if let error { g_error_free(error) } }
            throw .broken(error.map { words($0.pointee) } ?? "it is damaged")
        }
        defer { g_object_unref(UnsafeMutableRawPointer(decoded)) }
        guard let upright = gdk_pixbuf_apply_embedded_orientation(decoded) else { throw .broken("no memory is left") }
        defer { g_object_unref(UnsafeMutableRawPointer(upright)) }
        return grey(upright)
    }

    /// The library's words without the path, which the caller names.
    private static func words(_ error: GError) -> String {
        guard let message = error.message else { return "it is damaged" }
        let text = String(cString: message)
        return text.split(separator: ":").last.map { $0.drop { $0 == " " } }.map(String.init) ?? text
    }

    private static func grey(_ pixbuf: OpaquePointer) -> GreyPicture {
        let width = Int(gdk_pixbuf_get_width(pixbuf))
        let height = Int(gdk_pixbuf_get_height(pixbuf))
        let stride = Int(gdk_pixbuf_get_rowstride(pixbuf))
        let channels = Int(gdk_pixbuf_get_n_channels(pixbuf))
        guard let bytes = gdk_pixbuf_read_pixels(pixbuf) else { return GreyPicture(width: 1, height: 1) }
        let pixels = [UInt8](unsafeUninitializedCapacity: width * height) { target, count in
            for row in 0..<height {
                var source = bytes + row * stride
                for column in 0..<width {
                    // ITU-R BT.601, in 256ths; what is see-through lies on white.
                    var luma = (77 * Int(source[0]) + 150 * Int(source[1]) + 29 * Int(source[2])) >> 8
                    if channels == 4 { luma = 255 - (255 - luma) * Int(source[3]) / 255 }
                    target[row * width + column] = UInt8(truncatingIfNeeded: luma)
                    source += channels
                }
            }
            count = width * height
        }
        return GreyPicture(width: width, height: height, pixels: pixels)
    }
}
