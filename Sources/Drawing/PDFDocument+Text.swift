import CPango

extension PDFDocument {
    /// Draws a text that is needed once.
    ///
    /// It hangs on a baseline, since scripts differ in what they need above it.
    ///
    /// - Parameters:
    ///   - content: The text.
    ///   - x: The left edge of its width.
    ///   - baseline: Of its first line.
    ///   - width: What it may fill, in points.
    ///   - style: How it looks.
    ///   - grey: 0 is black, 1 is white.
    /// - Returns: The width it took, in points.
    @discardableResult
    package func draw(
        _ content: TextContent,
        x: Double,
        baseline: Double,
        width: Double,
        _ style: TextStyle,
        grey: Double = 0
    ) -> Double {
        let layout = typesetter.setOnce(content, style, width: width)
        draw(layout, x: x, baseline: baseline, grey: grey)
        return layout.width
    }

    /// Draws a text that was set before, its first line on a baseline.
    package func draw(_ layout: TextLayout, x: Double, baseline: Double, grey: Double = 0) {
        cairo_set_source_rgb(cairo, grey, grey, grey)
        cairo_move_to(cairo, x, baseline - layout.baseline)
        pango_cairo_show_layout(cairo, layout.raw)
    }

    /// Draws some of the lines of a text that was set before: a text may go on upon the next page.
    ///
    /// - Parameters:
    ///   - layout: The text.
    ///   - lines: Which of its lines.
    ///   - x: The left edge of its width.
    ///   - top: The top of the first of these lines.
    package func draw(_ layout: TextLayout, lines: Range<Int>, x: Double, top: Double) {
        cairo_set_source_rgb(cairo, 0, 0, 0)
        var top = top
        let measured = layout.lines
        for index in lines.clamped(to: measured.indices) {
            let line = measured[index]
            cairo_move_to(cairo, x + line.indent, top + line.baseline)
            pango_cairo_show_layout_line(cairo, pango_layout_get_line_readonly(layout.raw, Int32(index)))
            top += line.height
        }
    }
}
