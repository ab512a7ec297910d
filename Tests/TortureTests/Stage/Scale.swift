import Foundation

/// How much is tried, as the environment says.
///
/// `CLARION_TORTURE=full` for the long run, `ROUNDS=n`, `ONLY=name` (a part of a fault's name), `ENGINE=sqlite|postgres|both`,
/// `SEED=n` for the moments of an earlier run.
struct Scale: Sendable {
    let isFull: Bool
    let rounds: Int
    let only: String?
    let engines: [Engine]
    /// Whether each fault is tried on one engine alone, on the other one next time: the small run, where nobody says which.
    let takesTurns: Bool
    let seed: UInt64

    /// The scale of this run.
    static let current = Scale(ProcessInfo.processInfo.environment)

    init(_ environment: [String: String]) {
        isFull = environment["CLARION_TORTURE"] == "full"
        rounds = environment["ROUNDS"].flatMap(Int.init).map { max(1, $0) } ?? (isFull ? 10 : 1)
        only = environment["ONLY"].flatMap { $0.isEmpty ? nil : $0 }
        engines =
            switch environment["ENGINE"] {
            case "sqlite": [.sqlite]
            case "postgres": [.postgres]
            default: Engine.allCases
            }
        takesTurns = !isFull && environment["ENGINE"] == nil && only == nil
        // The small run is part of what a change is judged by: what it tries must not depend on the day.
        seed = environment["SEED"].flatMap(UInt64.init) ?? (isFull ? UInt64.random(in: 1...999_999) : 1)
    }

    /// How many people a round has.
    func people(_ few: Int, full many: Int) -> Int { isFull ? many : few }
}

/// The databases that a round may stand on.
enum Engine: String, CaseIterable, Sendable {
    case sqlite, postgres
}
