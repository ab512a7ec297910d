import Deliveries

/// What became of the rows of one condition.
struct Score: Sendable {
    var pages = 0
    var pagesUnread = 0
    /// Rows that were marked clearly, or not at all.
    var right = 0
    var wrong = 0
    var sent = 0
    /// Rows that a person had to look at, and did or whose meaning was found.
    var unclearCaught = 0
    var unclearWrong = 0
    /// Empty rows into which somebody had written, and that were not seen; those that were seen although nobody had.
    var signUps = 0
    var signUpsMissed = 0
    var signUpsNeedless = 0
    var seconds = 0.0
    var slowest = 0.0
    var examples: [String] = []

    mutating func add(_ meaning: Meaning, _ reading: ScannedRow?, _ place: String) {
        switch (meaning, reading) {
        case (.clear, nil), (.clear, .doubtful):
            sent += 1
            if case .doubtful(let reason, _, _, _)? = reading { examples.append("\(place) sent: \(reason)") }
        case (.clear(let answer), .blank): judge(answer == nil, place, "read as blank")
        case (.clear(let answer), .answer(let read, _)):
            judge(answer == read, place, "\(answer.map { "\($0)" } ?? "blank") read as \(read)")
        case (.unclear, nil), (.unclear, .doubtful): unclearCaught += 1
        case (.unclear(let answer), .answer(let read, _)) where answer == read: unclearCaught += 1
        case (.unclear, let reading):
            unclearWrong += 1
            examples.append("\(place) unclear, taken for \(reading.map { "\($0)".prefix(60) } ?? "")")
        }
    }

    /// Holds the empty rows that were seen against those into which somebody had written.
    mutating func add(signUps written: Set<Int>, seen: Set<Int>, _ place: String) {
        signUps += written.count
        signUpsMissed += written.subtracting(seen).count
        signUpsNeedless += seen.subtracting(written).count
        for row in written.subtracting(seen).sorted() { examples.append("\(place) sign-up \(row) MISSED") }
    }

    private mutating func judge(_ isRight: Bool, _ place: String, _ words: String) {
        if isRight {
            right += 1
        } else {
            wrong += 1
            examples.append("\(place) WRONG, \(words)")
        }
    }

    var rows: Int { right + wrong + sent }

    /// Merges two scores.
    static func + (left: Score, right: Score) -> Score {
        var sum = left
        sum.pages += right.pages
        sum.pagesUnread += right.pagesUnread
        sum.right += right.right
        sum.wrong += right.wrong
        sum.sent += right.sent
        sum.unclearCaught += right.unclearCaught
        sum.unclearWrong += right.unclearWrong
        sum.signUps += right.signUps
        sum.signUpsMissed += right.signUpsMissed
        sum.signUpsNeedless += right.signUpsNeedless
        sum.seconds += right.seconds
        sum.slowest = max(sum.slowest, right.slowest)
        return sum
    }
}
