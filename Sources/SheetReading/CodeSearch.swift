import Pictures

/// Looks for sheets' codes in a picture of any size, sharp or not, until no page can be missing.
enum CodeSearch {
    /// The shorter side of the picture in which codes are looked for first: 150 dots per inch of a page.
    private static let shortSide = 1_300.0
    /// Half a module at that size, in pixels.
    private static let sharpening = 2

    /// One way to look.
    private struct Look {
        var factor = 1
        var isSharpened = false
        /// Every so many lines.
        var lines = 1
        var isDoubled = false
    }

    /// - Parameter picture: One page or several, in any direction.
    /// - Returns: The codes with their corners in pixels of the picture.
    static func codes(in picture: GreyPicture) -> [FoundCode] {
        var found: [FoundCode] = []
        for look in looks(picture) where found.isEmpty || hasRoom(picture, beside: found) {
            let (seen, scale) = prepared(picture, look)
            for code in CodeReader.codes(in: seen, lines: look.lines)
            where !found.contains(where: { $0.text == code.text }) {
                found.append(FoundCode(text: code.text, corners: code.corners.map { ($0.x * scale, $0.y * scale) }))
            }
        }
        return found
    }

    /// The quick and likely ones first.
    private static func looks(_ picture: GreyPicture) -> [Look] {
        let shorter = Double(min(picture.width, picture.height))
        let factor = max(1, Int((shorter / shortSide).rounded()))
        // Every size that could help: coarse pictures have less noise, fine ones more to see.
        let factors = Set([factor, factor + 1, max(1, factor - 1), 1]).sorted { abs($0 - factor) < abs($1 - factor) }
        let plain = factors.map { Look(factor: $0) }
        // Out of focus, the modules run into each other.
        let sharp = factors.prefix(2).map { Look(factor: $0, isSharpened: true) }
        var looks = [Look(factor: factor, lines: 2), Look(factor: factor, isSharpened: true, lines: 2)] + plain + sharp
        // A coarse picture has the code, but its modules are too few pixels for the decoder's own grid.
        if shorter < shortSide { looks.append(Look(isDoubled: true)) }
        return looks
    }

    /// - Returns: The picture to look at, and how many pixels of the original one of its pixels is.
    private static func prepared(_ picture: GreyPicture, _ look: Look) -> (picture: GreyPicture, scale: Double) {
        if look.isDoubled { return (picture.doubled(), 0.5) }
        let reduced = picture.reduced(by: look.factor)
        return (look.isSharpened ? reduced.sharpened(radius: sharpening) : reduced, Double(look.factor))
    }

    /// Whether another page could lie beside those that were found: then its code is there and was not seen.
    private static func hasRoom(_ picture: GreyPicture, beside codes: [FoundCode]) -> Bool {
        let pages = codes.compactMap(corners)
        let middles = pages.map { $0.reduce(Point(0, 0), +) * 0.25 }
        return pages.contains { page in
            let (left, right) = (page.map(\.x).min() ?? 0, page.map(\.x).max() ?? 0)
            let (top, bottom) = (page.map(\.y).min() ?? 0, page.map(\.y).max() ?? 0)
            let needed = ReadingThresholds.roomForPage * min((page[1] - page[0]).length, (page[3] - page[0]).length)
            return left > needed && !middles.contains { $0.x < left }
                || top > needed && !middles.contains { $0.y < top }
                || Double(picture.width) - right > needed && !middles.contains { $0.x > right }
                || Double(picture.height) - bottom > needed && !middles.contains { $0.y > bottom }
        }
    }

    /// About where the corners of a code's page are; a tilt moves them by less than a room for another page.
    private static func corners(_ code: FoundCode) -> [Point]? {
        let page = SheetGeometry.letter
        let matches = zip(page.codeCorners, code.corners).map { Homography.Match(from: $0, to: Point($1.x, $1.y)) }
        guard let similar = Similarity(matches) else { return nil }
        return [Point(0, 0), Point(page.width, 0), Point(page.width, page.height), Point(0, page.height)].map(
            similar.there
        )
    }
}
