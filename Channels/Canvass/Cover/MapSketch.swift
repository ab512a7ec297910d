import Drawing

/// Where the doors of a walk lie on a sketch: north is up, and a metre is as long in every direction.
struct MapSketch {
    /// A door on the paper.
    struct Point {
        /// Its place in the walk.
        let stop: Int
        let x: Double
        let y: Double
    }

    /// A length that is easily told, with its name.
    struct Bar {
        /// On the paper, in points.
        let length: Double
        /// `200 m`.
        let name: String
    }

    /// The doors whose place is known, in walking order.
    let points: [Point]
    /// Doors that nobody knows the place of.
    let unknown: Int
    let bar: Bar

    /// Below this share of doors with coordinates, a sketch would mislead.
    private static let leastKnown = 0.8
    /// A single house is not drawn as large as the page, in metres.
    private static let leastSide = 60.0

    /// Draws up the sketch; `nil` where too few places are known.
    ///
    /// - Parameters:
    ///   - stops: In walking order.
    ///   - box: Where it stands on the paper.
    ///   - margin: Left free within the box.
    init?(_ stops: [Walk.Stop], in box: Rectangle, margin: Double) {
        let known = stops.indices.compactMap { index in stops[index].place.map { (index: index, place: $0) } }
        guard let any = known.first, Double(known.count) >= Self.leastKnown * Double(stops.count) else { return nil }
        let plane = Plane(around: any.place)
        let spots = known.map { plane.spot($0.place) }
        let extent = spots.reduce(into: Extent()) { $0.take($1) }
        let (width, height) = (max(extent.width, Self.leastSide), max(extent.height, Self.leastSide))
        let scale = min((box.width - 2 * margin) / width, (box.height - 2 * margin) / height)
        let middle = Spot(x: (extent.minX + extent.maxX) / 2, y: (extent.minY + extent.maxY) / 2)
        points = zip(known, spots).map { known, spot in
            Point(
                stop: known.index,
                x: box.x + box.width / 2 + (spot.x - middle.x) * scale,
                y: box.y + box.height / 2 - (spot.y - middle.y) * scale
            )
        }
        unknown = stops.count - known.count
        bar = Self.bar(scale: scale, atMost: box.width / 4)
    }

    /// The longest of 1, 2 or 5 times a power of ten that fits.
    private static func bar(scale: Double, atMost length: Double) -> Bar {
        var best = Bar(length: scale, name: "1 m")
        var ten = 1
        while ten <= 100_000 {
            for metres in [ten, 2 * ten, 5 * ten] where Double(metres) * scale <= length {
                let name = metres < 1_000 ? "\(metres) m" : "\(metres / 1_000) km"
                best = Bar(length: Double(metres) * scale, name: "\(name) (\(Self.feet(metres)))")
            }
            ten *= 10
        }
        return best
    }

    /// `330 ft`, `1.2 mi`: near enough for somebody on foot.
    private static func feet(_ metres: Int) -> String {
        let feet = Double(metres) * 3.280_84
        if feet >= 2_640 {
            let tenths = Int((feet / 528).rounded())
            return "\(tenths / 10).\(tenths % 10) mi"
        }
        let step = feet < 100 ? 1.0 : 10
        return "\(Int((feet / step).rounded() * step)) ft"
    }
}
