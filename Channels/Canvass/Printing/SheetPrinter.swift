import Calls
import Deliveries
import Drawing
import Paper
import SheetReading

/// Draws the pages of one batch, in order.
struct SheetPrinter: PagePrinter {
    let document: PDFDocument
    let metrics: SheetMetrics
    let front: Front
    let list: WalkList
    let briefing: Briefing
    let labels: SheetLabels
    /// The day, `2026-12-01`.
    let issued: String
    /// The turf that all of it is, where the doors were cut before.
    let turf: Turf?
    private let batch: Int
    private var pageNumber = 0

    init(
        _ document: PDFDocument,
        metrics: SheetMetrics,
        front: Front,
        list: WalkList,
        briefing: Briefing,
        batch: Int,
        turf: Turf?,
        issued: String
    ) throws(DrawingError) {
        self.document = document
        self.metrics = metrics
        self.front = front
        self.list = list
        self.briefing = briefing
        self.batch = batch
        self.turf = turf
        self.issued = issued
        labels = try SheetLabels(document.typesetter, .atDoors)
    }

    /// Draws the next page.
    ///
    /// - Parameters:
    ///   - page: Its index in the turf.
    ///   - turf: The turf's index in the plan.
    ///   - plan: All turfs.
    /// - Returns: The people on it, each with the sheet and the row code.
    /// - Throws: ``DrawingError``.
    mutating func printPage(_ page: Int, ofTurf turf: Int, _ plan: SheetPlan) throws(DrawingError) -> [PrintedPerson] {
        pageNumber += 1
        let pages = plan.turfs[turf].pages
        let doorsTop = metrics.bodyTop + (pages[page].front == nil ? 0 : front.space.used)
        let placed = PlacedPage(
            pages[page],
            top: doorsTop,
            list.households,
            wording: SignUpOffer.wording(briefing.organization)
        )
        let facts = PageFacts(
            id: SheetID(call: briefing.number, batch: batch, page: pageNumber),
            revision: placed.revision,
            part: self.turf.map { "Turf \($0.id)" } ?? "Turf \(turf + 1) of \(plan.turfs.count)",
            page: page + 1,
            pageCount: pages.count
        )
        // The first page has the ask in its box, and tells what lies ahead instead.
        try drawHeader(facts, line: page == 0 ? workLine(plan.turfs[turf].stops) : askLine)
        if let frontPage = pages[page].front {
            drawFront(page: frontPage, custody: ("Walked by", self.turf?.walker ?? ""))
        }
        drawDoors(placed)
        if let signUps = placed.signUps { drawSignUps(signUps) }
        drawFooter("sheet \(facts.id)")
        drawCorners()
        try document.endPage()
        return placed.rows.enumerated().map { index, row in
            PrintedPerson(row.place, index, on: facts, metrics.paper, signUps: placed.signUps)
        }
    }

    /// `36 doors, 45 people. Cross one box for each…`.
    private func workLine(_ stops: Range<Int>) -> String {
        "\(amount(of: stops)). Cross one bubble for each person, then “did it” or “wants to”."
    }

    /// `36 doors, 45 people`.
    func amount(of stops: Range<Int>) -> String {
        let people = stops.reduce(0) { $0 + list.households[$1].items.count }
        let doors = stops.count == 1 ? "1 door" : "\(stops.count) doors"
        return "\(doors), \(people == 1 ? "1 person" : "\(people) people")"
    }
}
