import Deliveries

/// Cuts doors anew and leaves turfs that stand as they are, as far as that goes.
struct TurfKeeping {
    private let ground: TurfGround
    private let doorsPerTurf: Int
    /// A turf that stands may grow to so many before it is split: otherwise every new neighbor of a full turf would cost
    /// half of its doors their canvasser.
    private let limit: Int
    private let standing: Set<Int>
    private var turfs: [Int?]
    private var next: Int

    /// New doors within this distance belong to a turf whatever its shape, in metres.
    private static let nearby = 250.0
    /// A block further, another turf is as good as the nearest; in metres, and in doors where there is no map.
    private static let detour = (metres: 100.0, doors: 5.0)

    /// Cuts.
    ///
    /// - Parameters:
    ///   - doors: In any order.
    ///   - doorsPerTurf: At most so many in a new turf.
    ///   - next: The first number that no turf has.
    /// - Returns: The turf of each door.
    static func cut(_ doors: [TurfDoor], doorsPerTurf: Int, next: Int) -> [Int] {
        guard !doors.isEmpty else { return [] }
        var keeping = TurfKeeping(doors, doorsPerTurf: max(1, doorsPerTurf), next: next)
        keeping.joinNewcomers()
        keeping.found(keeping.ground.order.indices.filter { keeping.turfs[$0] == nil })
        keeping.splitLarge()
        var answer = Array(repeating: next, count: doors.count)
        for (place, index) in keeping.ground.order.enumerated() { answer[index] = keeping.turfs[place] ?? next }
        return answer
    }

    private init(_ doors: [TurfDoor], doorsPerTurf: Int, next: Int) {
        let ground = TurfGround(doors)
        self.ground = ground
        self.doorsPerTurf = doorsPerTurf
        self.next = next
        limit = doorsPerTurf + doorsPerTurf / 5
        turfs = ground.order.map { doors[$0].turf }
        standing = Set(turfs.compactMap(\.self))
    }

    /// A turf as newcomers find it.
    private struct Neighborhood {
        let turf: Int
        var doors: [Int] = []
        var size = 0
        var extent = Extent()
    }

    /// New doors go to the nearest turf that has room, if it is hardly further than the nearest of all, and else to that one, which
    /// will be split; those far from all stay apart.
    private mutating func joinNewcomers() {
        guard !standing.isEmpty else { return }
        var hoods = standing.sorted().map { Neighborhood(turf: $0) }
        let places = Dictionary(uniqueKeysWithValues: hoods.enumerated().map { ($1.turf, $0) })
        for (door, turf) in turfs.enumerated() {
            guard let turf, let place = places[turf] else { continue }
            hoods[place].doors.append(door)
            hoods[place].size += 1
            hoods[place].extent.take(ground.spots[door])
        }
        for door in turfs.indices where turfs[door] == nil {
            var nearest: (distance: Double, place: Int)?
            var withRoom: (distance: Double, place: Int)?
            for (place, hood) in hoods.enumerated() {
                let distance = distance(from: door, to: hood)
                guard distance <= reach(of: hood) else { continue }
                if nearest.map({ distance < $0.distance }) ?? true { nearest = (distance, place) }
                if hood.size < limit, withRoom.map({ distance < $0.distance }) ?? true { withRoom = (distance, place) }
            }
            guard let nearest else { continue }
            let farthest = nearest.distance + (ground.isMapped ? Self.detour.metres : Self.detour.doors)
            let place = withRoom.flatMap { $0.distance <= farthest ? $0.place : nil } ?? nearest.place
            turfs[door] = hoods[place].turf
            hoods[place].size += 1
        }
    }

    private func distance(from door: Int, to hood: Neighborhood) -> Double {
        hood.doors.reduce(Double.infinity) { min($0, ground.spots[door].distance(to: ground.spots[$1])) }
    }

    /// How far a turf's next door may be: half-way across it once more; without a map, a turf's worth of doors by name.
    private func reach(of hood: Neighborhood) -> Double {
        ground.isMapped ? max(Self.nearby, hood.extent.span / 2) : Double(doorsPerTurf)
    }

    /// Makes new turfs of doors.
    private mutating func found(_ doors: [Int]) {
        for part in TurfHalving.cut(doors, on: ground, doorsPerTurf: doorsPerTurf) {
            for door in part { turfs[door] = next }
            next += 1
        }
    }

    /// Splits turfs that became too large; the largest part keeps the name.
    private mutating func splitLarge() {
        let members = Dictionary(grouping: turfs.indices) { turfs[$0] ?? 0 }
        for turf in standing.sorted() {
            guard let doors = members[turf], doors.count > limit else { continue }
            var parts = TurfHalving.cut(doors, on: ground, doorsPerTurf: doorsPerTurf)
            guard let keeper = parts.indices.max(by: { (parts[$0].count, $1) < (parts[$1].count, $0) }) else {
                continue
            }
            parts.remove(at: keeper)
            for part in parts {
                for door in part { turfs[door] = next }
                next += 1
            }
        }
    }
}
