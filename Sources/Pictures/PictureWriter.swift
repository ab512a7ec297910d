import CPixbuf

extension GreyPicture {
    /// The picture as the bytes of a PNG file.
    ///
    /// - Returns: Empty when there is no memory left.
    package func png() -> [UInt8] { encoded("png", keys: [], values: []) }

    /// The picture as the bytes of a JPEG file.
    ///
    /// - Parameter quality: 1 to 100.
    /// - Returns: Empty when there is no memory left.
    package func jpeg(quality: Int) -> [UInt8] { encoded("jpeg", keys: ["quality"], values: ["\(quality)"]) }

    /// A part of the picture; what lies outside is left out.
    package func cut(x: Int, y: Int, width: Int, height: Int) -> GreyPicture {
        let columns = max(0, x)..<max(max(0, x) + 1, min(self.width, x + width))
        let rows = max(0, y)..<max(max(0, y) + 1, min(self.height, y + height))
        guard columns.upperBound <= self.width, rows.upperBound <= self.height else {
            return GreyPicture(width: 1, height: 1)
        }
        var part: [UInt8] = []
        part.reserveCapacity(columns.count * rows.count)
        for row in rows {
            part += pixels[row * self.width + columns.lowerBound..<row * self.width + columns.upperBound]
        }
        return GreyPicture(width: columns.count, height: rows.count, pixels: part)
    }

    private func encoded(_ format: String, keys: [String], values: [String]) -> [UInt8] {
        guard let pixbuf = gdk_pixbuf_new(GDK_COLORSPACE_RGB, 0, 8, Int32(width), Int32(height)),
            let target = gdk_pixbuf_get_pixels(pixbuf)
        else { return [] }
        defer { g_object_unref(UnsafeMutableRawPointer(pixbuf)) }
        let stride = Int(gdk_pixbuf_get_rowstride(pixbuf))
        for row in 0..<height {
            for column in 0..<width {
                let shade = pixels[row * width + column]
                let place = target + row * stride + column * 3
                (place[0], place[1], place[2]) = (shade, shade, shade)
            }
        }
        var buffer: UnsafeMutablePointer<CChar>?
        var size: gsize = 0
        var cKeys: [UnsafeMutablePointer<CChar>?] = keys.map { g_strdup($0) } + [nil]
        var cValues: [UnsafeMutablePointer<CChar>?] = values.map { g_strdup($0) } + [nil]
        defer { for text in cKeys + cValues { g_free(text) } }
        guard gdk_pixbuf_save_to_bufferv(pixbuf, &buffer, &size, format, &cKeys, &cValues, nil) != 0, let buffer else {
            return []
        }
        defer { g_free(buffer) }
        return Array(UnsafeRawBufferPointer(start: buffer, count: Int(size)))
    }
}
