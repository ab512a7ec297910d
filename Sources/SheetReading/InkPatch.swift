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
    func ink(_ column: Int, _ row: Int) -> Float { ink(column, row, paper: paper, contrast: contrast) }

    /// The same where the paper is known better for this place.
    func ink(_ column: Int, _ row: Int, paper: Float, contrast: Float) -> Float {
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

    /// What an even, pale filling counts for: a hard pencil's hatching has no strokes that stand out and nothing very dark.
    ///
    /// - Parameters:
    ///   - inset: From the patch's edges to the bubble's inside, in samples.
    ///   - rows: Of the patch.
    /// - Returns: As a share of ink: a person's when it is pale, a mark when it is clear, 0 when inside and outside look alike.
    func wash(inset: Int, rows: Int) -> Double {
        var inside: Float = 0
        var count = 0
        for row in inset..<rows - inset {
            for column in inset..<columns - inset {
                inside += shades[row * columns + column]
                count += 1
            }
        }
        // Left, right and below: names stand above.
        var outside: [Float] = []
        for row in inset..<rows {
            for column in [0, 1, 2, columns - 3, columns - 2, columns - 1] {
                outside.append(shades[row * columns + column])
            }
        }
        for column in inset..<columns - inset { outside.append(shades[(rows - 2) * columns + column]) }
        let around = outside.sorted()[outside.count / 2]
        return Self.wash(darker: Double((around - inside / Float(max(1, count))) / contrast))
    }

    /// What a filling counts for that is darker than the paper by this share of the contrast, on the whole.
    static func wash(darker: Double) -> Double {
        if darker >= ReadingThresholds.washMarked { return 2 * ReadingThresholds.marked }
        return darker >= ReadingThresholds.washBegins ? (ReadingThresholds.empty + ReadingThresholds.marked) / 2 : 0
    }

    private static func share(_ value: Float, _ begins: Double, _ full: Double) -> Float {
        max(0, min(1, (value - Float(begins)) / Float(full - begins)))
    }
}
