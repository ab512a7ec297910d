/// A connected dark patch of a picture.
struct Blob: Sendable {
    /// In pixels.
    let middle: Point
    /// In pixels.
    let area: Double
    /// How much wider it is spread than a filled square of its area: 1 is a square, a letter or a line has more.
    let spread: Double
}

/// Finds dark patches of a certain size.
///
/// A pixel is dark when it is clearly below the mean of its surroundings, so that shadows and uneven light do not matter.
struct BlobFinder {
    private let raster: Raster
    private var isDark: [Bool]

    /// - Parameters:
    ///   - raster: The picture.
    ///   - radius: Half the side of the surroundings, in pixels; larger than what is looked for.
    init(_ raster: Raster, radius: Int) {
        self.raster = raster
        isDark = Self.threshold(raster, radius: radius)
    }

    /// Compares each pixel with the mean around it, by running sums.
    private static func threshold(_ raster: Raster, radius: Int) -> [Bool] {
        let (width, height) = (raster.width, raster.height)
        // The sum over everything above and to the left of each pixel.
        var sums = [UInt32](repeating: 0, count: (width + 1) * (height + 1))
        for row in 0..<height {
            var line: UInt32 = 0
            let above = row * (width + 1)
            let here = above + width + 1
            for column in 0..<width {
                line &+= UInt32(raster[column, row])
                sums[here + column + 1] = sums[above + column + 1] &+ line
            }
        }
        var isDark = [Bool](repeating: false, count: width * height)
        for row in 0..<height {
            let (top, bottom) = (max(0, row - radius), min(height, row + radius + 1))
            let (above, below) = (top * (width + 1), bottom * (width + 1))
            for column in 0..<width {
                let (left, right) = (max(0, column - radius), min(width, column + radius + 1))
                let sum = sums[below + right] &- sums[above + right] &- sums[below + left] &+ sums[above + left]
                let area = UInt32((bottom - top) * (right - left))
                // Dark is below 72 % of the mean.
                isDark[row * width + column] = UInt32(raster[column, row]) &* area &* 25 < sum &* 18
            }
        }
        return isDark
    }

    /// All patches of a size.
    ///
    /// - Parameter areas: In pixels.
    /// - Returns: In reading order.
    mutating func blobs(areas: ClosedRange<Double>) -> [Blob] {
        var found: [Blob] = []
        var pending: [Int] = []
        let most = Int(areas.upperBound) + 1
        for start in isDark.indices where isDark[start] {
            pending.removeAll(keepingCapacity: true)
            pending.append(start)
            isDark[start] = false
            var (count, sumX, sumY, sumXX, sumYY, sumXY) = (0, 0.0, 0.0, 0.0, 0.0, 0.0)
            while let index = pending.popLast() {
                let (column, row) = (index % raster.width, index / raster.width)
                count += 1
                if count <= most {
                    let (x, y) = (Double(column) + 0.5, Double(row) + 0.5)
                    (sumX, sumY) = (sumX + x, sumY + y)
                    (sumXX, sumYY, sumXY) = (sumXX + x * x, sumYY + y * y, sumXY + x * y)
                }
                if column > 0, isDark[index - 1] { isDark[index - 1] = false; pending.append(index - 1) }
                if column + 1 < raster.width, isDark[index + 1] { isDark[index + 1] = false; pending.append(index + 1) }
                if row > 0, isDark[index - raster.width] {
                    isDark[index - raster.width] = false
                    pending.append(index - raster.width)
                }
                if row + 1 < raster.height, isDark[index + raster.width] {
                    isDark[index + raster.width] = false
                    pending.append(index + raster.width)
                }
            }
            let area = Double(count)
            guard areas.contains(area) else { continue }
            let (x, y) = (sumX / area, sumY / area)
            // A pixel has a spread of its own, 1/12.
            let (xx, yy) = (sumXX / area - x * x + 1 / 12, sumYY / area - y * y + 1 / 12)
            let xy = sumXY / area - x * y
            let spread = max(0, xx * yy - xy * xy).squareRoot() * 12 / area
            found.append(Blob(middle: Point(x, y), area: area, spread: spread))
        }
        return found
    }
}
