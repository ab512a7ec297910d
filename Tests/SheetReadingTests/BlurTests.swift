import Testing

@testable import SheetReading

struct BlurTests {
    /// One thin stroke through the fourth bubble, from corner to corner, as long as the share says.
    private static func stroke(_ x: Double, _ y: Double, share: Double) -> Double {
        let bubble = PaintedPage.bubble(3)
        let (offX, offY) = (x - bubble.middle.x, y - bubble.middle.y)
        let off =
            abs(offX * bubble.height + offY * bubble.width)
            / (bubble.height * bubble.height + bubble.width * bubble.width)
            .squareRoot()
        return abs(offX) < share * bubble.width / 2 && off < 0.55 ? 0.5 : 1
    }

    @Test func aThinStrokeIsReadOutOfFocus() throws {
        let page = try #require(PaintedPage(blur: 4) { Self.stroke($0, $1, share: 1) })
        guard case .marked(result: 3, door: nil, action: nil, _)? = page.verdict else {
            Issue.record("\(String(describing: page.verdict))")
            return
        }
    }

    @Test func aTouchOfThePenStaysForAPerson() throws {
        let page = try #require(PaintedPage(blur: 4) { Self.stroke($0, $1, share: 0.25) })
        guard case .doubtful(.faint, _) = page.verdict else {
            Issue.record("\(page.verdict)")
            return
        }
    }

    @Test func aBlankRowOutOfFocusIsBlank() throws {
        #expect(try #require(PaintedPage(blur: 4) { _, _ in 1 }).verdict == .blank)
    }
}
