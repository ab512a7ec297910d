/// A word that is the number of a house: `12`, `12a`, `12-14`, `12/2`, but not `5th`.
struct HouseNumber {
    /// Its leading digits.
    let number: Int
    /// What follows them, folded: `12-A` and `12A` have the same.
    let rest: String

    /// Reads a folded word; `nil` when it is no such number, or one with more than nine digits.
    init?(_ word: some StringProtocol) {
        let digits = word.utf8.prefix { (0x30...0x39).contains($0) }
        guard (1...9).contains(digits.count), let number = Int(String(decoding: digits, as: UTF8.self)) else {
            return nil
        }
        var tail = Array(word.utf8.dropFirst(digits.count))
        guard !["st", "nd", "rd", "th"].contains(String(decoding: tail, as: UTF8.self)) else { return nil }
        if tail.first == UInt8(ascii: "-"), tail.count > 1, !(0x30...0x39).contains(tail[1]) { tail.removeFirst() }
        self.number = number
        rest = String(decoding: tail, as: UTF8.self)
    }
}
