/// A fold in the paper: a straight, pale line from one edge of it to the other.
///
/// Where it crosses a bubble it looks like a pencil's stroke. What tells it from one is that it goes on, just as straight and
/// pale, through both margins, where nobody writes. A streak from dust on a scanner's glass does the same.
struct Crease: Equatable {
    /// From top to bottom; else from left to right.
    let isUpright: Bool
    /// Where it begins: at the left edge, from the top; or at the top, from the left, in points.
    let start: Double
    /// The same at the opposite edge.
    let end: Double
    /// From edge to edge, in points.
    let length: Double

    /// How far along the crease a place is, and how far beside it, in points.
    func position(of place: Point) -> (along: Double, beside: Double) {
        let (along, across) = isUpright ? (place.y, place.x) : (place.x, place.y)
        return (along, across - start - (end - start) * along / length)
    }

    /// The place there.
    func place(along: Double, beside: Double) -> Point {
        let across = start + (end - start) * along / length + beside
        return isUpright ? Point(across, along) : Point(along, across)
    }
}

/// Looks for creases; only where a page has rows in doubt, since few have any.
struct CreaseFinder {
    private let raster: Raster
    private let page: Homography
    private let size: Point

    /// - Parameters:
    ///   - raster: The picture.
    ///   - page: From points to pixels.
    ///   - geometry: Of the page.
    init(_ raster: Raster, _ page: Homography, _ geometry: SheetGeometry) {
        self.raster = raster
        self.page = page
        size = Point(geometry.width, geometry.height)
    }

    private static let step = 0.5
    /// From a crease's middle to the paper beside it, in steps.
    private static let beside = 5
    /// Places in a margin, in points from the paper's edge: row marks and print begin farther inside.
    private static let margin = [3.0, 5, 7, 9, 11, 13]
    /// Between the places where the page is looked at, in points.
    private static let apart = 7.0

    /// Every crease of the page, in both directions; at most three each.
    func creases() -> [Crease] { creases(isUpright: false) + creases(isUpright: true) }

    private func creases(isUpright: Bool) -> [Crease] {
        let (length, breadth) = isUpright ? (size.y, size.x) : (size.x, size.y)
        let steps = Int(breadth / Self.step)
        func line(_ along: Double) -> [Seen] { dark(along, steps: steps, isUpright: isUpright) }
        let ends = [Self.margin.map(line), Self.margin.map { line(length - $0) }].map(Self.inMargin)
        let candidates = ends.map { seen in seen.indices.filter { seen[$0] } }
        guard let first = candidates.first, let last = candidates.last, !first.isEmpty, !last.isEmpty else { return [] }
        let places = Array(stride(from: 40, through: length - 40, by: Self.apart))
        let lines = places.map(line)
        let steepest = Int(ReadingThresholds.creaseSlant * length / Self.step)
        var found: [(share: Double, from: Int, to: Int)] = []
        for from in first {
            for to in last where abs(from - to) <= steepest {
                var (seen, visible) = (0, 0)
                for (place, line) in zip(places, lines) {
                    let at = Double(from) + Double(to - from) * place / length
                    switch line[min(steps - 1, max(0, Int(at.rounded())))] {
                    case .dark: (seen, visible) = (seen + 1, visible + 1)
                    case .paper: visible += 1
                    case .hidden: break
                    }
                }
                let share = Double(seen) / Double(max(1, visible))
                if visible > places.count / 3, share >= ReadingThresholds.creaseSeen { found.append((share, from, to)) }
            }
        }
        return Self.apart(found).map { from, to in
            refined(
                Crease(
                    isUpright: isUpright,
                    start: (Double(from) + 0.5) * Self.step,
                    end: (Double(to) + 0.5) * Self.step,
                    length: length
                )
            )
        }
    }

    /// The same line through the crease's darkest places, to a fraction of a step.
    private func refined(_ crease: Crease) -> Crease {
        var places: [Point] = []
        for along in stride(from: 3.0, through: crease.length - 3, by: 3) {
            let shades = (-10...10).map { raster.shade(page(crease.place(along: along, beside: Double($0) * 0.25))) }
            let paper = min(shades[0], shades[20])
            guard paper > 0, let darkest = (5...15).min(by: { shades[$0] < shades[$1] }), shades[darkest] >= 0,
                ReadingThresholds.creaseDepth.contains(Double((paper - shades[darkest]) / paper))
            else { continue }
            // The middle of what is darker than the paper there.
            var (weight, sum) = (Float(0), Float(0))
            for index in darkest - 4...darkest + 4 {
                let dark = max(0, paper - shades[index])
                (weight, sum) = (weight + dark, sum + dark * Float(index - 10) * 0.25)
            }
            places.append(Point(along, Double(sum / weight)))
        }
        var fit = (start: 0.0, slope: 0.0)
        for reach in [1.5, 0.8, 0.4] {
            let near = places.filter { abs($0.y - fit.start - fit.slope * $0.x) <= reach }
            guard near.count >= 12 else { return crease }
            let middle = near.reduce(Point(0, 0), +) * (1 / Double(near.count))
            let (square, product) = near.reduce((0.0, 0.0)) { sums, place in
                let off = place - middle
                return (sums.0 + off.x * off.x, sums.1 + off.x * off.y)
            }
            let slope = square > 0 ? product / square : 0
            fit = (middle.y - slope * middle.x, slope)
        }
        return Crease(
            isUpright: crease.isUpright,
            start: crease.start + fit.start,
            end: crease.end + fit.start + fit.slope * crease.length,
            length: crease.length
        )
    }

    private enum Seen { case dark, paper, hidden }

    /// Along a straight way across the page: where it is somewhat darker than a little before and after.
    private func dark(_ along: Double, steps: Int, isUpright: Bool) -> [Seen] {
        let shades = (0..<steps).map { index in
            let across = (Double(index) + 0.5) * Self.step
            return raster.shade(page(isUpright ? Point(across, along) : Point(along, across)))
        }
        var seen = [Seen](repeating: .hidden, count: steps)
        for index in Self.beside..<max(Self.beside, steps - Self.beside) {
            let (before, after) = (shades[index - Self.beside], shades[index + Self.beside])
            let (paper, here) = (min(before, after), shades[index])
            // Beside print, or under it, a crease cannot be told.
            guard paper > 0, here >= 0, paper >= Float(ReadingThresholds.creaseStep) * max(before, after) else {
                continue
            }
            let depth = Double((paper - here) / paper)
            guard depth <= ReadingThresholds.creaseDepth.upperBound else { continue }
            seen[index] = depth >= ReadingThresholds.creaseDepth.lowerBound ? .dark : .paper
        }
        return seen
    }

    /// Where a crease may begin: most of a margin has it, and it does not matter when a step lies between.
    private static func inMargin(_ lines: [[Seen]]) -> [Bool] {
        (lines.first ?? []).indices.map { index in
            var (dark, visible) = (0, 0)
            for line in lines {
                let near = line[max(0, index - 1)...min(line.count - 1, index + 1)]
                guard !near.contains(.hidden) else { continue }
                visible += 1
                if near.contains(.dark) { dark += 1 }
            }
            return visible >= lines.count / 2 && Double(dark) >= ReadingThresholds.creaseInMargin * Double(visible)
        }
    }

    /// The best of those that lie beside or across each other.
    private static func apart(_ found: [(share: Double, from: Int, to: Int)]) -> [(from: Int, to: Int)] {
        var kept: [(from: Int, to: Int)] = []
        for line in found.sorted(by: { $0.share > $1.share }) where kept.count < 3 {
            let isNew = kept.allSatisfy { min(abs($0.from - line.from), abs($0.to - line.to)) > 12 }
            if isNew { kept.append((line.from, line.to)) }
        }
        return kept
    }
}
