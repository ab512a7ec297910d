import Foundation

/// The same thing measured several times.
struct Figures {
    var values: [Double] = []

    init(_ values: [Double] = []) { self.values = values }

    mutating func add(_ value: Double) { values.append(value) }

    var median: Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return .nan }
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    /// `8,570 (8,100–9,020)`; without the spread where there is only one value.
    func text(_ digits: Int) -> String {
        guard let least = values.min(), let most = values.max() else { return "–" }
        let middle = Self.text(median, digits)
        guard values.count > 1 else { return middle }
        return "\(middle) (\(Self.text(least, digits))–\(Self.text(most, digits)))"
    }

    /// A number with so many digits behind the point and commas between the thousands.
    static func text(_ value: Double, _ digits: Int) -> String {
        guard value.isFinite else { return "–" }
        let plain = String(format: "%.\(digits)f", value)
        let parts = plain.split(separator: ".", omittingEmptySubsequences: false)
        var grouped = ""
        for (index, digit) in parts[0].enumerated() {
            let left = parts[0].count - index
            if index > 0, left % 3 == 0, parts[0][parts[0].startIndex] != "-" || index > 1 { grouped += "," }
            grouped.append(digit)
        }
        return parts.count > 1 ? "\(grouped).\(parts[1])" : grouped
    }
}

/// Two things measured round by round, and how they compare within each round: rates on a busy machine move by a factor of
/// two from hour to hour, their ratio does not.
struct Comparison {
    var ours = Figures()
    var theirs = Figures()
    var ratio = Figures()

    mutating func add(ours: Double, theirs: Double) {
        self.ours.add(ours)
        self.theirs.add(theirs)
        ratio.add(ours / theirs)
    }
}
