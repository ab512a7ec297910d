/// A picture in shades of grey, row by row from the top: 0 is black, 255 is white.
package struct GreyPicture: Sendable, Equatable {
    package let width: Int
    package let height: Int
    /// `width * height` of them.
    package var pixels: [UInt8]

    /// Takes pixels as they are.
    ///
    /// - Parameters:
    ///   - width: In pixels, at least 1.
    ///   - height: In pixels, at least 1.
    ///   - pixels: Filled up with white, or cut, to `width * height`.
    package init(width: Int, height: Int, pixels: [UInt8]) {
        self.width = max(1, width)
        self.height = max(1, height)
        let count = self.width * self.height
        self.pixels =
            pixels.count == count
            ? pixels : Array(pixels.prefix(count)) + Array(repeating: 255, count: max(0, count - pixels.count))
    }

    /// A picture of one shade.
    package init(width: Int, height: Int, shade: UInt8 = 255) {
        self.init(width: width, height: height, pixels: Array(repeating: shade, count: max(1, width) * max(1, height)))
    }

    /// The shade at a place between pixels, by bilinear interpolation.
    ///
    /// - Parameters:
    ///   - x: From the left edge; the middle of the first pixel is at 0.5.
    ///   - y: From the top edge.
    /// - Returns: 0 to 255; `nil` outside.
    package func shade(x: Double, y: Double) -> Double? {
        let (left, top) = (x - 0.5, y - 0.5)
        guard left >= 0, top >= 0, left < Double(width - 1), top < Double(height - 1) else { return nil }
        let (column, row) = (Int(left), Int(top))
        let (right, bottom) = (left - Double(column), top - Double(row))
        let index = row * width + column
        let upper = Double(pixels[index]) * (1 - right) + Double(pixels[index + 1]) * right
        let lower = Double(pixels[index + width]) * (1 - right) + Double(pixels[index + width + 1]) * right
        return upper * (1 - bottom) + lower * bottom
    }

    /// The picture at twice its size, smoothly.
    package func doubled() -> GreyPicture {
        var pixels: [UInt8] = []
        pixels.reserveCapacity(4 * width * height)
        for row in 0..<2 * height {
            let (near, far) = Self.neighbors(row, height)
            for column in 0..<2 * width {
                let (left, right) = Self.neighbors(column, width)
                let upper = 3 * Int(self.pixels[near * width + left]) + Int(self.pixels[near * width + right])
                let lower = 3 * Int(self.pixels[far * width + left]) + Int(self.pixels[far * width + right])
                pixels.append(UInt8(truncatingIfNeeded: (3 * upper + lower + 8) >> 4))
            }
        }
        return GreyPicture(width: 2 * width, height: 2 * height, pixels: pixels)
    }

    /// The old line that a new one lies in, and the one beside it.
    private static func neighbors(_ line: Int, _ count: Int) -> (near: Int, far: Int) {
        let near = line / 2
        return (near, max(0, min(count - 1, line % 2 == 0 ? near - 1 : near + 1)))
    }

    /// The picture with every square of so many pixels made one: less noise, less work.
    ///
    /// - Parameter factor: 1 gives the picture itself.
    /// - Returns: What does not fill a square at the right and at the bottom is left out.
    package func reduced(by factor: Int) -> GreyPicture {
        guard factor > 1, width >= factor, height >= factor else { return self }
        let (newWidth, newHeight) = (width / factor, height / factor)
        var sums = [UInt32](repeating: 0, count: newWidth)
        var reduced: [UInt8] = []
        reduced.reserveCapacity(newWidth * newHeight)
        let area = UInt32(factor * factor)
        for row in 0..<newHeight {
            for column in 0..<newWidth { sums[column] = area / 2 }
            for line in 0..<factor {
                var index = (row * factor + line) * width
                for column in 0..<newWidth {
                    for _ in 0..<factor {
                        sums[column] &+= UInt32(pixels[index])
                        index += 1
                    }
                }
            }
            for sum in sums { reduced.append(UInt8(truncatingIfNeeded: sum / area)) }
        }
        return GreyPicture(width: newWidth, height: newHeight, pixels: reduced)
    }
}
