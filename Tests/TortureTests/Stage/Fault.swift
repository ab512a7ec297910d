/// A way in which the world fails, and what Clarion owes all the same.
struct Fault: Sendable {
    let name: String
    /// Whether the database takes part in it, so that it is tried on every engine; else the embedded one serves.
    let concernsStore: Bool
    /// Engines that cannot have this fault.
    var engines: [Engine] = Engine.allCases
    /// In words, for the table: how many may be repeated, what must have become of the rest.
    let bound: String
    /// Whether it waits for minutes, and so is left to the full run.
    var isLong = false
    /// Its place among faults of one sort, of which the small run tries every so-many-th; `nil` for a sort of its own.
    var share: (place: Int, every: Int)?
    /// Why it cannot be tried on this machine; `nil` where it can.
    var obstacle: @Sendable () -> String? = { nil }
    /// Plays one round and brings its evidence.
    let play: @Sendable (Round) async throws -> [Act]

    func isWanted(_ scale: Scale) -> Bool {
        if let only = scale.only { return name.contains(only) }
        guard !scale.isFull else { return true }
        let isTurn = share.map { ($0.place + Int(scale.seed % UInt64($0.every))) % $0.every == 0 } ?? true
        return isTurn && !isLong
    }

    /// The engines of a run.
    func engines(_ scale: Scale) -> [Engine] {
        guard concernsStore else { return scale.engines.contains(.sqlite) ? [.sqlite] : [] }
        let possible = scale.engines.filter { engines.contains($0) && $0.obstacle == nil }
        guard scale.takesTurns, !possible.isEmpty else { return scale.engines.filter(engines.contains) }
        return [possible[(name.utf8.count + Int(scale.seed % 1_000)) % possible.count]]
    }
}
