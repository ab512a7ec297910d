import Foundation
import Pictures
import SheetReading

/// Something to write with: how dark, how wide, how even.
struct Pen {
    /// 0 is black.
    let shade: Double
    /// In points.
    let width: Double
    /// How much paper shows through, 0 to 1.
    let grain: Double

    static func any(_ chance: inout Chance) -> Pen {
        switch chance.index(4) {
        case 0: Pen(shade: chance.number(60...105), width: chance.number(0.8...1.2), grain: 0.1)  // ballpoint, blue
        case 1: Pen(shade: chance.number(25...60), width: chance.number(0.9...1.4), grain: 0.08)  // ballpoint, black
        case 2: Pen(shade: chance.number(10...40), width: chance.number(1.6...2.8), grain: 0)  // felt
        default: Pen(shade: chance.number(95...140), width: chance.number(1.0...1.7), grain: 0.3)  // pencil
        }
    }
}

/// A page that is written on.
struct Desk {
    private(set) var picture: GreyPicture
    private let scale = SamplePages.scale

    init(_ picture: GreyPicture) { self.picture = picture }

    /// Draws strokes from place to place, in points, with a hand that shakes a little.
    mutating func draw(_ places: [Point], with pen: Pen, _ chance: inout Chance) {
        for (from, to) in zip(places, places.dropFirst()) {
            let shake = 0.25
            line(
                Point(from.x + shake * chance.normal(), from.y + shake * chance.normal()),
                Point(to.x + shake * chance.normal(), to.y + shake * chance.normal()),
                pen,
                &chance
            )
        }
    }

    private mutating func line(_ from: Point, _ to: Point, _ pen: Pen, _ chance: inout Chance) {
        let radius = pen.width / 2 * scale
        let (a, b) = ((from.x * scale, from.y * scale), (to.x * scale, to.y * scale))
        let (dx, dy) = (b.0 - a.0, b.1 - a.1)
        let square = max(1e-9, dx * dx + dy * dy)
        let reach = radius + 1
        let left = max(0, Int(min(a.0, b.0) - reach))
        let right = min(picture.width - 1, Int(max(a.0, b.0) + reach))
        let top = max(0, Int(min(a.1, b.1) - reach))
        let bottom = min(picture.height - 1, Int(max(a.1, b.1) + reach))
        guard left <= right, top <= bottom else { return }
        for row in top...bottom {
            for column in left...right {
                let (x, y) = (Double(column) + 0.5, Double(row) + 0.5)
                let along = max(0, min(1, ((x - a.0) * dx + (y - a.1) * dy) / square))
                let (offX, offY) = (x - a.0 - along * dx, y - a.1 - along * dy)
                let cover = max(0, min(1, radius + 0.5 - (offX * offX + offY * offY).squareRoot()))
                guard cover > 0 else { continue }
                let ink = cover * (1 - pen.grain * chance.number(0...1))
                let index = row * picture.width + column
                let shade = Double(picture.pixels[index])
                picture.pixels[index] = UInt8(min(shade, shade * (1 - ink) + pen.shade * ink))
            }
        }
    }

    /// Rubs a part: ink becomes a grey smear.
    mutating func rub(_ part: Bubble, keeping share: Double, _ chance: inout Chance) {
        let smear = chance.number(4...14)
        for row in Int((part.y - 2) * scale)..<Int((part.bottom + 2) * scale) {
            for column in Int((part.x - 2) * scale)..<Int((part.right + 2) * scale) {
                let index = row * picture.width + column
                guard picture.pixels.indices.contains(index) else { continue }
                let shade = Double(picture.pixels[index])
                // Print does not rub off.
                guard shade > 70 else { continue }
                picture.pixels[index] = UInt8(max(0, 255 - (255 - shade) * share - smear * chance.number(0.5...1)))
            }
        }
    }
}
