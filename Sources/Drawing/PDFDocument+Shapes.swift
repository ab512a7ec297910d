import CPango

extension PDFDocument {
    /// Draws a straight line.
    ///
    /// - Parameters:
    ///   - start: Where it begins, from the page's top left corner.
    ///   - end: Where it ends.
    ///   - thickness: In points.
    ///   - grey: 0 is black, 1 is white.
    package func line(
        from start: (x: Double, y: Double),
        to end: (x: Double, y: Double),
        thickness: Double,
        grey: Double = 0
    ) {
        cairo_move_to(cairo, start.x, start.y)
        cairo_line_to(cairo, end.x, end.y)
        stroke(thickness, grey)
    }

    /// Draws the outlines of boxes; a radius rounds their corners.
    package func box(_ boxes: Rectangle..., thickness: Double, radius: Double = 0, grey: Double = 0) {
        self.boxes(boxes, thickness: thickness, radius: radius, grey: grey)
    }

    /// Draws the outlines of many boxes in one stroke, which is quicker and smaller than one by one.
    package func boxes(_ boxes: [Rectangle], thickness: Double, radius: Double = 0, grey: Double = 0) {
        for box in boxes { trace(box, radius: radius) }
        stroke(thickness, grey)
    }

    /// Fills a box.
    package func fill(_ box: Rectangle, radius: Double = 0, grey: Double) {
        trace(box, radius: radius)
        cairo_set_source_rgb(cairo, grey, grey, grey)
        cairo_fill(cairo)
    }

    private func trace(_ box: Rectangle, radius: Double) {
        guard radius > 0 else { return cairo_rectangle(cairo, box.x, box.y, box.width, box.height) }
        let quarter = Double.pi / 2
        cairo_new_sub_path(cairo)
        cairo_arc(cairo, box.right - radius, box.y + radius, radius, -quarter, 0)
        cairo_arc(cairo, box.right - radius, box.bottom - radius, radius, 0, quarter)
        cairo_arc(cairo, box.x + radius, box.bottom - radius, radius, quarter, 2 * quarter)
        cairo_arc(cairo, box.x + radius, box.y + radius, radius, 2 * quarter, 3 * quarter)
        cairo_close_path(cairo)
    }

    private func stroke(_ thickness: Double, _ grey: Double) {
        cairo_set_line_width(cairo, thickness)
        cairo_set_source_rgb(cairo, grey, grey, grey)
        cairo_stroke(cairo)
    }
}
