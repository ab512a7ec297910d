/// What a page's address says of answers that were taken back: `2`, or `2-out` where an opt-out stays.
struct UndoneMark {
    let count: Int
    /// Whether somebody opted out by what was taken back: that stays.
    let leavesOptOut: Bool

    private static let out = "-out"

    init(count: Int, leavesOptOut: Bool) {
        self.count = count
        self.leavesOptOut = leavesOptOut
    }

    /// Reads ``text``; `nil` for anything else.
    init?(text: String) {
        leavesOptOut = text.hasSuffix(Self.out)
        guard let count = Int(leavesOptOut ? text.dropLast(Self.out.count) : text[...]), count >= 0 else { return nil }
        self.count = count
    }

    var text: String { "\(count)\(leavesOptOut ? Self.out : "")" }
}
