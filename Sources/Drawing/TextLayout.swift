import CPango

/// A text that has been set in lines: it can be measured and drawn.
///
/// Owns the layout and frees it. Not for use from two threads at once.
package final class TextLayout {
    /// One line of a text that has been set.
    package struct Line: Sendable, Equatable {
        /// From the line's top to the next line's, in points.
        package let height: Double
        /// From the line's top to its baseline, in points.
        package let baseline: Double
        /// From the left edge of the text's width to the line's first sign, in points.
        package let indent: Double
    }

    let raw: OpaquePointer

    init?(context: OpaquePointer) {
        guard let layout = pango_layout_new(context) else { return nil }
        raw = layout
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(raw)) }

    /// The height of all lines in points.
    package var height: Double { size.height }

    /// The width of the longest line in points, at most the width the text was given.
    package var width: Double { size.width }

    /// From the top to the first line's baseline, in points.
    package var baseline: Double { points(pango_layout_get_baseline(raw)) }

    /// Signs for which no installed font has a shape.
    package var missingGlyphs: Int { Int(pango_layout_get_unknown_glyphs_count(raw)) }

    /// The lines from top to bottom.
    package var lines: [Line] {
        guard let iterator = pango_layout_get_iter(raw) else { return [] }
        defer { pango_layout_iter_free(iterator) }
        var lines: [Line] = []
        repeat {
            var top: Int32 = 0
            var bottom: Int32 = 0
            pango_layout_iter_get_line_yrange(iterator, &top, &bottom)
            var logical = PangoRectangle()
            pango_layout_iter_get_line_extents(iterator, nil, &logical)
            lines.append(
                Line(
                    height: points(bottom - top),
                    baseline: points(pango_layout_iter_get_baseline(iterator) - top),
                    indent: points(logical.x)
                )
            )
        } while pango_layout_iter_next_line(iterator) != 0
        return lines
    }

    private var size: Size {
        var width: Int32 = 0
        var height: Int32 = 0
        pango_layout_get_size(raw, &width, &height)
        return Size(width: points(width), height: points(height))
    }

    private func points(_ units: Int32) -> Double { Double(units) / Double(PANGO_SCALE) }
}
