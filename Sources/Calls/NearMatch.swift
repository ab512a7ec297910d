/// "Did you mean …?" for mistyped names.
public enum NearMatch {
    /// The closest known name, when it is close enough to be what was meant.
    ///
    /// - Parameters:
    ///   - name: What was written.
    ///   - known: What may be written.
    /// - Returns: `nil` when nothing is within a third of the name's length, or two signs for short ones.
    public static func find(_ name: String, among known: some Sequence<String>) -> String? {
        let typed = Array(name.lowercased().unicodeScalars)
        let limit = max(2, typed.count / 3)
        let best = known.map { ($0, distance(typed, Array($0.lowercased().unicodeScalars))) }.min { $0.1 < $1.1 }
        guard let (word, distance) = best, distance <= limit, distance < typed.count else { return nil }
        return word
    }

    /// A sentence that suggests the closest known name, and otherwise lists what is known; begins with a space.
    ///
    /// - Parameters:
    ///   - name: What was written.
    ///   - known: What may be written.
    /// - Returns: ` Did you mean 'x'?` or ` Known: a, b, c.`
    public static func hint(for name: String, among known: some Sequence<String>) -> String {
        if let word = find(name, among: known) { return " Did you mean '\(word)'?" }
        return " Known: \(known.sorted().joined(separator: ", "))."
    }

    /// How many letters must be changed, put in, left out or swapped to make one word of the other, in any case.
    package static func distance(_ left: String, _ right: String) -> Int {
        distance(Array(left.lowercased().unicodeScalars), Array(right.lowercased().unicodeScalars))
    }

    /// Levenshtein's distance, with a swap of neighbours counted as one step (optimal string alignment).
    private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in 1...left.count {
            var current = [row]
            for column in 1...right.count {
                let same = left[row - 1] == right[column - 1]
                var cost = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (same ? 0 : 1))
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    cost = min(cost, beforeLast[column - 2] + 1)
                }
                current.append(cost)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
