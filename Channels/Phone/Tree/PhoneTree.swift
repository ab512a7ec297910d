/// Who calls whom, by places: a pure function of how many there are and how many each one calls.
///
/// Places are counted level by level; the organizer stands above the first. Each level is filled before the next one is begun, and
/// the members of a level are dealt to those above like cards. So the tree is as flat as can be, two branches of one caller
/// never differ by more than one member, and a newcomer, who has the last place, changes one caller's card and no other.
struct PhoneTree: Sendable, Equatable {
    /// How many places there are.
    let count: Int
    /// At most so many are called by one; 2 or more.
    let callsEach: Int

    /// Where each level begins, from the first on.
    private let starts: [Int]

    init(count: Int, callsEach: Int) {
        self.count = count
        self.callsEach = max(2, callsEach)
        var starts: [Int] = []
        var (start, width) = (0, self.callsEach)
        while start < count {
            starts.append(start)
            (start, width) = (start + width, width * self.callsEach)
        }
        self.starts = starts
    }

    /// How many calls one after the other reach everybody; 0 when nobody is there.
    var levels: Int { starts.count }

    /// The level of a place; those whom the organizer calls are on level 1.
    func level(of place: Int) -> Int { starts.lastIndex { $0 <= place }.map { $0 + 1 } ?? 0 }

    /// Who calls a place; `nil` is the organizer.
    func caller(of place: Int) -> Int? {
        let level = level(of: place)
        guard level > 1 else { return nil }
        let above = starts[level - 2]
        return above + (place - starts[level - 1]) % (starts[level - 1] - above)
    }

    /// Whom a place calls, in order; `nil` asks for the organizer's.
    func calls(of place: Int?) -> [Int] {
        guard let place else { return Array(0..<min(count, callsEach)) }
        let level = level(of: place)
        guard level < levels else { return [] }
        let width = starts[level] - starts[level - 1]
        return (0..<callsEach).map { place + ($0 + 1) * width }.filter { $0 < count }
    }

    /// Whether nobody calls on after those whom a place calls: word comes back from here.
    func isLast(_ place: Int?) -> Bool { calls(of: place).allSatisfy { calls(of: $0).isEmpty } }
}
