import Foundation

/// A town is flat: degrees become metres by one factor each.
struct Plane: Sendable {
    let around: MapPlace
    private let metresAlong: Double
    private static let metresUp = 111_195.0

    init(around: MapPlace) {
        self.around = around
        metresAlong = Self.metresUp * cos(Double(around.latitude) * .pi / 180)
    }

    func spot(_ place: MapPlace) -> Spot {
        Spot(
            x: Double(place.longitude - around.longitude) * metresAlong,
            y: Double(place.latitude - around.latitude) * Self.metresUp
        )
    }
}

/// In metres, to the east and to the north.
struct Spot: Sendable, Equatable {
    let x: Double
    let y: Double

    func distance(to other: Spot) -> Double {
        let (dx, dy) = (x - other.x, y - other.y)
        return (dx * dx + dy * dy).squareRoot()
    }
}

/// The least box around some spots.
struct Extent: Sendable, Equatable {
    private(set) var minX = Double.infinity
    private(set) var maxX = -Double.infinity
    private(set) var minY = Double.infinity
    private(set) var maxY = -Double.infinity

    mutating func take(_ spot: Spot) {
        (minX, maxX) = (min(minX, spot.x), max(maxX, spot.x))
        (minY, maxY) = (min(minY, spot.y), max(maxY, spot.y))
    }

    var width: Double { max(0, maxX - minX) }
    var height: Double { max(0, maxY - minY) }
    /// Half the way around it.
    var span: Double { width + height }
}
