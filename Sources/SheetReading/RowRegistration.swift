/// Where a row lies, when the paper is not quite flat: its own marks say how far it is from where the corners put it.
struct RowRegistration {
    /// In points, at the row's left and right mark.
    private(set) var left: Point
    private(set) var right: Point
    /// How dark the row's print is; `nil` when neither mark was found.
    private(set) var black: Float?
    /// 0, 1 or 2.
    private(set) var marksFound: Int

    /// Looks for the marks of all rows.
    ///
    /// A mark that is not found takes the shift of the nearest row that has one: paper bends slowly.
    static func of(_ layout: PageLayout, _ raster: Raster, _ page: Homography) -> [RowRegistration] {
        var lefts: [Point?] = []
        var rights: [Point?] = []
        var blacks: [Float?] = []
        for row in layout.rows {
            let marks = layout.geometry.rowMarks(top: row.top)
            let found = [marks.left, marks.right].map { mark in
                raster.darkMiddle(
                    near: mark,
                    width: SheetGeometry.rowMarkWidth,
                    height: SheetGeometry.rowMarkHeight,
                    reach: 2.8,
                    page
                )
            }
            lefts.append(found[0].map { $0.middle - marks.left })
            rights.append(found[1].map { $0.middle - marks.right })
            blacks.append(found.compactMap { $0?.shade }.min())
        }
        return layout.rows.indices.map { index in
            RowRegistration(
                left: nearest(lefts, index) ?? nearest(rights, index) ?? Point(0, 0),
                right: nearest(rights, index) ?? nearest(lefts, index) ?? Point(0, 0),
                black: blacks[index] ?? nearest(blacks, index),
                marksFound: (lefts[index] == nil ? 0 : 1) + (rights[index] == nil ? 0 : 1)
            )
        }
    }

    private static func nearest<Value>(_ values: [Value?], _ index: Int) -> Value? {
        for distance in 0...5 {
            for other in [index - distance, index + distance] where values.indices.contains(other) {
                if let value = values[other] { return value }
            }
        }
        return nil
    }

    /// The shift at a column of the page, in points.
    func shift(x: Double, pageWidth: Double) -> Point {
        let share = x / pageWidth
        return left * (1 - share) + right * share
    }
}
