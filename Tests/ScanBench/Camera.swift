import Foundation
import Pictures
import SheetReading

/// What happens to a sheet on its way into a file.
struct Camera: Sendable {
    var dotsPerInch = 150.0
    /// Degrees, either way.
    var turn = 2.0
    var isUpsideDown = false
    /// Degrees between the camera and straight above.
    var tilt = 0.0
    /// Passes of a blur of three pixels.
    var blur = 0
    /// The spread of the noise, of 255.
    var noise = 3.0
    /// How much darker the far side is, 0 to 1.
    var unevenness = 0.0
    var hasShadow = false
    var fold: Fold.Crease?
    var hasCoffee = false
    var isTorn = false
    /// Of the JPEG.
    var quality = 85
    /// What lies around the paper.
    var background = 235.0

    /// One sheet in the picture: what it shows, and from picture to sheet.
    private struct Lying {
        let page: GreyPicture
        let toPage: Homography
        let pageScale: Double
    }

    /// Takes a picture of sheets that lie side by side.
    func picture(of pages: [GreyPicture], _ chance: inout Chance) -> GreyPicture {
        let (width, height) = (612.0, 792.0)
        let pixels = dotsPerInch / 72
        // What a sensor's pixel sees is the mean over its part of the paper.
        let factor = max(1, Int(300 / dotsPerInch))
        let room = tilt > 0 ? 0.30 : turn > 3 ? 0.25 : 0.10
        let cell = Point(width * (1 + room), height * (1 + room))
        let size = (Int(cell.x * Double(pages.count) * pixels), Int(cell.y * pixels))
        var lying: [Lying] = []
        for (index, page) in pages.enumerated() {
            let middle = Point((Double(index) + 0.5) * cell.x, cell.y / 2)
            let map = self.map(middle, &chance)
            let corners = [Point(0, 0), Point(width, 0), Point(width, height), Point(0, height)]
            let matches = corners.map { Homography.Match(from: Point(map($0).x * pixels, map($0).y * pixels), to: $0) }
            guard let toPage = Homography(matches) else { continue }
            var source = page
            if isTorn { tear(&source, &chance) }
            if hasCoffee { spill(&source, &chance) }
            lying.append(
                Lying(page: source.reduced(by: factor), toPage: toPage, pageScale: SamplePages.scale / Double(factor))
            )
        }
        return develop(lying, width: size.0, height: size.1, &chance)
    }

    /// From points of a sheet to points of the picture: turned, and seen from the side.
    private func map(_ middle: Point, _ chance: inout Chance) -> (Point) -> Point {
        let angle = (chance.number(-turn...turn) + (isUpsideDown ? 180 : 0)) * .pi / 180
        let axis = chance.number(0...2 * .pi)
        let tilt = self.tilt * chance.number(0.7...1) * .pi / 180
        // A phone is held some 18 inches away.
        let distance = 1_300.0
        return { point in
            let (x, y) = (point.x - 306, point.y - 396)
            let (u, v) = (x * cos(angle) - y * sin(angle), x * sin(angle) + y * cos(angle))
            // Turns about an axis through the sheet's middle, then looks from above.
            let (along, across) = (u * cos(axis) + v * sin(axis), -u * sin(axis) + v * cos(axis))
            let depth = distance - across * sin(tilt)
            let (p, q) = (along * distance / depth, across * cos(tilt) * distance / depth)
            return Point(middle.x + p * cos(axis) - q * sin(axis), middle.y + p * sin(axis) + q * cos(axis))
        }
    }

    private func develop(_ sheets: [Lying], width: Int, height: Int, _ chance: inout Chance) -> GreyPicture {
        let light = Light(self, width: width, height: height, &chance)
        let fold = fold.map { Fold($0, &chance) }
        var shades = [Float](repeating: Float(background), count: width * height)
        // The first one lies on top.
        for sheet in sheets.reversed() {
            let (page, toPage, scale) = (sheet.page, sheet.toPage, sheet.pageScale)
            for row in 0..<height {
                for column in 0..<width {
                    var place = toPage(Point(Double(column) + 0.5, Double(row) + 0.5))
                    var gloss = 1.0
                    if let fold { (place, gloss) = fold.bend(place) }
                    guard let seen = page.shade(x: place.x * scale, y: place.y * scale) else { continue }
                    // Paper is not as white as a screen, and toner not as black.
                    shades[row * width + column] = Float((18 + seen * 0.9) * gloss)
                }
            }
        }
        for row in 0..<height {
            for column in 0..<width {
                shades[row * width + column] *= Float(light.at(Point(Double(column) + 0.5, Double(row) + 0.5)))
            }
        }
        for _ in 0..<blur { Self.blur(&shades, width: width, height: height) }
        let pixels = shades.map { UInt8(max(0, min(255, Double($0) + noise * chance.normal()))) }
        return GreyPicture(width: width, height: height, pixels: pixels)
    }

    private static func blur(_ shades: inout [Float], width: Int, height: Int) {
        for step in [1, width] {
            let copy = shades
            for index in step..<copy.count - step {
                shades[index] = copy[index] * 0.5 + (copy[index - step] + copy[index + step]) * 0.25
            }
        }
    }

    /// Takes a corner away.
    private func tear(_ page: inout GreyPicture, _ chance: inout Chance) {
        let (legX, legY) = (chance.number(45...110) * SamplePages.scale, chance.number(45...110) * SamplePages.scale)
        let corner = chance.index(4)
        for row in 0..<page.height {
            let y = corner < 2 ? Double(row) : Double(page.height - row)
            guard y < legY else { continue }
            for column in 0..<page.width {
                let x = corner % 2 == 0 ? Double(column) : Double(page.width - column)
                if x / legX + y / legY < 1 { page.pixels[row * page.width + column] = UInt8(background) }
            }
        }
    }

    /// A cup stood on it.
    private func spill(_ page: inout GreyPicture, _ chance: inout Chance) {
        let scale = SamplePages.scale
        let middle = Point(chance.number(100...512) * scale, chance.number(150...650) * scale)
        let radius = chance.number(95...125) * scale
        let half = chance.number(2...4) * scale
        let strength = chance.number(0.68...0.85)
        for row in 0..<page.height {
            for column in 0..<page.width {
                let (x, y) = (Double(column) - middle.x, Double(row) - middle.y)
                let off = abs((x * x + y * y).squareRoot() - radius) / half
                guard off < 1.5 else { continue }
                let share = off < 1 ? 1 : (1.5 - off) * 2
                let index = row * page.width + column
                page.pixels[index] = UInt8(Double(page.pixels[index]) * (1 - share * (1 - strength)))
            }
        }
    }
}
