extension GreyPicture {
    /// The picture with its edges raised, for what was out of focus: every pixel goes three times as far from the mean around it.
    ///
    /// - Parameter radius: Half the side of that mean, in pixels, about as much as the blur.
    /// - Returns: A picture of the same size, with more noise.
    package func sharpened(radius: Int) -> GreyPicture {
        var sums = [UInt32](repeating: 0, count: width)
        for row in 0..<min(height, radius) { add(row, to: &sums) }
        var sharp: [UInt8] = []
        sharp.reserveCapacity(pixels.count)
        for row in 0..<height {
            if row + radius < height { add(row + radius, to: &sums) }
            if row > radius { remove(row - radius - 1, from: &sums) }
            let tall = min(height, row + radius + 1) - max(0, row - radius)
            var sum: UInt32 = 0
            for column in 0..<min(width, radius) { sum &+= sums[column] }
            for column in 0..<width {
                if column + radius < width { sum &+= sums[column + radius] }
                if column > radius { sum &-= sums[column - radius - 1] }
                let area = tall * (min(width, column + radius + 1) - max(0, column - radius))
                let shade = Int(pixels[row * width + column])
                sharp.append(UInt8(clamping: 3 * shade - 2 * Int(sum) / area))
            }
        }
        return GreyPicture(width: width, height: height, pixels: sharp)
    }

    private func add(_ row: Int, to sums: inout [UInt32]) {
        for column in 0..<width { sums[column] &+= UInt32(pixels[row * width + column]) }
    }

    private func remove(_ row: Int, from sums: inout [UInt32]) {
        for column in 0..<width { sums[column] &-= UInt32(pixels[row * width + column]) }
    }
}
