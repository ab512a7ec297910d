import Pictures

@testable import SheetReading

/// A strip of a page with one row, painted at 2 pixels a point; what lies on it takes a share of its light.
struct PaintedPage {
    static let scale = 2.0
    static let row = PageLayout.Row(top: 70, doorTop: 54)
    static let geometry = SheetGeometry(width: 612, height: 160)

    let layout = PageLayout(geometry: geometry, rows: [row])
    let raster: Raster
    let page: Homography

    /// - Parameters:
    ///   - blur: Passes of a blur of three pixels.
    ///   - lying: Which place of the paper is seen at a place, from the left, in points; flat paper when left out.
    ///   - light: The share of light that is left at a place, in points.
    init?(
        blur: Int = 0,
        lying: (_ x: Double) -> Double = { $0 },
        _ light: (_ x: Double, _ y: Double) -> Double
    ) {
        let geometry = layout.geometry
        let (width, height) = (Int(geometry.width * Self.scale), Int(geometry.height * Self.scale))
        let bubbles = geometry.bubbles(top: Self.row.top) + geometry.doorBubbles(top: Self.row.doorTop)
        let marks = geometry.rowMarks(top: Self.row.top)
        var pixels = [UInt8](repeating: 0, count: width * height)
        for row in 0..<height {
            let y = (Double(row) + 0.5) / Self.scale
            let near = bubbles.filter { y > $0.y - 2 && y < $0.bottom + 2 }
            for column in 0..<width {
                let seen = (Double(column) + 0.5) / Self.scale
                let x = lying(seen)
                var print = 0.0
                for bubble in near where x > bubble.x - 2 && x < bubble.right + 2 {
                    let off = max(
                        abs(x - bubble.middle.x) - bubble.width / 2,
                        abs(y - bubble.middle.y) - bubble.height / 2
                    )
                    print = max(print, min(1, max(0, (0.35 - abs(off)) * Self.scale + 0.5)))
                }
                for mark in [marks.left, marks.right] where abs(x - mark.x) < 3.5 && abs(y - mark.y) < 2.25 {
                    print = 1
                }
                pixels[row * width + column] = UInt8((240 - 215 * print) * light(seen, y))
            }
        }
        for _ in 0..<blur {
            for step in [1, width] {
                let sharp = pixels.map(Int.init)
                for index in step..<sharp.count - step {
                    pixels[index] = UInt8((2 * sharp[index] + sharp[index - step] + sharp[index + step]) / 4)
                }
            }
        }
        raster = Raster(GreyPicture(width: width, height: height, pixels: pixels))
        let corners = [
            Point(0, 0), Point(geometry.width, 0), Point(geometry.width, geometry.height), Point(0, geometry.height),
        ]
        guard let page = Homography(corners.map { .init(from: $0, to: $0 * Self.scale) }) else { return nil }
        self.page = page
    }

    /// What the row says.
    var verdict: RowVerdict? {
        let registrations = RowRegistration.of(layout, raster, page)
        return RowLooks(raster: raster, page: page, layout: layout, registrations: registrations).verdicts().rows.first
    }

    var creases: [Crease] { CreaseFinder(raster, page, layout.geometry).creases() }

    /// The result bubble at an index.
    static func bubble(_ index: Int) -> Bubble { geometry.bubbles(top: row.top)[index] }
}
