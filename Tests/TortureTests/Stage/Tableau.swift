import Foundation
import Synchronization

/// What came of every fault, to be printed as one table.
final class Tableau: Sendable {
    static let current = Tableau()

    /// One line of the table: all rounds of a fault on an engine.
    struct Line: Sendable {
        let fault: String
        let engine: String
        var rounds = 0
        var accepted = 0
        var lost = 0
        var repeated = 0
        var unknown = 0
        /// How many repetitions the deaths would explain.
        var bound = 0
        let rule: String
        var twins = 0
        var complaints: [String] = []
        var obstacle: String?

        var verdict: String {
            obstacle.map { "not tried: \($0)" } ?? (complaints.isEmpty ? "holds" : "FAILS")
        }
    }

    private let lines = Mutex<[Line]>([])

    func add(_ line: Line) { lines.withLock { $0.append(line) } }

    /// The table in Markdown; empty when nothing was tried.
    var markdown: String {
        let lines = lines.withLock { $0 }
        guard !lines.isEmpty else { return "" }
        var text = """
            Seed \(Scale.current.seed). Twins: wrong evidence shown to the judge, each of which it noticed.

            | fault | engine | rounds | accepted | lost | repeated | unknown | bound | twins | verdict |
            |---|---|---:|---:|---:|---:|---:|---|---:|---|

            """
        for line in lines.sorted(by: { ($0.fault, $0.engine) < ($1.fault, $1.engine) }) {
            text +=
                "| \(line.fault) | \(line.engine) | \(line.rounds) | \(line.accepted) | \(line.lost) | \(line.repeated)"
                + " | \(line.unknown) | \(line.bound); \(line.rule) | \(line.twins) | \(line.verdict) |\n"
        }
        return text
    }
}

extension Tableau.Line {
    /// Judges a round and adds it up.
    mutating func add(_ acts: [Act]) {
        rounds += 1
        for act in acts {
            let findings = Judge.findings(act.evidence, act.expectation)
            lost += findings.count(where: \.isLoss)
            complaints += findings.prefix(10).map { "\(act.name): \($0)" }
            if findings.count > 10 { complaints.append("\(act.name): and \(findings.count - 10) more") }
            if findings.isEmpty {
                complaints += Doctoring.unnoticed(act).map { "\(act.name): the judge does not notice '\($0)'" }
                twins += Doctoring.count(act)
            }
            guard act.isLast else { continue }
            accepted += act.evidence.accepted.count
            repeated += Judge.repetitions(act.evidence)
            bound += act.evidence.channels.reduce(0) { $0 + Judge.bound(act.evidence, on: $1) }
            unknown += act.evidence.log.count { $0.state == "held" }
        }
    }
}
