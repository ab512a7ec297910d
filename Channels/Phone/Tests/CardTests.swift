import Calls
import Deliveries
import Paper
import Testing

@testable import PhoneChannel

/// Who stands on which card and page, without drawing.
struct CardTests {
    @Test(arguments: [0, 1, 19, 20, 21, 45, 400])
    func aBanksCardsAreFewAndEven(count: Int) {
        let cards = Card.bank(count, callsPerCard: 20)
        #expect(cards.flatMap(\.calls).map(\.place) == Array(0..<count))
        let sizes = cards.map(\.calls.count)
        #expect(sizes.count == (count + 19) / 20)
        #expect((sizes.max() ?? 0) <= 20)
        #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
    }

    @Test func whoIsMissedIsStoodInForByTheCaller() {
        let tree = PhoneTree(count: 13, callsEach: 3)
        let cards = Card.tree(tree)
        #expect(cards[0].holder == .organizer)
        #expect(cards[0].calls.map(\.place) == [0, 1, 2])
        #expect(cards[0].calls[0].instead == [3, 6, 9])
        #expect(cards[1].holder == .member(0))
        #expect(cards[1].calls.map(\.instead) == [[12], [], []])
        #expect(cards.flatMap(\.calls).map(\.place).sorted() == Array(0..<13))
        #expect(cards.count == 5)
    }

    @Test func oneNumberIsDialledOnceWhoeverLivesBehindIt() {
        let callees = [
            Callee(number: "+1", id: "10"), Callee(number: "+2", id: "9"), Callee(number: "+1", id: "2"),
        ]
        #expect(PhoneList.numbers(of: callees, in: .id) == [[2, 0], [1]], "9 comes before 10")
        #expect(PhoneList.numbers(of: callees, in: .walk) == [[0, 2], [1]])
    }

    @Test(arguments: [1, 3, 30, 80, 500], [false, true])
    func everybodyStandsOnOnePageAndWithinIt(behindOneNumber: Int, isTree: Bool) {
        let metrics = SheetMetrics(.letter)
        for front in [FrontSpace(fullPages: 0, used: 340), FrontSpace(fullPages: 2, used: 0)] {
            let pagination = CardPagination(metrics: metrics, front: front, isTree: isTree)
            let sizes = [1, behindOneNumber, 2, 1, behindOneNumber, 1]
            let card = Card(
                holder: .anybody,
                calls: sizes.indices.map { Card.Call(place: $0, instead: isTree ? [1, 2, 3] : []) }
            )
            let pages = pagination.pages(of: card) { sizes[$0] }
            for (call, size) in sizes.enumerated() {
                let parts = pages.flatMap(\.blocks).filter { $0.call == call }
                #expect(parts.flatMap { Array($0.people) } == Array(0..<size))
                #expect(parts.map(\.hasInstead) == parts.indices.map { isTree && $0 == parts.count - 1 })
            }
            for page in pages {
                var height = page.front == nil ? 0 : front.used
                if page.hasPlace { height += CardPagination.placeHeight }
                for block in page.blocks {
                    height += CardPagination.height(people: block.people.count, instead: block.hasInstead ? 3 : 0)
                }
                #expect(page.blocks.isEmpty || height + SheetMetrics.columnsHeight <= metrics.bodyHeight + 0.01)
            }
            #expect(pages.count { $0.hasPlace } == (isTree ? 1 : 0))
        }
    }
}
