package import Drawing
package import SheetReading

/// Where everything stands on a sheet, in points.
///
/// Heights of doors and rows are fixed, so that pages can be counted without drawing them.
package struct SheetMetrics: Sendable, Equatable {
    package let paper: PaperSize
    package let page: Size
    /// What a machine looks for on the page.
    package let geometry: SheetGeometry

    package init(_ paper: PaperSize) {
        self.paper = paper
        page = paper.size
        geometry = paper.geometry
    }

    /// Printers cannot reach the edge, and thumbs need some room.
    package static let side = 32.0
    package static let top = 28.0
    package static let bottom = 24.0

    package static let headerHeight = 70.0
    package static let footerHeight = 14.0
    /// The names over the columns.
    package static let columnsHeight = 13.0
    package static let headingHeight = 22.0
    package static let doorHeight = 15.0
    package static let personHeight = 25.0
    package static let doorGap = 3.5

    package var left: Double { Self.side }
    package var right: Double { page.width - Self.side }
    package var width: Double { right - left }
    package var bodyTop: Double { Self.top + Self.headerHeight }
    package var bodyBottom: Double { page.height - Self.bottom - Self.footerHeight }
    package var bodyHeight: Double { bodyBottom - bodyTop }

    /// The front may take so much of a page and still leave it to doors.
    package var mostFrontBesideDoors: Double { bodyHeight * 0.55 }

    // The columns of a person's row; those of the bubbles are the reader's too.
    package var resultsX: Double { geometry.resultsX }
    package var didX: Double { geometry.actionsX }
    package static let codeWidth = 54.0
    package var nameX: Double { left + Self.codeWidth }
    package var nameWidth: Double { resultsX - 9 - nameX }
}
