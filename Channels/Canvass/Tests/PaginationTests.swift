import Paper
import Testing

@testable import CanvassChannel

struct PaginationTests {
    private static let fronts = [
        FrontSpace(fullPages: 0, used: 200), FrontSpace(fullPages: 0, used: 350), FrontSpace(fullPages: 2, used: 0),
    ]

    private static func randomWalk(seed: UInt64) -> [Walk.Stop] {
        var random = SmallRandom(seed: seed)
        var side: Int32 = 0
        return (0..<Int.random(in: 1...120, using: &random)).map { _ in
            if Int.random(in: 0..<8, using: &random) == 0 { side += 1 }
            let people = Int.random(in: 0..<30, using: &random) == 0 ? 50 : Int.random(in: 1...4, using: &random)
            return Walk.Stop(people: Int32(people), side: side)
        }
    }

    /// Pages of random walks, on both papers and under short, long and very long fronts.
    private static func samples() -> [(Pagination, [Walk.Stop], [SheetPage])] {
        PaperSize.allCases.flatMap { paper in
            fronts.flatMap { front in
                (0..<30).map { seed in
                    let pagination = Pagination(metrics: SheetMetrics(paper), front: front)
                    let stops = randomWalk(seed: UInt64(seed))
                    return (pagination, stops, pagination.pages(of: stops.indices, in: stops))
                }
            }
        }
    }

    @Test func everyPersonStandsOnExactlyOnePageInWalkingOrder() {
        for (_, stops, pages) in Self.samples() {
            let printed = pages.flatMap(\.blocks).flatMap { block in
                if case .door(let stop, let people) = block { people.map { [stop, $0] } } else { [[Int]]() }
            }
            #expect(printed == stops.indices.flatMap { stop in (0..<Int(stops[stop].people)).map { [stop, $0] } })
        }
    }

    @Test func everythingFitsOnItsPage() {
        for (pagination, stops, pages) in Self.samples() {
            for page in pages {
                let isBesideDoors = page.front == pagination.front.fullPages
                let front = isBesideDoors ? pagination.front.used : 0
                #expect(Self.height(of: page, stops) + front <= pagination.metrics.bodyHeight + 0.001)
            }
        }
    }

    @Test func aTurfEndsWithRoomForThoseWhoSignUp() {
        for (pagination, stops, pages) in Self.samples() {
            let wanting = Pagination(metrics: pagination.metrics, front: pagination.front, signUpRows: 3)
            let cut = wanting.pages(of: stops.indices, in: stops)
            #expect(cut.count - pages.count <= 1)
            #expect(cut.dropLast().allSatisfy { $0.signUpRows == 0 })
            for page in cut {
                let front = page.front == pagination.front.fullPages ? pagination.front.used : 0
                let height = Self.height(of: page, stops) + SignUpBlock.height(rows: page.signUpRows)
                #expect(height + front <= pagination.metrics.bodyHeight + 0.001)
            }
            // Only a household that fills a page leaves none.
            let isLong = (stops.last?.people ?? 0) > 10
            if let last = cut.last, !isLong { #expect((1...3).contains(last.signUpRows)) }
        }
    }

    @Test func aHouseholdIsSplitOnlyWhenItIsLongerThanAPage() {
        for (pagination, stops, pages) in Self.samples() {
            let page = pagination.metrics.bodyHeight - SheetMetrics.columnsHeight - SheetMetrics.headingHeight
            for case .door(let stop, let people) in pages.flatMap(\.blocks) where people.count < stops[stop].people {
                #expect(Pagination.height(people: Int(stops[stop].people)) > page)
            }
        }
    }

    @Test func everySideHasAHeadingAndEveryPageBeginsWithOne() {
        for (_, stops, pages) in Self.samples() {
            for page in pages where !page.blocks.isEmpty {
                guard case .heading = page.blocks[0] else {
                    Issue.record("a page begins without a heading")
                    continue
                }
                var side: Int32?
                var isUnderHeading = false
                for block in page.blocks {
                    switch block {
                    case .heading(let stop, _):
                        #expect(!isUnderHeading, "a heading stands over nothing")
                        side = stops[stop].side
                        isUnderHeading = true
                    case .door(let stop, _):
                        #expect(side == stops[stop].side)
                        isUnderHeading = false
                    }
                }
                #expect(!isUnderHeading, "a heading stands alone at the foot of a page")
            }
        }
    }

    @Test func aHeadingSaysWhetherTheSideGoesOn() {
        let stops = Array(repeating: Walk.Stop(people: 1, side: 0), count: 40)
        let pagination = Pagination(metrics: SheetMetrics(.letter), front: Self.fronts[0])
        let headings = pagination.pages(of: stops.indices, in: stops).map(\.blocks.first)
        #expect(headings.first == .heading(stop: 0, isContinued: false))
        #expect(headings.dropFirst().allSatisfy { if case .heading(_, true)? = $0 { true } else { false } })
    }

    @Test func aPageHoldsAboutFifteenDoors() {
        let stops = Array(repeating: Walk.Stop(people: 1, side: 0), count: 100)
        let pagination = Pagination(metrics: SheetMetrics(.letter), front: Self.fronts[2])
        let pages = pagination.pages(of: stops.indices, in: stops)
        #expect((13...16).contains(pages[2].blocks.count - 1))
    }

    private static func height(of page: SheetPage, _ stops: [Walk.Stop]) -> Double {
        page.blocks.reduce(page.blocks.isEmpty ? 0 : SheetMetrics.columnsHeight) { sum, block in
            switch block {
            case .heading: sum + SheetMetrics.headingHeight
            case .door(_, let people): sum + Pagination.height(people: people.count)
            }
        }
    }
}
