/// A street line taken apart: the number of the house, the name of the street, and a unit that was written behind them.
///
/// It reads both orders of the world, `12 Main St` and `Hauptstraße 12`, and leaves numbers that belong to a name with
/// the name: `5th Ave`, `Highway 61`, `17. listopadu`.
struct StreetLine: Equatable {
    /// The number of the house, 12 of `12A`; `nil` where there is none.
    private(set) var number: Int?
    /// What follows the digits: `a` of `12A`, `-14` of `12-14`, `1/2` of `12 1/2`.
    private(set) var rest = ""
    /// The folded words of the street's name.
    private(set) var name: [String] = []
    /// The folded words of a unit that stood behind the street.
    private(set) var unit: [String] = []

    init(_ street: String) {
        guard street.utf8.contains(UInt8(ascii: ",")) else {
            self.init(segment: street)
            return
        }
        let segments = street.split(separator: ",")
        // "12 Main St, Apt 2" is complete at the first comma, "12, rue Haute" and "Calle Mayor, 5" at the second.
        for end in segments.indices.dropLast() {
            let line = StreetLine(segment: segments[...end].joined(separator: " "))
            guard line.number != nil, !line.name.isEmpty else { continue }
            self = line
            unit += AddressWords.words(of: segments[(end + 1)...].joined(separator: " "))
            return
        }
        self.init(segment: segments.joined(separator: " "))
    }

    private init(segment: String) {
        // "17. listopadu": a dot behind the digits makes an ordinal, and folding would take it off.
        let startsWithOrdinal = segment.utf8.drop { (0x30...0x39).contains($0) }.starts(with: ". ".utf8)
        var words = AddressWords.words(of: segment)
        if words.first == "#" || words.first == "no" { words.removeFirst() }
        cutUnit(from: &words)
        if !startsWithOrdinal, words.count > 1, take(HouseNumber(words[0])) {
            words.removeFirst()
            takeLeadingRest(from: &words)
        } else {
            takeTrailingNumber(from: &words)
        }
        name = words
    }

    /// Whether the house stands on the odd side; `nil` without a number.
    ///
    /// In `120-14 Queens Blvd` the digits behind the hyphen count the houses; in a range such as `12-14` both agree.
    var isOddSide: Bool? {
        guard let number else { return nil }
        guard rest.hasPrefix("-"), let last = HouseNumber(rest.dropFirst()) else { return number % 2 != 0 }
        return last.number % 2 != 0
    }

    private mutating func cutUnit(from words: inout [String]) {
        // The first word is never a designator: "Unit St 4" is a street.
        let start = words.indices.dropFirst().first { index in
            index + 1 < words.count && UnitName.announces(words[index], before: words[index + 1])
        }
        guard let start else { return }
        unit = Array(words[start...])
        words.removeSubrange(start...)
    }

    private mutating func take(_ found: HouseNumber?) -> Bool {
        guard let found else { return false }
        number = found.number
        rest = found.rest
        return true
    }

    private mutating func takeLeadingRest(from words: inout [String]) {
        guard words.count > 1, let next = words.first, Self.mayFollowNumber(next) else { return }
        rest += next
        words.removeFirst()
    }

    private mutating func takeTrailingNumber(from words: inout [String]) {
        var head = words
        var behind = ""
        if head.count > 2, let last = head.last, last.count == 1 || Self.mayFollowNumber(last) {
            // Without a number in front of it, a last letter belongs to the name: "Avenue C".
            guard let before = head.dropLast().last, HouseNumber(before) != nil else {
                takeNumber(endOf: &words)
                return
            }
            behind = last
            head.removeLast()
        }
        guard takeNumber(endOf: &head) else { return }
        rest += behind
        words = head
    }

    @discardableResult
    private mutating func takeNumber(endOf words: inout [String]) -> Bool {
        guard words.count > 1, let last = words.last, !Self.isNumberedRoad(words.dropLast()), take(HouseNumber(last))
        else {
            return false
        }
        words.removeLast()
        if words.count > 1, words.last == "#" || words.last == "no" { words.removeLast() }
        return true
    }

    /// Whether a word may stand behind a number and belongs to it: a fraction, or `bis` of French streets.
    private static func mayFollowNumber(_ word: String) -> Bool {
        ["1/2", "1/4", "3/4", "1/3", "2/3", "bis", "ter", "quater"].contains(word)
    }

    /// Whether these words want a number for their name: `Highway 61`, `County Road 12`; a post-office box is no door either.
    private static func isNumberedRoad(_ words: ArraySlice<String>) -> Bool {
        guard let last = words.last else { return false }
        if ["hwy", "rte", "interstate", "box", "sr", "cr", "fm", "us"].contains(last) { return true }
        return last == "rd" && words.dropLast().last.map { ["co", "state"].contains($0) } == true
    }
}
