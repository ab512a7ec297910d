/// A projective map between two planes: how a flat page lies in a picture.
package struct Homography: Sendable, Equatable {
    /// Row by row; the last is 1.
    private let m: [Double]

    /// A pair of places that belong together.
    package struct Match {
        package let from: Point
        package let to: Point
        /// How much it counts.
        package let weight: Double

        package init(from: Point, to: Point, weight: Double = 1) {
            self.from = from
            self.to = to
            self.weight = weight
        }
    }

    /// Fits a map to at least four matches, by least squares; `nil` when there are too few or they do not fix a map.
    ///
    /// - Parameter matches: No three of four on a line.
    package init?(_ matches: [Match]) {
        guard matches.count >= 4 else { return nil }
        // Coordinates around 0 and of size 1 keep the equations solvable in doubles.
        let from = Scaling(matches.map(\.from))
        let to = Scaling(matches.map(\.to))
        var normal = [[Double]](repeating: [Double](repeating: 0, count: 9), count: 8)
        for match in matches {
            let (p, q) = (from.scaled(match.from), to.scaled(match.to))
            let equations = [
                [p.x, p.y, 1, 0, 0, 0, -q.x * p.x, -q.x * p.y, q.x],
                [0, 0, 0, p.x, p.y, 1, -q.y * p.x, -q.y * p.y, q.y],
            ]
            for equation in equations {
                for row in 0..<8 {
                    for column in 0..<9 { normal[row][column] += match.weight * equation[row] * equation[column] }
                }
            }
        }
        guard let solution = Self.solve(normal) else { return nil }
        m = Self.product(to.inverse, Self.product(solution + [1], from.matrix))
    }

    private init(matrix: [Double]) { m = matrix }

    /// Where a place goes.
    package func callAsFunction(_ point: Point) -> Point {
        let w = m[6] * point.x + m[7] * point.y + m[8]
        return Point(
            (m[0] * point.x + m[1] * point.y + m[2]) / w,
            (m[3] * point.x + m[4] * point.y + m[5]) / w
        )
    }

    /// The map back; `nil` when everything falls onto a line.
    var inverse: Homography? {
        let (a, b, c, d, e, f, g, h, i) = (m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8])
        let cofactors = [
            e * i - f * h, c * h - b * i, b * f - c * e, f * g - d * i, a * i - c * g, c * d - a * f, d * h - e * g,
            b * g - a * h, a * e - b * d,
        ]
        let determinant = a * cofactors[0] + b * cofactors[3] + c * cofactors[6]
        guard abs(determinant) > 1e-12 else { return nil }
        return Homography(matrix: cofactors.map { $0 / determinant })
    }

    /// How much longer a short way becomes at a place, on average over directions.
    func scale(at point: Point) -> Double {
        let origin = self(point)
        let right = self(point + Point(1, 0)) - origin
        let down = self(point + Point(0, 1)) - origin
        return abs(right.x * down.y - right.y * down.x).squareRoot()
    }

    /// Gauss with pivots; the ninth column is the right side.
    private static func solve(_ equations: [[Double]]) -> [Double]? {
        var rows = equations
        for column in 0..<8 {
            guard let pivot = (column..<8).max(by: { abs(rows[$0][column]) < abs(rows[$1][column]) }),
                abs(rows[pivot][column]) > 1e-12
            else { return nil }
            rows.swapAt(column, pivot)
            for row in 0..<8 where row != column {
                let factor = rows[row][column] / rows[column][column]
                if factor == 0 { continue }
                for index in column..<9 { rows[row][index] -= factor * rows[column][index] }
            }
        }
        return (0..<8).map { rows[$0][8] / rows[$0][$0] }
    }

    private static func product(_ left: [Double], _ right: [Double]) -> [Double] {
        (0..<9).map { index in
            let (row, column) = (index / 3, index % 3)
            return (0..<3).reduce(0) { $0 + left[row * 3 + $1] * right[$1 * 3 + column] }
        }
    }
}

/// Moves the middle of some places to 0 and makes their spread 1 (Hartley, 1997).
private struct Scaling {
    private let middle: Point
    private let size: Double

    init(_ points: [Point]) {
        let sum = points.reduce(Point(0, 0), +)
        let middle = sum * (1 / Double(max(1, points.count)))
        let spread = points.reduce(0) { $0 + ($1 - middle).length } / Double(max(1, points.count))
        self.middle = middle
        size = spread > 0 ? spread : 1
    }

    func scaled(_ point: Point) -> Point { (point - middle) * (1 / size) }

    var matrix: [Double] { [1 / size, 0, -middle.x / size, 0, 1 / size, -middle.y / size, 0, 0, 1] }
    var inverse: [Double] { [size, 0, middle.x, 0, size, middle.y, 0, 0, 1] }
}
