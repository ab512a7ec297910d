import Drawing

/// Where everything stands on a sheet, in points.
///
/// Heights of doors and rows are fixed, so that pages can be counted without drawing them.
struct SheetMetrics: Sendable, Equatable {
    let page: Size

    init(_ paper: PaperSize) { page = paper.size }

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

    // The columns of a person's row, from the right.
    static let resultWidth = 21.5
    static let resultBox = Size(width: 19.5, height: 15)
    static let actionBox = 15.0
    var wantsX: Double { right - 55 }
    var didX: Double { wantsX - 49 }
    var resultsX: Double { didX - 11 - Double(ResultCode.ofPerson.count) * Self.resultWidth }
    static let codeWidth = 54.0
    var nameX: Double { left + Self.codeWidth }
    var nameWidth: Double { resultsX - 9 - nameX }
}
