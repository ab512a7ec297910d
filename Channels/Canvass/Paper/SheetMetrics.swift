import Drawing
import SheetReading

/// Where everything stands on a sheet, in points.
///
/// Heights of doors and rows are fixed, so that pages can be counted without drawing them.
struct SheetMetrics: Sendable, Equatable {
    let paper: PaperSize
    let page: Size
    /// What a machine looks for on the page.
    let geometry: SheetGeometry

    init(_ paper: PaperSize) {
        self.paper = paper
        page = paper.size
        geometry = paper.geometry
    }

    /// Printers cannot reach the edge, and thumbs need some room.
    static let side = 32.0
    static let top = 28.0
    static let bottom = 24.0

    static let headerHeight = 70.0
    static let footerHeight = 14.0
    /// The names over the columns.
    static let columnsHeight = 13.0
    static let headingHeight = 22.0
    static let doorHeight = 15.0
    static let personHeight = 25.0
    static let doorGap = 3.5

    var left: Double { Self.side }
    var right: Double { page.width - Self.side }
    var width: Double { right - left }
    var bodyTop: Double { Self.top + Self.headerHeight }
    var bodyBottom: Double { page.height - Self.bottom - Self.footerHeight }
    var bodyHeight: Double { bodyBottom - bodyTop }

    /// The front may take so much of a page and still leave it to doors.
    var mostFrontBesideDoors: Double { bodyHeight * 0.55 }

    // The columns of a person's row; those of the bubbles are the reader's too.
    var resultsX: Double { geometry.resultsX }
    var didX: Double { geometry.actionsX }
    static let codeWidth = 54.0
    var nameX: Double { left + Self.codeWidth }
    var nameWidth: Double { resultsX - 9 - nameX }
}
