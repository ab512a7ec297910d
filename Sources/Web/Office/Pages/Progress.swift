import Reviews

/// How far a call has come, in words and as a bar.
struct Progress {
    private let status: CallStatus
    private let texts: Texts

    init(_ status: CallStatus, _ texts: Texts) {
        self.status = status
        self.texts = texts
    }

    /// "31 of 120 did it, 25 %".
    var words: String {
        guard let goal = status.goal else { return texts.text("done", count: status.done) }
        let percent = String(status.done * 100 / goal)
        let written = texts.language.written(goal)
        return texts.text("done_of_goal", count: status.done, ["goal": written, "percent": percent])
    }

    /// The values of a progress bar; `nil` without a goal.
    var bar: [String: Any]? {
        status.goal.map { goal in ["value": String(min(status.done, goal)), "max": String(goal)] }
    }

    /// How we know of them, the most frequent way first.
    var ways: [[String: Any]] {
        status.doneVia.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { via, count in
            ["way": texts.find("via.\(via)") ?? via, "count": texts.language.written(count)]
        }
    }
}
