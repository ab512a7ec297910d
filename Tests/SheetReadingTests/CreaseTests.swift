import Testing

@testable import SheetReading

struct CreaseTests {
    /// Across the bubbles of the row, slanting a little.
    private static func across(_ x: Double) -> Double { 83 + x * 0.002 }

    private static func crease(_ x: Double, _ y: Double) -> Double { abs(y - across(x)) < 0.5 ? 0.76 : 1 }

    /// A cross in the fourth bubble.
    private static func cross(_ x: Double, _ y: Double) -> Double {
        let middle = PaintedPage.bubble(3).middle
        let (offX, offY) = (x - middle.x, y - middle.y)
        return abs(offX) < 6 && abs(offY) < 5 && min(abs(offX - offY), abs(offX + offY)) < 0.7 ? 0.3 : 1
    }

    @Test func aCreaseAcrossBubblesIsNoMark() throws {
        let page = try #require(PaintedPage(Self.crease))
        let crease = try #require(page.creases.first)
        #expect(page.creases.count == 1 && !crease.isUpright)
        #expect(abs(crease.start - Self.across(0)) < 0.3 && abs(crease.end - Self.across(612)) < 0.3)
        #expect(page.verdict == .blank)
    }

    @Test func aMarkOnACreaseIsRead() throws {
        let page = try #require(PaintedPage { Self.crease($0, $1) * Self.cross($0, $1) })
        guard case .marked(result: 3, door: nil, action: nil, _)? = page.verdict else {
            Issue.record("\(String(describing: page.verdict))")
            return
        }
    }

    @Test func aSheetFoldedLengthwiseIsReadToo() throws {
        let fold = PaintedPage.bubble(5).middle.x
        let page = try #require(PaintedPage { x, _ in abs(x - fold) < 0.5 ? 0.76 : x > fold ? 0.92 : 1 })
        #expect(page.creases.map(\.isUpright) == [true])
        #expect(page.verdict == .blank)
    }

    /// One half stands up: between the marks, its bubbles lie up to 3 points from where flat paper has them.
    @Test(arguments: [(-3.0, 0), (-2.8, 2), (3.4, 3)])
    func aSheetThatDoesNotLieFlatIsRead(height: Double, bubble: Int) throws {
        let fold = PaintedPage.bubble(bubble).middle.x + 5
        func lying(_ x: Double) -> Double { x + height * (x < fold ? x / fold : (612 - x) / (612 - fold)) }
        func light(_ x: Double, _ y: Double) -> Double { abs(x - fold) < 0.5 ? 0.76 : x > fold ? 0.92 : 1 }
        #expect(try #require(PaintedPage(lying: lying, light)).verdict == .blank)
        let marked = try #require(PaintedPage(lying: lying) { light($0, $1) * Self.cross(lying($0), $1) })
        guard case .marked(result: 3, door: nil, action: nil, _)? = marked.verdict else {
            Issue.record("\(String(describing: marked.verdict))")
            return
        }
    }

    @Test func aLineThatSomebodyDrewIsForAPerson() throws {
        // It ends before the paper does; or it is as dark as a pen.
        let short = try #require(PaintedPage { $0 > 20 && $0 < 590 ? Self.crease($0, $1) : 1 })
        #expect(short.creases.isEmpty)
        #expect(short.verdict?.isInDoubt == true)
        let dark = try #require(PaintedPage { abs($1 - Self.across($0)) < 0.5 ? 0.4 : 1 })
        #expect(dark.creases.isEmpty)
        #expect(dark.verdict?.isInDoubt == true)
    }

    @Test func aShadowsEdgeIsNoCrease() throws {
        let page = try #require(PaintedPage { max(0.6, min(1, 0.8 + ($1 - Self.across($0)) / 6)) })
        #expect(page.creases.isEmpty)
    }
}
