/// How one bubble looks.
struct BubbleReading: Sendable, Equatable {
    /// The share of its inside that is ink, 0 to 1.
    let ink: Double
    /// How dark its own line is, 0 to 1; what cannot be seen has next to nothing.
    let outline: Double
    /// Paper minus print, of 255.
    let contrast: Double
}

/// Measures bubbles against the paper around them.
struct BubbleReader {
    let raster: Raster
    let page: Homography
    let pageWidth: Double

    /// Measures the bubbles of a row.
    ///
    /// - Parameters:
    ///   - bubbles: Where the geometry puts them.
    ///   - registration: How the paper lies at this row.
    /// - Returns: One for each, and the small shift at which their lines fit best.
    func read(_ bubbles: [Bubble], _ registration: RowRegistration) -> (readings: [BubbleReading], shift: Point) {
        let fine = bestShift(bubbles, registration, reach: Self.reach) { _ in 1 }
        let readings = bubbles.map { bubble in
            read(bubble, registration.shift(x: bubble.x, pageWidth: pageWidth) + fine, registration.black)
        }
        return (readings, fine)
    }

    /// How the paper lies at a row through which a fold goes from top to bottom.
    ///
    /// - Parameters:
    ///   - registration: What the marks at the row's ends say.
    ///   - fold: Where it crosses the row, from the left, in points.
    ///   - bubbles: The row's.
    /// - Returns: The same, bent where the bubbles' lines fit best.
    func bent(_ registration: RowRegistration, at fold: Double, _ bubbles: [Bubble]) -> RowRegistration {
        let shift = bestShift(bubbles, registration, reach: Self.bendReach) { x in
            RowRegistration.Bend.share(x: x, fold: fold, pageWidth: pageWidth)
        }
        return registration.bent(.init(x: fold, shift: shift))
    }

    /// How far a row's lines are looked for, in steps: its marks are as near as that.
    private static let reach = 2
    /// How far a fold may lie beside the straight way between a row's marks, in steps.
    ///
    /// One half of the paper that rises by 11 degrees looks narrower by a fiftieth, which moves a fold in the middle by 3 points.
    private static let bendReach = 4
    /// In points; half of it then tells more exactly.
    private static let shiftStep = 0.9

    /// The bubbles' own lines are the best marks of all: tries small shifts and takes the one at which they are darkest.
    ///
    /// A column of the page has a share of the shift.
    private func bestShift(
        _ bubbles: [Bubble],
        _ registration: RowRegistration,
        reach: Int,
        share: (_ x: Double) -> Double
    ) -> Point {
        let places = bubbles.map { ($0, registration.shift(x: $0.x, pageWidth: pageWidth), share($0.x)) }
        var best = (dark: -Float.infinity, shift: Point(0, 0))
        func attempt(_ shift: Point) {
            let dark = places.reduce(Float(0)) { sum, place in
                sum + lineContrast(place.0, place.1 + shift * place.2)
            }
            // The nearer one wins a tie.
            let cost = Float(shift.length) * 0.3
            if dark - cost > best.dark { best = (dark - cost, shift) }
        }
        let step = Self.shiftStep
        for y in -reach...reach { for x in -reach...reach { attempt(Point(Double(x), Double(y)) * step) } }
        let coarse = best.shift
        for y in -1...1 {
            for x in -1...1 where x != 0 || y != 0 { attempt(coarse + Point(Double(x), Double(y)) * (step / 2)) }
        }
        return best.shift
    }

    /// How much darker a bubble's line is than the paper beside it, in shades.
    private func lineContrast(_ bubble: Bubble, _ shift: Point) -> Float {
        var sum: Float = 0
        for place in Self.outline(bubble, steps: 5) {
            let on = raster.shade(page(place.point + shift))
            let out = raster.shade(page(place.point + place.normal * 1.7 + shift))
            if on >= 0, out >= 0 { sum += max(-20, min(60, out - on)) }
        }
        return sum
    }

    private func read(_ bubble: Bubble, _ shift: Point, _ rowBlack: Float?) -> BubbleReading {
        let around = 3.5
        guard let (shades, columns, rows) = shades(bubble, shift, around: around) else {
            return BubbleReading(ink: 0, outline: 0, contrast: 0)
        }
        let sorted = shades.sorted()
        let paper = sorted[Int(Double(sorted.count) * ReadingThresholds.paperPercentile)]
        let black = min(rowBlack ?? sorted[sorted.count / 50], paper)
        let contrast = paper - black
        guard contrast >= Float(ReadingThresholds.leastContrast) else {
            return BubbleReading(ink: 0, outline: 0, contrast: Double(contrast))
        }
        let inset = Int(((around + ReadingThresholds.inset) / Self.step).rounded())
        let patch = InkPatch(shades: shades, columns: columns, paper: paper, contrast: contrast)
        var ink: Float = 0
        var count = 0
        for row in inset..<rows - inset {
            for column in inset..<columns - inset {
                ink += patch.ink(column, row)
                count += 1
            }
        }
        var share = max(Double(ink) / Double(max(1, count)), patch.wash(inset: inset, rows: rows))
        if share >= ReadingThresholds.empty, let ground = ground(bubble, shift, paper: paper, black: black) {
            // What only one of both sees is not clear.
            share = min(share, ground.ink())
        }
        return BubbleReading(
            ink: share,
            outline: outlineDarkness(bubble, shift, paper: paper, contrast: contrast),
            contrast: Double(contrast)
        )
    }

    private static let step = 0.5

    /// The shades of a bubble and what is around it; `nil` when not all of it is in the picture.
    private func shades(
        _ bubble: Bubble,
        _ shift: Point,
        around: Double
    ) -> (shades: [Float], columns: Int, rows: Int)? {
        var shades: [Float] = []
        let columns = Int((bubble.width + 2 * around) / Self.step)
        let rows = Int((bubble.height + 2 * around) / Self.step)
        shades.reserveCapacity(columns * rows)
        for row in 0..<rows {
            for column in 0..<columns {
                let x = bubble.x - around + (Double(column) + 0.5) * Self.step + shift.x
                let y = bubble.y - around + (Double(row) + 0.5) * Self.step + shift.y
                let shade = raster.shade(page(Point(x, y)))
                guard shade >= 0 else { return nil }
                shades.append(shade)
            }
        }
        return (shades, columns, rows)
    }

    private func ground(_ bubble: Bubble, _ shift: Point, paper: Float, black: Float) -> Ground? {
        guard let (shades, columns, rows) = shades(bubble, shift, around: Ground.reach) else { return nil }
        let patch = InkPatch(shades: shades, columns: columns, paper: paper, contrast: paper - black)
        return Ground(patch: patch, rows: rows, around: Int(Ground.reach / Self.step), black: black)
    }

    private func outlineDarkness(_ bubble: Bubble, _ shift: Point, paper: Float, contrast: Float) -> Double {
        let places = Self.outline(bubble, steps: 6)
        let sum = places.reduce(Float(0)) { sum, place in
            let darkest =
                [-0.5, 0, 0.5].map { raster.shade(page(place.point + place.normal * $0 + shift)) }.min() ?? -1
            return darkest < 0 ? sum : sum + max(0, min(1, (paper - darkest) / contrast))
        }
        return Double(sum) / Double(places.count)
    }

    /// Places along a bubble's line, without its round corners, each with the direction outwards.
    private static func outline(_ bubble: Bubble, steps: Int) -> [(point: Point, normal: Point)] {
        let corner = 3.0
        return (0..<steps).flatMap { index in
            let share = (Double(index) + 0.5) / Double(steps)
            let x = bubble.x + corner + (bubble.width - 2 * corner) * share
            let y = bubble.y + corner + (bubble.height - 2 * corner) * share
            return [
                (Point(x, bubble.y), Point(0, -1)), (Point(x, bubble.bottom), Point(0, 1)),
                (Point(bubble.x, y), Point(-1, 0)), (Point(bubble.right, y), Point(1, 0)),
            ]
        }
    }
}
