import Foundation

/// Cuts doors into turfs by halving the ground again and again, so that each turf is compact and all are of even size.
///
/// How many turfs there are is decided first; each cut shares them out to its two sides. Of all places for a cut, along and across
/// the ground, the cheapest is taken: near the middle, with little length around the two parts, through few street sides. Since
/// the sides of a cut may only be so large that every turf in them can be within the limits, all of them are in the end.
struct TurfHalving {
    let ground: TurfGround
    private let doorsPerTurf: Int
    private let least: Int
    private let most: Int
    private let even: Double
    private let count: Int

    // How the three wishes weigh against each other, tried on drawn towns: more for the street sides makes strips that are a
    // street wide, less leaves a house or two of a street to the neighbor's turf.
    private static let weightOfUneven = 0.5
    private static let weightOfLength = 2.0
    private static let weightOfSide = 0.05
    /// Of a street on both sides of a cut: one that runs along it is better cut off behind its houses than in its middle.
    private static let weightOfStreet = 0.15
    /// Turfs may differ from the even size by this share.
    private static let tolerance = 0.2

    /// Prepares to cut so many doors.
    ///
    /// - Parameters:
    ///   - doors: How many; 1 or more.
    ///   - ground: Where they lie.
    ///   - doorsPerTurf: At most so many in each turf.
    init(_ doors: Int, on ground: TurfGround, doorsPerTurf: Int) {
        self.ground = ground
        self.doorsPerTurf = doorsPerTurf
        count = max(1, (doors + doorsPerTurf - 1) / doorsPerTurf)
        even = Double(doors) / Double(count)
        // Whole numbers on both sides of the even size, so that a cut within them is always possible.
        least = Int((even * (1 - Self.tolerance)).rounded(.down))
        most = min(doorsPerTurf, max(Int(even.rounded(.up)), Int((even * (1 + Self.tolerance)).rounded(.down))))
    }

    /// Cuts.
    ///
    /// - Parameters:
    ///   - doors: As many as it was prepared for, by their place in walking order.
    ///   - ground: Where they lie.
    ///   - doorsPerTurf: At most so many in each turf.
    /// - Returns: Turfs beside each other follow each other as a rule; none is empty.
    static func cut(_ doors: [Int], on ground: TurfGround, doorsPerTurf: Int) -> [[Int]] {
        guard !doors.isEmpty else { return [] }
        let halving = TurfHalving(doors.count, on: ground, doorsPerTurf: doorsPerTurf)
        return halving.parts(doors.sorted(), halving.count)
    }

    private func parts(_ doors: [Int], _ count: Int) -> [[Int]] {
        guard count > 1 else { return [doors] }
        let axis = axis(of: doors)
        let whole = max(1, doors.reduce(into: Extent()) { $0.take(ground.spots[$1]) }.span)
        var best: (cost: Double, line: [Int], cut: Int)?
        for direction in ground.isMapped ? [axis, Spot(x: -axis.y, y: axis.x)] : [axis] {
            let line = line(doors, along: direction)
            let cut = cheapestCut(line, count, whole: whole)
            if best.map({ cut.cost < $0.cost }) ?? true { best = (cut.cost, line, cut.at) }
        }
        guard let best else { return [doors] }
        return parts(best.line[..<best.cut].sorted(), count / 2)
            + parts(best.line[best.cut...].sorted(), count - count / 2)
    }

    /// The direction in which the doors spread most, as a vector of length 1 that never points west.
    private func axis(of doors: [Int]) -> Spot {
        guard ground.isMapped else { return Spot(x: 1, y: 0) }
        let number = Double(doors.count)
        let meanX = doors.reduce(0) { $0 + ground.spots[$1].x } / number
        let meanY = doors.reduce(0) { $0 + ground.spots[$1].y } / number
        var (xx, xy, yy) = (0.0, 0.0, 0.0)
        for door in doors {
            let (dx, dy) = (ground.spots[door].x - meanX, ground.spots[door].y - meanY)
            (xx, xy, yy) = (xx + dx * dx, xy + dx * dy, yy + dy * dy)
        }
        let angle = 0.5 * atan2(2 * xy, xx - yy)
        return Spot(x: cos(angle), y: sin(angle))
    }

    /// The doors in the order in which a cut that moves in a direction meets them; neighbors on a street side stay together.
    private func line(_ doors: [Int], along direction: Spot) -> [Int] {
        func height(_ door: Int) -> Double {
            ground.spots[door].x * direction.x + ground.spots[door].y * direction.y
        }
        let placed = runs(doors).map { run in
            let isDownhill = height(run[0]) > height(run[run.count - 1])
            let middle = run.reduce(0) { $0 + height($1) } / Double(run.count)
            return (middle: middle, doors: isDownhill ? run.reversed() : run)
        }
        return placed.sorted { ($0.middle, $0.doors[0]) < ($1.middle, $1.doors[0]) }.flatMap(\.doors)
    }

    /// Doors that follow each other on a street side, a fifth of a turf at most.
    private func runs(_ doors: [Int]) -> [[Int]] {
        let longest = max(3, doorsPerTurf / 5)
        var runs: [[Int]] = []
        var start = 0
        for index in doors.indices
        where index + 1 == doors.count || ground.sides[doors[index + 1]] != ground.sides[doors[index]] {
            let side = doors[start...index]
            let pieces = (side.count + longest - 1) / longest
            for piece in 0..<pieces {
                let from = start + side.count * piece / pieces
                runs.append(Array(doors[from..<start + side.count * (piece + 1) / pieces]))
            }
            start = index + 1
        }
        return runs
    }

    private func cheapestCut(_ line: [Int], _ count: Int, whole: Double) -> (cost: Double, at: Int) {
        let (left, right) = (count / 2, count - count / 2)
        let middle = Double(line.count * left) / Double(count)
        let lowest = max(left * least, line.count - right * most)
        let highest = min(left * most, line.count - right * least)
        // The extent of all doors from each place on.
        var after = Array(repeating: Extent(), count: line.count + 1)
        for index in line.indices.reversed() {
            after[index] = after[index + 1]
            after[index].take(ground.spots[line[index]])
        }
        var sides = Opened(line.map { ground.sides[$0] })
        var streets = Opened(line.map { ground.streets[$0] })
        var before = Extent()
        var best = (cost: Double.infinity, at: Int(middle))
        for index in line.indices {
            if index >= lowest, index <= highest {
                let uneven = abs(Double(index) - middle) / even
                let length = (before.span + after[index].span) / whole
                let cost =
                    Self.weightOfUneven * uneven + Self.weightOfLength * length
                    + Self.weightOfSide * Double(sides.count) + Self.weightOfStreet * Double(streets.count)
                if cost < best.cost { best = (cost, index) }
            }
            sides.pass(ground.sides[line[index]])
            streets.pass(ground.streets[line[index]])
            before.take(ground.spots[line[index]])
        }
        return best
    }
}

/// Counts what lies on both sides of a cut while the cut moves over it.
private struct Opened {
    /// How many have been passed in part.
    private(set) var count = 0
    private let whole: [Int: Int]
    private var passed: [Int: Int] = [:]

    init(_ members: [Int]) { whole = members.reduce(into: [:]) { $0[$1, default: 0] += 1 } }

    mutating func pass(_ member: Int) {
        let number = (passed[member] ?? 0) + 1
        passed[member] = number
        if number == 1 { count += 1 }
        if number == whole[member] { count -= 1 }
    }
}
