import Pictures
import Testing

@testable import SheetReading

struct GroundTests {
    private static let bubble = Bubble(x: 43, y: 44.5, width: 14, height: 11)

    /// How much ink is seen in a bubble of a picture with 2 pixels a point; `light` is the share of light that is left at a
    /// place, in points from the bubble's middle.
    private static func ink(_ light: (_ x: Double, _ y: Double) -> Double) throws -> Double {
        let side = 200
        let pixels = (0..<side * side).map { index in
            let (x, y) = (Double(index % side) / 2 + 0.25 - 50, Double(index / side) / 2 + 0.25 - 50)
            let (offX, offY) = (abs(x) - 7, abs(y) - 5.5)
            let isLine = max(offX, offY) < 0.3 && max(offX, offY) > -0.3
            return UInt8(isLine ? 60 * light(x, y) : 240 * light(x, y))
        }
        let raster = Raster(GreyPicture(width: side, height: side, pixels: pixels))
        let corners = [Point(0, 0), Point(100, 0), Point(100, 100), Point(0, 100)]
        let page = try #require(Homography(corners.map { .init(from: $0, to: $0 * 2) }))
        let registration = RowRegistration(left: Point(0, 0), right: Point(0, 0), black: 20, marksFound: 2)
        let reader = BubbleReader(raster: raster, page: page, pageWidth: 100)
        return try #require(reader.read([bubble], registration).readings.first).ink
    }

    /// Of a cup whose middle is to the left and above.
    private static func coffee(_ x: Double, _ y: Double) -> Double {
        let (offX, offY) = (x + 78, y + 78)
        return abs((offX * offX + offY * offY).squareRoot() - 110) < 3 ? 0.72 : 1
    }

    private static func cross(_ x: Double, _ y: Double) -> Double {
        abs(x) < 6 && abs(y) < 5 && min(abs(x - y), abs(x + y)) < 0.8 ? 0.25 : 1
    }

    @Test func anEmptyBubbleHasNoInk() throws {
        #expect(try Self.ink { _, _ in 1 } < ReadingThresholds.empty)
    }

    @Test func aRingAcrossABubbleIsNoMark() throws { #expect(try Self.ink(Self.coffee) < ReadingThresholds.empty) }

    @Test(arguments: [-3.0, 0, 3])
    func aShadowsEdgeAcrossABubbleIsNoMark(place: Double) throws {
        #expect(try Self.ink { x, _ in max(0.5, min(1, 0.75 + (x - place) / 8)) } < ReadingThresholds.empty)
    }

    @Test func aMarkIsSeenUnderARingAndUnderAShadow() throws {
        #expect(try Self.ink { Self.coffee($0, $1) * Self.cross($0, $1) } >= ReadingThresholds.marked)
        #expect(try Self.ink { ($0 < 0 ? 0.55 : 1) * Self.cross($0, $1) } >= ReadingThresholds.marked)
    }

    @Test func aPaleFillingThatEndsAtItsBubbleIsNoPaper() throws {
        #expect(try Self.ink { x, y in abs(x) < 7 && abs(y) < 5.5 ? 0.75 : 1 } >= ReadingThresholds.empty)
        // Nor does it when it was filled across the line on one side.
        #expect(try Self.ink { x, y in x > -7 && x < 16 && abs(y) < 3 ? 0.72 : 1 } >= ReadingThresholds.empty)
    }

    @Test func aPensLineThroughManyBubblesIsNoPaper() throws {
        #expect(try Self.ink { x, _ in abs(x) < 0.8 ? 0.6 : 1 } >= ReadingThresholds.empty)
        #expect(try Self.ink { _, y in abs(y) < 0.8 ? 0.6 : 1 } >= ReadingThresholds.empty)
    }
}
