package import People

/// What both engines do between reading a call's doors and writing its turfs.
package struct TurfDraft: Sendable {
    /// A queued delivery to somebody with a door.
    package struct Row: Sendable {
        package let delivery: Int64
        package let batch: Int?
        package let door: Door

        package init(delivery: Int64, batch: Int?, door: Door) {
            self.delivery = delivery
            self.batch = batch
            self.door = door
        }
    }

    /// The turfs of an earlier call.
    package struct Model: Sendable {
        /// Who walks each.
        package let walkers: [Int: String]
        /// The turf of each door, by its key.
        package let doors: [String: Int]

        package init(walkers: [Int: String], doors: [String: Int]) {
            self.walkers = walkers
            self.doors = doors
        }
    }

    /// In the order in which they were read.
    package var rows: [Row]
    /// Who walks each turf of the call.
    package var walkers: [Int: String]
    /// Batches of which anything was handed to the channel: what is printed stays as it is.
    package var begun: Set<Int>
    /// The last number of a batch.
    package var last: Int

    package init(rows: [Row], walkers: [Int: String], begun: Set<Int>, last: Int) {
        self.rows = rows
        self.walkers = walkers
        self.begun = begun
        self.last = last
    }

    /// What is to be written.
    package struct Changes: Sendable {
        /// Deliveries whose batch changes, by the new one.
        package var batches: [(batch: Int, deliveries: [Int64])] = []
        package var added: [(number: Int, walker: String)] = []
        package var vanished: [Int] = []
        package var last: Int
        package var summary = TurfCut()
    }

    /// Cuts.
    ///
    /// - Parameters:
    ///   - order: What was asked for.
    ///   - model: The turfs to begin with, where the order names some.
    ///   - cutter: Cuts doors, given the first free number.
    /// - Returns: What is to be written.
    /// - Throws: ``TurfError``.
    package func cut(_ order: TurfOrder, model: Model?, by cutter: ([TurfDoor], Int) -> [Int]) throws(TurfError)
        -> Changes
    {
        if let model {
            guard walkers.isEmpty, last == 0 else { throw .hasTurfs(call: order.call) }
            if model.walkers.isEmpty { throw .noTurfs(model: order.model ?? "") }
        }
        let open = Set(walkers.keys).subtracting(begun)
        let (doors, deliveries) = self.doors(open, model, isAnew: order.isAnew)
        guard !doors.isEmpty else { throw .nothingToCut(call: order.call, isPrinted: !begun.isEmpty) }
        let first = max(last, model?.walkers.keys.max() ?? 0, walkers.keys.max() ?? 0) + 1
        let turfs = cutter(doors, first)

        var changes = Changes(last: max(first - 1, turfs.max() ?? 0))
        let used = Set(turfs)
        changes.added = used.subtracting(open).sorted().map { ($0, model?.walkers[$0] ?? "") }
        changes.vanished = open.subtracting(used).sorted()
        var moving: [Int: [Int64]] = [:]
        for (turf, rows) in zip(turfs, deliveries) {
            for row in rows where row.batch != turf { moving[turf, default: []].append(row.delivery) }
        }
        changes.batches = moving.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        changes.summary.turfs = used.count
        changes.summary.doors = doors.count
        changes.summary.people = deliveries.reduce(0) { $0 + $1.count }
        changes.summary.added = changes.added.count
        changes.summary.vanished = changes.vanished.count
        changes.summary.moved = zip(doors, turfs).count { $0.turf != nil && $0.turf != $1 }
        changes.summary.printed = Set(walkers.keys).intersection(begun).count
        return changes
    }

    /// The doors that can still be cut, with the deliveries behind each.
    private func doors(_ open: Set<Int>, _ model: Model?, isAnew: Bool) -> ([TurfDoor], [[Row]]) {
        var places: [String: Int] = [:]
        var doors: [(door: Door, turf: Int?)] = []
        var behind: [[Row]] = []
        for row in rows where row.batch.map({ !begun.contains($0) }) ?? true {
            let key = row.door.key
            let own = row.batch.flatMap { open.contains($0) ? $0 : nil } ?? model?.doors[key]
            let turf = isAnew ? nil : own
            if let place = places[key] {
                behind[place].append(row)
                doors[place].turf = doors[place].turf ?? turf
            } else {
                places[key] = doors.count
                doors.append((row.door, turf))
                behind.append([row])
            }
        }
        return (doors.map { TurfDoor($0.door, turf: $0.turf) }, behind)
    }
}
