import Testing

@testable import PhoneChannel

/// The tree is a pure function; what it promises is checked for every small size.
struct PhoneTreeTests {
    private static func trees(_ callsEach: Int) -> [PhoneTree] {
        (0...160).map { PhoneTree(count: $0, callsEach: callsEach) }
    }

    private static func places(_ tree: PhoneTree) -> [Int?] { [nil] + (0..<tree.count).map(Optional.some) }

    @Test(arguments: 2...6)
    func everybodyIsCalledOnceAndByWhoeverSaysSo(callsEach: Int) {
        for tree in Self.trees(callsEach) {
            var called: [Int] = []
            for place in Self.places(tree) {
                let calls = tree.calls(of: place)
                #expect(calls.count <= callsEach)
                #expect(calls.allSatisfy { tree.caller(of: $0) == place })
                called += calls
            }
            #expect(called.sorted() == Array(0..<tree.count))
        }
    }

    @Test(arguments: 2...6)
    func theTreeIsAsFlatAsCanBe(callsEach: Int) {
        for tree in Self.trees(callsEach) {
            var (room, width) = (0, 1)
            for _ in 0..<max(0, tree.levels - 1) {
                width *= callsEach
                room += width
            }
            #expect(tree.count == 0 || room < tree.count, "a level less would not hold them")
        }
    }

    @Test(arguments: 2...6)
    func twoBranchesOfOneCallerDifferByOneMemberAtMost(callsEach: Int) {
        for tree in Self.trees(callsEach) {
            func size(_ place: Int) -> Int { tree.calls(of: place).reduce(1) { $0 + size($1) } }
            for place in Self.places(tree) {
                let sizes = tree.calls(of: place).map(size)
                #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
            }
        }
    }

    @Test(arguments: 2...6)
    func aNewcomerChangesOneCallersCalls(callsEach: Int) {
        for (before, after) in zip(Self.trees(callsEach), Self.trees(callsEach).dropFirst()) {
            let changed = Self.places(before).filter { before.calls(of: $0) != after.calls(of: $0) }
            #expect(changed.count == 1)
        }
    }

    @Test func thirteenMembersAtThree() {
        let tree = PhoneTree(count: 13, callsEach: 3)
        #expect(tree.levels == 3)
        #expect(tree.calls(of: nil) == [0, 1, 2])
        #expect(tree.calls(of: 0) == [3, 6, 9])
        #expect(tree.calls(of: 3) == [12])
        #expect((0..<13).filter { !tree.calls(of: $0).isEmpty && tree.isLast($0) } == [1, 2, 3])
        #expect(tree.level(of: 12) == 3)
    }
}
