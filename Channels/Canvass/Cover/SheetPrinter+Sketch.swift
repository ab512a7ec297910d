import Deliveries
import Drawing
import Paper

extension SheetPrinter {
    /// The doors as dots, the way between them, the streets' names, where each sheet begins, a scale and north.
    func draw(_ sketch: MapSketch, _ pages: [SheetPage], in box: Rectangle) throws(DrawingError) {
        for (from, to) in zip(sketch.points, sketch.points.dropFirst()) {
            document.line(from: (from.x, from.y), to: (to.x, to.y), thickness: 1.1, grey: 0.62)
        }
        for point in sketch.points {
            let radius = 1.9
            document.fill(
                Rectangle(x: point.x - radius, y: point.y - radius, width: 2 * radius, height: 2 * radius),
                radius: radius,
                grey: 0
            )
        }
        drawScale(sketch.bar, in: box)
        drawNorth(in: box)
        var taken = [
            Rectangle(x: box.x, y: box.bottom - 26, width: sketch.bar.length + 30, height: 26),
            Rectangle(x: box.right - 28, y: box.y, width: 28, height: 42),
        ]
        try drawMarkers(sketch, pages, in: box, &taken)
        try drawStreetNames(sketch, in: box, &taken)
    }

    private func drawScale(_ bar: MapSketch.Bar, in box: Rectangle) {
        let (left, y) = (box.x + 10, box.bottom - 9)
        document.line(from: (left, y), to: (left + bar.length, y), thickness: 1.4)
        for x in [left, left + bar.length] { document.line(from: (x, y - 3), to: (x, y + 3), thickness: 1.4) }
        document.draw(.plain(bar.name), x: left, baseline: y - 6, width: 120, TextStyle(size: 7.5, flush: .left))
    }

    private func drawNorth(in box: Rectangle) {
        let (x, top) = (box.right - 14, box.y + 8)
        document.line(from: (x, top), to: (x, top + 19), thickness: 1.4)
        for side in [-4.0, 4] { document.line(from: (x, top), to: (x + side, top + 7), thickness: 1.4) }
        document.draw(
            .plain("N"),
            x: x - 10,
            baseline: top + 29,
            width: 20,
            TextStyle(size: 9, isBold: true, flush: .center)
        )
    }

    /// Where the walk begins and ends, and with which door each further sheet begins.
    private func drawMarkers(
        _ sketch: MapSketch,
        _ pages: [SheetPage],
        in box: Rectangle,
        _ taken: inout [Rectangle]
    ) throws(DrawingError) {
        guard let first = sketch.points.first, let last = sketch.points.last else { return }
        var marks: [(point: MapSketch.Point, text: String)] = [(first, "START")]
        for (index, page) in pages.enumerated().dropFirst() {
            guard let stop = page.firstStop, let point = sketch.points.first(where: { $0.stop >= stop }) else {
                continue
            }
            // The first sheet with doors is where the walk starts.
            if point.stop > first.stop { marks.append((point, "sheet \(index + 1)")) }
        }
        if sketch.points.count > 1 { marks.append((last, "END")) }
        let style = TextStyle(size: 7.5, isBold: true, flush: .left)
        let radius = 4.2
        let rings = marks.map {
            Rectangle(x: $0.point.x - radius, y: $0.point.y - radius, width: 2 * radius, height: 2 * radius)
        }
        document.boxes(rings, thickness: 1.2, radius: radius)
        taken += rings
        for (point, text) in marks {
            try drawName(text, at: [point], style, sketch, in: box, distance: 6, &taken)
        }
    }

    private func drawStreetNames(_ sketch: MapSketch, in box: Rectangle, _ taken: inout [Rectangle])
        throws(DrawingError)
    {
        var streets: [(name: String, points: [MapSketch.Point])] = []
        for point in sketch.points {
            let name = StreetSide(list.households[point.stop].door).street.printable
            if let known = streets.firstIndex(where: { $0.name == name }) {
                streets[known].points.append(point)
            } else {
                streets.append((name, [point]))
            }
        }
        // The longest streets find room first.
        for street in streets.sorted(by: { ($1.points.count, $0.name) < ($0.points.count, $1.name) }) {
            let points = street.points
            let chosen = [points.count / 2, 0, points.count - 1, points.count / 4, points.count * 3 / 4]
            let style = TextStyle(size: 8, flush: .left)
            try drawName(street.name, at: chosen.map { points[$0] }, style, sketch, in: box, distance: 4, &taken)
        }
    }

    /// Draws a name beside one of some points, where it covers the fewest doors and no other name; not at all where there is no
    /// room.
    private func drawName(
        _ name: String,
        at points: [MapSketch.Point],
        _ style: TextStyle,
        _ sketch: MapSketch,
        in box: Rectangle,
        distance: Double,
        _ taken: inout [Rectangle]
    ) throws(DrawingError) {
        let layout = try document.typesetter.set(.plain(name), style, width: 110)
        let size = Size(width: layout.width, height: layout.height)
        var best: (covered: Int, place: Rectangle)?
        for point in points {
            let middle = (x: point.x - size.width / 2, y: point.y - size.height / 2)
            for (x, y) in [
                (point.x + distance, middle.y), (point.x - distance - size.width, middle.y),
                (middle.x, point.y - distance - size.height), (middle.x, point.y + distance),
            ] {
                let place = Rectangle(x: x, y: y, width: size.width, height: size.height)
                let isWithin =
                    x >= box.x + 3 && place.right <= box.right - 3 && y >= box.y + 2 && place.bottom <= box.bottom - 2
                guard isWithin, !taken.contains(where: place.touches) else { continue }
                let covered = sketch.points.count { place.holds($0) }
                if best.map({ covered < $0.covered }) ?? true { best = (covered, place) }
            }
        }
        guard let place = best?.place else { return }
        taken.append(place)
        document.draw(layout, x: place.x, baseline: place.y + layout.baseline)
    }
}

extension SheetPage {
    /// The first door on it; `nil` when the script fills it.
    fileprivate var firstStop: Int? {
        blocks.lazy.compactMap { block in if case .door(let stop, _) = block { stop } else { nil } }.first
    }
}

extension Rectangle {
    fileprivate func touches(_ other: Rectangle) -> Bool {
        x < other.right && other.x < right && y < other.bottom && other.y < bottom
    }

    /// Whether a dot lies on it, or at its edge.
    fileprivate func holds(_ point: MapSketch.Point) -> Bool {
        x - 2 < point.x && point.x < right + 2 && y - 2 < point.y && point.y < bottom + 2
    }
}
