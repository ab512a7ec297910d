import Pictures

/// A picture to be sampled between its pixels, quickly.
struct Raster: Sendable {
    let width: Int
    let height: Int
    private var pixels: [UInt8]

    init(_ picture: GreyPicture) {
        width = picture.width
        height = picture.height
        pixels = picture.pixels
    }

    subscript(column: Int, row: Int) -> UInt8 {
        get { pixels[row * width + column] }
        set { pixels[row * width + column] = newValue }
    }

    /// The shade between pixels; negative outside the picture.
    @inline(__always)
    func shade(_ x: Double, _ y: Double) -> Float {
        let (left, top) = (x - 0.5, y - 0.5)
        guard left >= 0, top >= 0, left < Double(width - 1), top < Double(height - 1) else { return -1 }
        let (column, row) = (Int(left), Int(top))
        let (right, bottom) = (Float(left - Double(column)), Float(top - Double(row)))
        let index = row * width + column
        let upper = Float(pixels[index]) * (1 - right) + Float(pixels[index + 1]) * right
        let lower = Float(pixels[index + width]) * (1 - right) + Float(pixels[index + width + 1]) * right
        return upper * (1 - bottom) + lower * bottom
    }

    @inline(__always)
    func shade(_ point: Point) -> Float { shade(point.x, point.y) }

    /// With edges raised that blur of so many pixels has flattened.
    func sharpened(radius: Int) -> Raster {
        Raster(GreyPicture(width: width, height: height, pixels: pixels).sharpened(radius: radius))
    }
}
