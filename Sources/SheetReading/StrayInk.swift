extension BubbleReader {
    /// Ink beside a row's bubbles, in square points: between them and under them, where nothing is printed.
    ///
    /// - Parameters:
    ///   - bubbles: The row's, from left to right, of one group.
    ///   - registration: How the paper lies at this row.
    ///   - fine: The small shift at which the row's lines fit best.
    /// - Returns: How much ink there is.
    func strayInk(_ bubbles: [Bubble], _ registration: RowRegistration, _ fine: Point) -> Double {
        let step = 0.5
        let clear = 1.7
        var total = 0.0
        for (bubble, next) in zip(bubbles, bubbles.dropFirst()) {
            let gap = (bubble.right + clear, next.x - clear)
            guard gap.1 - gap.0 > 2 else { continue }
            let shift = registration.shift(x: bubble.x, pageWidth: pageWidth) + fine
            var shades: [Float] = []
            var y = bubble.y + 0.5
            while y < bubble.bottom + 2 {
                var x = gap.0
                while x < gap.1 {
                    let shade = raster.shade(page(Point(x, y) + shift))
                    if shade >= 0 { shades.append(shade) }
                    x += step
                }
                y += step
            }
            guard shades.count > 20 else { continue }
            let paper = shades.sorted()[shades.count * 4 / 5]
            let contrast = paper - (registration.black ?? 0)
            guard contrast > Float(ReadingThresholds.leastContrast) else { continue }
            let (begins, full) = (Float(ReadingThresholds.strayBegins), Float(ReadingThresholds.strayFull))
            let ink = shades.reduce(Float(0)) {
                $0 + max(0, min(1, ((paper - $1) / contrast - begins) / (full - begins)))
            }
            total += Double(ink) * step * step
        }
        return total
    }
}
