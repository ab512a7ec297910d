/// Cuts a walk into turfs: runs of doors, each for one canvasser.
///
/// Of all ways to cut, it takes the cheapest: every turf costs 1, more the further it stays below the limit (squared, so that even
/// turfs are cheaper than uneven ones), and splitting a street side costs as much as one and a half turfs. A side is therefore split
/// when it is longer than a turf, or when sparing it would make many small ones.
struct TurfCutter: Sendable {
    /// At most so many doors a turf.
    let doorsPerTurf: Int

    private static let costOfSplitting = 1.5

    /// Cuts a walk.
    ///
    /// - Parameter stops: In walking order.
    /// - Returns: Ranges of `stops` that follow each other without gaps; none is empty.
    func cut(_ stops: [Walk.Stop]) -> [Range<Int>] {
        // cost[end] is the least that the doors before `end` can cost; start[end] is where their last turf begins.
        var cost = [0.0]
        var start = [0]
        for end in stride(from: 1, through: stops.count, by: 1) {
            let isSplit = end < stops.count && stops[end - 1].side == stops[end].side
            var best = (cost: Double.infinity, start: end - 1)
            for begin in max(0, end - doorsPerTurf)..<end {
                let slack = Double(doorsPerTurf - (end - begin)) / Double(doorsPerTurf)
                let total = cost[begin] + 1 + slack * slack
                if total < best.cost { best = (total, begin) }
            }
            cost.append(best.cost + (isSplit ? Self.costOfSplitting : 0))
            start.append(best.start)
        }
        var turfs: [Range<Int>] = []
        var end = stops.count
        while end > 0 {
            turfs.append(start[end]..<end)
            end = start[end]
        }
        return turfs.reversed()
    }
}
