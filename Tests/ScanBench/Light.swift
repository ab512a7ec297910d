import Foundation
import SheetReading

/// How much light falls where.
struct Light {
    private let direction: Point
    private let unevenness: Double
    private let size: Double
    private let edge: (place: Point, direction: Point)?
    private let depth: Double
    private let softness: Double

    init(_ camera: Camera, width: Int, height: Int, _ chance: inout Chance) {
        let angle = chance.number(0...2 * .pi)
        direction = Point(cos(angle), sin(angle))
        unevenness = camera.unevenness
        size = Double(max(width, height))
        let turn = chance.number(0...2 * .pi)
        let place = Point(Double(width) * chance.number(0.3...0.7), Double(height) * chance.number(0.3...0.7))
        edge = camera.hasShadow ? (place, Point(cos(turn), sin(turn))) : nil
        depth = chance.number(0.5...0.7)
        softness = size * chance.number(0.004...0.04)
    }

    func at(_ place: Point) -> Double {
        var light = 1 - unevenness * max(0, min(1, 0.5 + (place.x * direction.x + place.y * direction.y) / size * 0.5))
        if let edge {
            let off = (place.x - edge.place.x) * edge.direction.x + (place.y - edge.place.y) * edge.direction.y
            let share = max(0, min(1, 0.5 + off / softness))
            light *= 1 - share * (1 - depth)
        }
        return light
    }
}

/// A sheet that was folded for a pocket and does not lie flat any more.
struct Fold {
    /// Which way its crease runs over the sheet.
    enum Crease {
        case across, lengthwise
    }

    private let crease: Crease
    private let place: Double
    private let stretch: Double
    private let spread: Double
    private let gloss: Double

    init(_ crease: Crease, _ chance: inout Chance) {
        self.crease = crease
        place = crease == .across ? chance.number(300...500) : chance.number(210...400)
        stretch = chance.number(-0.018...0.018)
        spread = chance.number(-0.012...0.012)
        gloss = chance.number(0.86...0.97)
    }

    /// From a flat place to the place on the paper that is seen there.
    func bend(_ flat: Point) -> (Point, Double) {
        let behind = (crease == .across ? flat.y : flat.x) - place
        if abs(behind) < 0.5 { return (flat, gloss * 0.8) }
        guard behind > 0 else { return (flat, 1) }
        let far = place + behind * (1 + stretch)
        let wider = 1 + spread * behind / 400
        return switch crease {
        case .across: (Point(306 + (flat.x - 306) * wider, far), gloss)
        case .lengthwise: (Point(far, 396 + (flat.y - 396) * wider), gloss)
        }
    }
}
