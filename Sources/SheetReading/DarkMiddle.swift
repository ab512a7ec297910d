import Foundation

extension Raster {
    /// Follows a dark mark to its middle.
    ///
    /// - Parameters:
    ///   - guess: Near its middle, in page points; off by less than half its size.
    ///   - width: Of the mark, in points.
    ///   - height: Of the mark, in points.
    ///   - reach: How far around the mark to look, in points.
    ///   - page: From points to pixels.
    /// - Returns: Its middle in points and its blackness; `nil` when there is no such mark.
    func darkMiddle(
        near guess: Point,
        width: Double,
        height: Double,
        reach: Double,
        _ page: Homography
    ) -> (middle: Point, shade: Float)? {
        var middle = guess
        var shade: Float = 0
        let step = 0.5
        for pass in 0..<4 {
            let (halfWidth, halfHeight) = (width / 2 + reach, height / 2 + reach)
            let columns = Int(2 * halfWidth / step)
            let rows = Int(2 * halfHeight / step)
            var shades: [Float] = []
            shades.reserveCapacity(columns * rows)
            for row in 0..<rows {
                for column in 0..<columns {
                    let x = middle.x - halfWidth + (Double(column) + 0.5) * step
                    let y = middle.y - halfHeight + (Double(row) + 0.5) * step
                    let value = self.shade(page(Point(x, y)))
                    guard value >= 0 else { return nil }
                    shades.append(value)
                }
            }
            let sorted = shades.sorted()
            let (black, paper) = (sorted[sorted.count / 25], sorted[sorted.count * 4 / 5])
            guard paper - black > Float(ReadingThresholds.leastContrast) else { return nil }
            var (weight, sumX, sumY) = (0.0, 0.0, 0.0)
            for row in 0..<rows {
                for column in 0..<columns {
                    let dark = Double((paper - shades[row * columns + column]) / (paper - black)) - 0.3
                    guard dark > 0 else { continue }
                    weight += min(dark, 0.5)
                    sumX += min(dark, 0.5) * (Double(column) + 0.5)
                    sumY += min(dark, 0.5) * (Double(row) + 0.5)
                }
            }
            let area = weight / 0.5 * step * step
            if pass == 3, !(0.5...1.7).contains(area / (width * height)) { return nil }
            guard weight > 0 else { return nil }
            let moved = Point(
                middle.x - halfWidth + sumX / weight * step,
                middle.y - halfHeight + sumY / weight * step
            )
            let isSettled = (moved - middle).length < 0.05
            middle = moved
            shade = black
            if isSettled {
                return (0.5...1.7).contains(area / (width * height)) ? (middle, shade) : nil
            }
        }
        return (middle, shade)
    }
}
