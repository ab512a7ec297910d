/// A place: in points from a page's top left corner, or in pixels from a picture's.
package struct Point: Sendable, Hashable {
    package var x: Double
    package var y: Double

    package init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }

    static func + (left: Point, right: Point) -> Point { Point(left.x + right.x, left.y + right.y) }

    static func - (left: Point, right: Point) -> Point { Point(left.x - right.x, left.y - right.y) }

    static func * (point: Point, factor: Double) -> Point { Point(point.x * factor, point.y * factor) }

    /// The distance from the origin.
    var length: Double { (x * x + y * y).squareRoot() }
}
