import Foundation
import Pictures

/// Finds how a page lies in a picture, from its code and its corner marks.
struct PageFinder {
    let raster: Raster
    let geometry: SheetGeometry
    let layout: PageLayout

    /// A corner's candidates: which corner, and where it may be.
    private typealias Candidates = [Point]

    /// Finds the page.
    ///
    /// - Parameters:
    ///   - code: The corners of its code in the picture's pixels, in the code's own order.
    ///   - blobs: Everything that could be a corner mark.
    /// - Returns: From points to pixels; `nil` when the marks cannot be found.
    func page(code: [Point], blobs: [Blob]) -> Homography? {
        let codeMatches = zip(geometry.codeCorners, code).map { Homography.Match(from: $0, to: $1) }
        guard let near = Homography(codeMatches), let similar = Similarity(codeMatches) else { return nil }
        let candidates = geometry.corners.indices.map { index in
            self.candidates(corner: index, blobs, near: near, similar)
        }
        var best: (cost: Double, page: Homography)?
        for choice in Self.choices(candidates) {
            // Four corners are the rule; of a page with a torn corner, three and the code.
            var matches = zip(geometry.corners, choice).compactMap { corner, blob in
                blob.map { Homography.Match(from: corner, to: $0) }
            }
            let isWhole = matches.count == 4
            if !isWhole { matches += codeMatches.map { .init(from: $0.from, to: $0.to, weight: 0.3) } }
            guard let page = Homography(matches), let back = page.inverse else { continue }
            let disagreement = code.indices.reduce(0.0) { sum, index in
                sum + (back(code[index]) - geometry.codeCorners[index]).length / 4
            }
            guard disagreement < ReadingThresholds.codeDisagreement else { continue }
            // A torn corner must not win over four whole ones; what is no corner puts the row marks beside their places.
            let cost =
                disagreement + (isWhole ? 0 : ReadingThresholds.cornerMissing) + ReadingThresholds.rowMarksMissing
                * (1 - rowMarksSeen(page))
            if cost < best?.cost ?? .infinity { best = (cost, page) }
        }
        return best.map { refined($0.page) }
    }

    /// The share of the row marks that are dark where a page would have them, and not on both sides.
    private func rowMarksSeen(_ page: Homography) -> Double {
        var seen = 0
        for row in layout.rows {
            let marks = geometry.rowMarks(top: row.top)
            for mark in [marks.left, marks.right] {
                let here = raster.shade(page(mark))
                let (above, below) = (raster.shade(page(mark + Point(0, -7))), raster.shade(page(mark + Point(0, 7))))
                let paper = min(above, below)
                if here >= 0, paper - here >= Float(ReadingThresholds.leastContrast) { seen += 1 }
            }
        }
        return Double(seen) / Double(max(1, 2 * layout.rows.count))
    }

    /// Where in the picture a corner may be, the likeliest first.
    private func candidates(corner index: Int, _ blobs: [Blob], near: Homography, _ similar: Similarity) -> Candidates {
        let corner = geometry.corners[index]
        let code = geometry.codeOrigin + Point(29, 29)
        let wanted = corner - code
        var found: [(cost: Double, place: Point)] = []
        for blob in blobs {
            let area = blob.area / (similar.scale * similar.scale)
            let square = SheetGeometry.cornerSide * SheetGeometry.cornerSide
            guard ReadingThresholds.cornerArea.contains(area / square), blob.spread < ReadingThresholds.cornerSpread
            else { continue }
            // Seen from the code, perspective stretches and turns the way to a corner by a bounded amount.
            let seen = similar.back(blob.middle) - code
            let off = (seen - wanted).length / wanted.length
            guard off < ReadingThresholds.cornerStray else { continue }
            // Row marks stand near by and are nearer, sometimes, to where the code puts a corner; but they are smaller.
            found.append((off - ReadingThresholds.cornerLarger * log2(area / square), blob.middle))
        }
        return found.sorted { $0.cost < $1.cost }.prefix(7).map(\.place)
    }

    /// Every way to take one candidate a corner, and to do without one corner.
    private static func choices(_ candidates: [Candidates]) -> [[Point?]] {
        var choices: [[Point?]] = [[]]
        for places in candidates {
            choices = choices.flatMap { choice in
                let withOne = places.map { choice + [$0] }
                let isOneMissing = choice.contains { $0 == nil }
                return isOneMissing ? withOne : withOne + [choice + [nil]]
            }
        }
        return choices
    }

    /// The same map with the corner marks' middles found to a fraction of a pixel, and fitted to the row marks too.
    private func refined(_ page: Homography) -> Homography {
        var matches: [Homography.Match] = []
        for corner in geometry.corners {
            let side = SheetGeometry.cornerSide
            guard let found = raster.darkMiddle(near: corner, width: side, height: side, reach: 3.5, page) else {
                continue
            }
            matches.append(.init(from: corner, to: page(found.middle), weight: 4))
        }
        guard matches.count >= 3 else { return page }
        if matches.count == 4, let better = Homography(matches) { return better }
        // With a corner missing the row marks hold the page from the other side.
        for row in layout.rows {
            let marks = geometry.rowMarks(top: row.top)
            for mark in [marks.left, marks.right] {
                guard
                    let found = raster.darkMiddle(
                        near: mark,
                        width: SheetGeometry.rowMarkWidth,
                        height: SheetGeometry.rowMarkHeight,
                        reach: 4,
                        page
                    )
                else { continue }
                matches.append(.init(from: mark, to: page(found.middle)))
            }
        }
        return Homography(matches) ?? page
    }
}
