/// A turn, a shift and one scale: what a code tells for certain of a page that it lies on.
struct Similarity {
    private let a: Double
    private let b: Double
    private let shift: Point
    let scale: Double

    init?(_ matches: [Homography.Match]) {
        let count = Double(matches.count)
        let from = matches.reduce(Point(0, 0)) { $0 + $1.from } * (1 / count)
        let to = matches.reduce(Point(0, 0)) { $0 + $1.to } * (1 / count)
        var (dot, cross, square) = (0.0, 0.0, 0.0)
        for match in matches {
            let (p, q) = (match.from - from, match.to - to)
            dot += p.x * q.x + p.y * q.y
            cross += p.x * q.y - p.y * q.x
            square += p.x * p.x + p.y * p.y
        }
        guard square > 0, dot * dot + cross * cross > 0 else { return nil }
        (a, b) = (dot / square, cross / square)
        shift = to - Point(a * from.x - b * from.y, b * from.x + a * from.y)
        scale = (a * a + b * b).squareRoot()
    }

    /// From points to pixels.
    func there(_ point: Point) -> Point {
        shift + Point(a * point.x - b * point.y, b * point.x + a * point.y)
    }

    /// From pixels to points.
    func back(_ pixel: Point) -> Point {
        let p = pixel - shift
        return Point((a * p.x + b * p.y) / (scale * scale), (a * p.y - b * p.x) / (scale * scale))
    }
}
