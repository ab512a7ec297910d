/// A piece of paper in half-point steps, judged sample by sample.
///
/// Ink is either very dark, or a stroke: darker than what lies on both sides of it. A coffee ring or the edge of a shadow is
/// wide, so that it is lighter on one side only; a hard pencil's thin line is not.
struct InkPatch {
    let shades: [Float]
    let columns: Int
    let paper: Float
    let contrast: Float

    /// How far to both sides to look, in samples: two points, more than half of a broad pen's stroke.
    static let reach = 4

    /// How much of a sample is ink, 0 to 1.
    ///
    /// - Parameters:
    ///   - column: At least ``reach`` from the patch's edges.
    ///   - row: At least ``reach`` from the patch's edges.
    /// - Returns: 0 for paper, 1 for ink, in between for what blur has mixed.
    func ink(_ column: Int, _ row: Int) -> Float {
        let index = row * columns + column
        let shade = shades[index]
        let dark = (paper - shade) / contrast
        let solid = Self.share(dark, ReadingThresholds.solidBegins, ReadingThresholds.solidFull)
        let across = Self.reach
        let diagonal = 3
        var stroke: Float = 0
        for step in [across, across * columns, diagonal * (columns + 1), diagonal * (columns - 1)] {
            stroke = max(stroke, min(shades[index - step], shades[index + step]) - shade)
        }
        return max(solid, Self.share(stroke / contrast, ReadingThresholds.strokeBegins, ReadingThresholds.strokeFull))
    }

    private static func share(_ value: Float, _ begins: Double, _ full: Double) -> Float {
        max(0, min(1, (value - Float(begins)) / Float(full - begins)))
    }
}
