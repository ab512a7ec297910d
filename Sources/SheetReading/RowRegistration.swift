/// Where a row lies, when the paper is not quite flat: its own marks say how far it is from where the corners put it.
struct RowRegistration {
    /// In points, at the row's left and right mark.
    private(set) var left: Point
    private(set) var right: Point
    /// How dark the row's print is; `nil` when neither mark was found.
    private(set) var black: Float?
    /// 0, 1 or 2.
    private(set) var marksFound: Int
    /// Folds between the marks.
    private var bends: [Bend] = []

    init(left: Point, right: Point, black: Float?, marksFound: Int) {
        self.left = left
        self.right = right
        self.black = black
        self.marksFound = marksFound
    }

    /// A fold from top to bottom: there the paper lies beside the straight way from one mark to the other.
    struct Bend {
        let x: Double
        /// On the fold, in points; on both its sides it fades out towards the edges.
        let shift: Point

        /// How much of the shift a column of the page has: all on the fold, nothing at the edges.
        static func share(x: Double, fold: Double, pageWidth: Double) -> Double {
            max(0, x < fold ? x / fold : (pageWidth - x) / (pageWidth - fold))
        }
    }

    /// The same with one more fold.
    func bent(_ bend: Bend) -> RowRegistration {
        var bent = self
        bent.bends.append(bend)
        return bent
    }

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
        return bends.reduce(left * (1 - share) + right * share) { shift, bend in
            shift + bend.shift * Bend.share(x: x, fold: bend.x, pageWidth: pageWidth)
        }
    }
}
