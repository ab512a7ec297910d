import Testing

@testable import SheetReading

struct HomographyTests {
    private static let square = [Point(0, 0), Point(612, 0), Point(612, 792), Point(0, 792)]
    private static let seen = [Point(120, 80), Point(900, 140), Point(860, 1_200), Point(60, 1_050)]

    @Test func cornersGoWhereTheyAreSeenAndBack() throws {
        let matches = zip(Self.square, Self.seen).map { Homography.Match(from: $0, to: $1) }
        let page = try #require(Homography(matches))
        let back = try #require(page.inverse)
        for (from, to) in zip(Self.square, Self.seen) {
            #expect((page(from) - to).length < 1e-6)
            #expect((back(to) - from).length < 1e-6)
        }
        // A straight line stays straight.
        let (a, b, c) = (page(Point(100, 100)), page(Point(300, 300)), page(Point(500, 500)))
        let area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
        #expect(abs(area) < 1e-3)
    }

    @Test func placesOnOneLineFixNoMap() {
        let matches = (0..<6).map { Homography.Match(from: Point(Double($0), 0), to: Point(Double($0), 5)) }
        #expect(Homography(matches) == nil)
        #expect(Homography(Array(matches.prefix(3))) == nil)
    }
}
