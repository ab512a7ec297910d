import Foundation

/// The paper under a bubble, with what lies across it: a coffee ring, the edge of a shadow.
///
/// A pen's mark ends at its bubble or soon after. What goes on outside of it on both sides, as pale as it is inside and as
/// wide as no pen's stroke, was not meant for this bubble. It is looked for as curves through the bubble: each place inside is
/// compared with those before and after the bubble on the same curve.
struct Ground {
    /// Steps of half a point around the bubble.
    let patch: InkPatch
    let rows: Int
    /// From the patch's edges to the bubble's line, in samples.
    let around: Int
    /// The shade of print here.
    let black: Float

    /// How a band may lie: its direction as a cosine and sine, and how it bends, in 1 / samples.
    private struct Course {
        let cosine: Float
        let sine: Float
        let bend: Float
    }

    /// Directions 9° apart, straight or bent like the foot of a cup; between them a band is found by its nearest.
    private static let courses: [Course] = (0..<20).flatMap { index in
        let angle = Float(index) * .pi / 20
        return [0, -1, 1].map { bent in
            Course(cosine: cos(angle), sine: sin(angle), bend: bent / (2 * Float(ReadingThresholds.bandRadius)))
        }
    }

    /// How much ink is inside when what crosses it is taken for paper.
    ///
    /// - Returns: A share, 0 to 1, as ``BubbleReading/ink``.
    func ink() -> Double {
        let inset = around + Int(ReadingThresholds.inset * 2)
        var best: (cost: Float, grounds: [Float]) = (.infinity, [])
        for course in Self.courses {
            let (cost, _) = compare(course, inset: inset, step: 2)
            if cost < best.cost { best = (cost, compare(course, inset: inset, step: 1).grounds) }
        }
        var (ink, darker, count) = (Float(0), Float(0), 0)
        for row in inset..<rows - inset {
            for column in inset..<patch.columns - inset {
                let ground = best.grounds[count]
                ink += patch.ink(column, row, paper: ground, contrast: contrast(ground))
                darker += (ground - patch.shades[row * patch.columns + column]) / contrast(ground)
                count += 1
            }
        }
        let share = Double(ink) / Double(max(1, count))
        return max(share, InkPatch.wash(darker: Double(darker) / Double(max(1, count))))
    }

    /// A shadow takes as much from the paper as from the difference between paper and print.
    private func contrast(_ ground: Float) -> Float { max(ground - black, Float(ReadingThresholds.leastContrast)) }

    /// How badly the bubble's inside agrees with what lies before and after it.
    private func compare(_ course: Course, inset: Int, step: Int) -> (cost: Float, grounds: [Float]) {
        let flank = min(side(course, 1), side(course, -1))
        let deepest = flank - Float(ReadingThresholds.bandDarkest) * patch.contrast
        // A mark is in some of the places only; it must not outweigh the others.
        let most = Float(ReadingThresholds.solidBegins) / 4 * patch.contrast
        var grounds: [Float] = []
        var cost: Float = 0
        for row in stride(from: inset, to: rows - inset, by: step) {
            for column in stride(from: inset, to: patch.columns - inset, by: step) {
                let here = max(deepest, ground(column, row, course))
                grounds.append(here)
                cost += min(most, abs(here - patch.shades[row * patch.columns + column]))
            }
        }
        return (cost / Float(max(1, grounds.count)), grounds)
    }

    private var middle: (x: Float, y: Float) { (Float(patch.columns) / 2, Float(rows) / 2) }

    /// The lighter of both ends of the curve through a place: a stroke's end outside of the bubble explains nothing.
    private func ground(_ column: Int, _ row: Int, _ course: Course) -> Float {
        let (x, y) = (Float(column) + 0.5 - middle.x, Float(row) + 0.5 - middle.y)
        let along = x * course.cosine + y * course.sine
        let across = y * course.cosine - x * course.sine
        return max(
            end(x, y, along, across, course, 1),
            end(x, y, along, across, course, -1)
        )
    }

    /// The shade outside of the bubble on a curve, forwards or backwards.
    private func end(
        _ x: Float,
        _ y: Float,
        _ along: Float,
        _ across: Float,
        _ course: Course,
        _ sign: Float
    ) -> Float {
        let clear = Float(around - Self.clear)
        let (halfX, halfY) = (middle.x - clear, middle.y - clear)
        let (stepX, stepY) = (course.cosine * sign, course.sine * sign)
        let toSide = abs(stepX) < 1e-4 ? Float.infinity : ((stepX > 0 ? halfX : -halfX) - x) / stepX
        let toLine = abs(stepY) < 1e-4 ? Float.infinity : ((stepY > 0 ? halfY : -halfY) - y) / stepY
        let way = min(toSide, toLine)
        return lighter(course) { index in
            let far = along + sign * (way + Float(index) * Self.apart)
            return (far, across + course.bend * (far * far - along * along))
        }
    }

    /// The shade beside a band: where it is dark on one side only, it is a shadow's edge and may be deep.
    private func side(_ course: Course, _ sign: Float) -> Float {
        lighter(course) { index in
            (Float(index - 2) * 8, sign * 24 + course.bend * Float((index - 2) * (index - 2)) * 64)
        }
    }

    /// Of five places, the second lightest: print and other marks may lie on some.
    private func lighter(_ course: Course, _ place: (Int) -> (along: Float, across: Float)) -> Float {
        var (first, second) = (Float(0), Float(0))
        for index in 0..<5 {
            let (along, across) = place(index)
            let x = along * course.cosine - across * course.sine + middle.x
            let y = along * course.sine + across * course.cosine + middle.y
            let column = max(0, min(patch.columns - 1, Int(x)))
            let row = max(0, min(rows - 1, Int(y)))
            let shade = patch.shades[row * patch.columns + column]
            if shade > first {
                (first, second) = (shade, first)
            } else if shade > second {
                second = shade
            }
        }
        return second
    }

    /// So many samples from the bubble's line its blur and most overshoot have ended.
    private static let clear = 4
    /// Between the places that are looked at outside, in samples.
    private static let apart: Float = 3
    /// Around a bubble so much is seen, in points: what is looked at outside, and the sides of a band.
    static let reach = 13.0
}
