import Calls
import Reviews

/// A timeline as two pictures, drawn here, and as a table that says the same.
struct TimelineCharts {
    /// What went out, and what was done.
    let charts: [[String: Any]]
    /// A row of the table for each step in which anything happened.
    let steps: [[String: Any]]

    /// The picture's size in units of its own; it is as wide as its place allows.
    private static let (width, height) = (960.0, 120.0)

    init(_ line: Timeline, _ moments: LocalMoments, _ texts: Texts) {
        let last = line.moment(max(line.sent.count, 1))
        charts = [("sent", line.sent), ("done", line.done)].map { name, counts in
            let (sum, most) = (counts.reduce(0, +), counts.max() ?? 0)
            let words =
                sum == 0
                ? texts.text("chart.\(name)_none")
                : texts.text(
                    "chart.\(name)",
                    count: sum,
                    ["most": texts.language.written(most), "step": texts.stepName(line.step)]
                )
            return [
                "id": "chart-\(name)", "kind": name, "title": texts.text("chart.\(name)_title"), "words": words,
                "bars": Self.bars(counts), "from": moments.written(line.start), "to": moments.written(last),
                "shows": sum > 0,
            ]
        }
        steps = line.sent.indices.compactMap { index in
            guard line.sent[index] + line.done[index] > 0 else { return nil }
            return [
                "moment": moments.written(line.moment(index)), "sent": texts.language.written(line.sent[index]),
                "done": texts.language.written(line.done[index]),
            ]
        }
    }

    /// A bar for each step; the highest fills the picture.
    private static func bars(_ counts: [Int]) -> [[String: Any]] {
        let most = Double(max(counts.max() ?? 0, 1))
        let place = width / Double(max(counts.count, 1))
        return counts.enumerated().filter { $0.element > 0 }.map { index, count in
            // Whoever did it alone in a step must be seen beside a thousand.
            let tall = max(Double(count) / most * height, 2)
            return [
                "x": rounded(Double(index) * place + place * 0.1), "y": rounded(height - tall),
                "width": rounded(place * 0.8), "height": rounded(tall),
            ]
        }
    }

    private static func rounded(_ number: Double) -> String { String((number * 10).rounded() / 10) }
}

extension Texts {
    /// A length of time as an adjective's noun: "an hour", "15 minutes".
    func stepName(_ step: Duration) -> String {
        let minutes = Int(step.milliseconds / 60_000)
        let (name, count) =
            switch minutes {
            case ..<60: ("minutes", minutes)
            case ..<1_440: ("hours", minutes / 60)
            default: ("days", minutes / 1_440)
            }
        return text("step.\(name)", count: count)
    }

    /// A reason in plain words; a server's own as it is.
    func reason(_ reason: String) -> String {
        reason.isEmpty ? text("reason.none") : find("reason.\(reason)") ?? reason
    }
}
