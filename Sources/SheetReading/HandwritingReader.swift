/// Tells whether somebody has written into boxes that were printed empty; what they wrote is for a person to read.
struct HandwritingReader {
    let raster: Raster
    let page: Homography
    let pageWidth: Double

    /// The size of the pieces into which a box is cut, in points: light differs little within one, and a letter fills it well.
    private static let piece = (width: 14.0, height: 11.0)
    private static let step = 0.5

    /// Looks into boxes.
    ///
    /// - Parameters:
    ///   - boxes: The middles of their lines; within them nothing is printed.
    ///   - registration: How the paper lies there.
    /// - Returns: True when there is ink, or when it cannot be seen: torn, covered, out of the picture.
    func isWritten(_ boxes: [Bubble], _ registration: RowRegistration) -> Bool {
        var pieces = 0
        for box in boxes {
            let inset = ReadingThresholds.inset
            let (left, right, top, bottom) = (box.x + inset, box.right - inset, box.y + inset, box.bottom - inset)
            let columns = max(1, Int((right - left) / Self.piece.width))
            let rows = max(1, Int((bottom - top) / Self.piece.height))
            let (width, height) = ((right - left) / Double(columns), (bottom - top) / Double(rows))
            for column in 0..<columns {
                for row in 0..<rows {
                    let piece = Bubble(
                        x: left + Double(column) * width,
                        y: top + Double(row) * height,
                        width: width,
                        height: height
                    )
                    guard let share = ink(piece, box, registration) else { return true }
                    if share >= ReadingThresholds.written { pieces += 1 }
                    if share >= ReadingThresholds.marked || pieces >= ReadingThresholds.writtenPieces { return true }
                }
            }
        }
        return false
    }

    /// The share of a piece that is ink; `nil` when it cannot be seen.
    private func ink(_ piece: Bubble, _ box: Bubble, _ registration: RowRegistration) -> Double? {
        let shift = registration.shift(x: piece.x, pageWidth: pageWidth)
        // Strokes are told by what lies beside them, within the box: its lines are none.
        let around = Double(InkPatch.reach) * Self.step
        let (left, right) = (max(piece.x - around, box.x + 1.4), min(piece.right + around, box.right - 1.4))
        let (top, bottom) = (max(piece.y - around, box.y + 1.4), min(piece.bottom + around, box.bottom - 1.4))
        let columns = Int((right - left) / Self.step)
        let rows = Int((bottom - top) / Self.step)
        var shades: [Float] = []
        shades.reserveCapacity(columns * rows)
        for row in 0..<rows {
            for column in 0..<columns {
                let place = Point(
                    left + (Double(column) + 0.5) * Self.step,
                    top + (Double(row) + 0.5) * Self.step
                )
                let shade = raster.shade(page(place + shift))
                guard shade >= 0 else { return nil }
                shades.append(shade)
            }
        }
        let paper = shades.sorted()[shades.count * 4 / 5]
        let contrast = paper - (registration.black ?? 0)
        guard contrast >= Float(ReadingThresholds.leastContrast) else { return nil }
        let patch = InkPatch(shades: shades, columns: columns, paper: paper, contrast: contrast)
        var ink: Float = 0
        var count = 0
        let reach = InkPatch.reach
        guard rows > 2 * reach, columns > 2 * reach else { return 0 }
        for row in reach..<rows - reach {
            for column in reach..<columns - reach {
                ink += patch.ink(column, row)
                count += 1
            }
        }
        return Double(ink) / Double(max(1, count))
    }
}
