package import Pictures

/// A page as it was read.
package struct PageReading: Sendable {
    /// One for each row of the layout.
    package let rows: [RowVerdict]
    /// What a person is shown of the rows that a machine does not decide, by the row's index.
    package let strips: [Int: GreyPicture]
    /// The empty rows that bear handwriting, by their index.
    package let signUps: [Int: GreyPicture]

    package init(rows: [RowVerdict], strips: [Int: GreyPicture], signUps: [Int: GreyPicture] = [:]) {
        self.rows = rows
        self.strips = strips
        self.signUps = signUps
    }
}

/// Reads the sheets in one picture.
///
/// Finding codes comes first; what stands on a page is then looked up by its code's text, and with that the page is read.
package struct SheetReader: Sendable {
    private let picture: GreyPicture
    /// The codes that were found, with their corners in pixels of ``picture``.
    package let codes: [FoundCode]

    /// Looks for codes.
    ///
    /// - Parameter picture: One page or several, in any direction.
    package init(_ picture: GreyPicture) {
        self.picture = picture
        codes = CodeSearch.codes(in: picture)
    }

    /// Reads the page that a code stands on.
    ///
    /// - Parameters:
    ///   - code: One of ``codes``.
    ///   - layout: What stands on that page.
    /// - Returns: `nil` when the page's marks cannot be found, or it is too small to be read.
    package func read(_ code: FoundCode, _ layout: PageLayout) -> PageReading? {
        let corners = code.corners.map { Point($0.x, $0.y) }
        let side = zip(corners, corners.dropFirst() + corners.prefix(1)).map { ($0 - $1).length }.reduce(0, +) / 4
        let scale = side / SheetGeometry.codeSide
        guard scale >= ReadingThresholds.leastScale else { return nil }
        let factor = max(1, Int(scale / ReadingThresholds.scale))
        let raster = Raster(picture.reduced(by: factor))
        let pixels = scale / Double(factor)
        let places = corners.map { $0 * (1 / Double(factor)) }
        var finder = BlobFinder(raster, radius: max(6, Int(pixels * 14)))
        let square = SheetGeometry.cornerSide * SheetGeometry.cornerSide * pixels * pixels
        let areas = ReadingThresholds.cornerArea.lowerBound * square...ReadingThresholds.cornerArea.upperBound * square
        // A batch that a later version printed again may be out there on its first paper too: the code stands elsewhere on it.
        let versions = [layout.geometry.version] + (1...SheetGeometry.version).filter { $0 != layout.geometry.version }
        let blobs = finder.blobs(areas: areas)
        let pages = versions.lazy.compactMap { version in
            PageFinder(raster: raster, geometry: layout.geometry.of(version), layout: layout).page(
                code: places,
                blobs: blobs
            )
        }
        guard let page = pages.first else { return nil }
        return read(raster, page, layout)
    }

    private func read(_ raster: Raster, _ page: Homography, _ layout: PageLayout) -> PageReading? {
        let registrations = RowRegistration.of(layout, raster, page)
        let found = registrations.reduce(0) { $0 + $1.marksFound }
        guard Double(found) >= ReadingThresholds.rowMarksFound * Double(2 * layout.rows.count) else { return nil }
        let geometry = layout.geometry
        let looks = RowLooks(raster: raster, page: page, layout: layout, registrations: registrations)
        let (verdicts, sharpened) = looks.verdicts()
        var strips: [Int: GreyPicture] = [:]
        for (index, verdict) in verdicts.enumerated() {
            guard verdict.isInDoubt else { continue }
            let row = layout.rows[index]
            // With the door's line where that is the one above.
            let top = row.top - row.doorTop < 30 ? row.doorTop : row.top
            strips[index] = Self.strip(geometry.strip(top: top, height: row.top - top + 25), raster, page)
        }
        // Blur takes thin letters: what either picture shows is for a person.
        var signUps = self.signUps(raster, page, layout)
        if let sharpened { signUps.merge(self.signUps(sharpened, page, layout)) { plain, _ in plain } }
        return PageReading(rows: verdicts, strips: strips, signUps: signUps)
    }

    /// The empty rows in which somebody has written.
    private func signUps(_ raster: Raster, _ page: Homography, _ layout: PageLayout) -> [Int: GreyPicture] {
        let geometry = layout.geometry
        let rows = layout.signUps.map { PageLayout.Row(top: $0, doorTop: $0) }
        let registrations = RowRegistration.of(PageLayout(geometry: geometry, rows: rows), raster, page)
        let reader = HandwritingReader(raster: raster, page: page, pageWidth: geometry.width)
        var written: [Int: GreyPicture] = [:]
        for (index, top) in layout.signUps.enumerated() {
            let boxes = geometry.signUpBoxes(top: top).map {
                Bubble(
                    x: $0.x + SheetGeometry.signUpLabelWidth,
                    y: $0.y,
                    width: $0.width - SheetGeometry.signUpLabelWidth,
                    height: $0.height
                )
            }
            guard reader.isWritten(boxes + geometry.signUpOffers(top: top), registrations[index]) else { continue }
            written[index] = Self.strip(
                geometry.strip(top: top, height: SheetGeometry.signUpRowHeight),
                raster,
                page
            )
        }
        return written
    }

    /// A part of the page, straightened, at 2 pixels a point.
    private static func strip(_ part: Bubble, _ raster: Raster, _ page: Homography) -> GreyPicture {
        let scale = 2.0
        let (width, height) = (Int(part.width * scale), Int(part.height * scale))
        var pixels: [UInt8] = []
        pixels.reserveCapacity(width * height)
        for row in 0..<height {
            for column in 0..<width {
                let place = Point(part.x + (Double(column) + 0.5) / scale, part.y + (Double(row) + 0.5) / scale)
                let shade = raster.shade(page(place))
                pixels.append(shade < 0 ? 128 : UInt8(shade.rounded()))
            }
        }
        return GreyPicture(width: width, height: height, pixels: pixels)
    }
}
