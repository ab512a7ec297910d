import Calls
import Deliveries
import Drawing
import Paper
import People
import SheetReading

/// Draws the cards of one batch, in order.
struct CardPrinter: PagePrinter {
    let document: PDFDocument
    let metrics: SheetMetrics
    let front: Front
    let briefing: Briefing
    let labels: SheetLabels
    let issued: String
    let lines: [PhoneLine]
    let deck: CardDeck
    let settings: PhoneSettings
    let batch: Int
    /// The pages of each card.
    let pages: [[CardPage]]
    private var pageNumber = 0
    /// The pages that name somebody without a row for them.
    private(set) var mentions: [DeliveryNumber: [PaperMention]] = [:]

    init(
        _ document: PDFDocument,
        metrics: SheetMetrics,
        front: Front,
        lines: [PhoneLine],
        deck: CardDeck,
        briefing: Briefing,
        settings: PhoneSettings,
        batch: Int,
        issued: String
    ) throws(DrawingError) {
        self.document = document
        self.metrics = metrics
        self.front = front
        self.lines = lines
        self.deck = deck
        self.briefing = briefing
        self.settings = settings
        self.batch = batch
        self.issued = issued
        labels = try SheetLabels(document.typesetter, .byPhone)
        let pagination = CardPagination(metrics: metrics, front: front.space, isTree: deck.tree != nil)
        pages = deck.cards.map { card in pagination.pages(of: card) { deck.people[$0] } }
    }

    /// Draws the pages of the next card.
    ///
    /// - Parameter card: Its index in the deck.
    /// - Returns: The people on it, each with the sheet and the row code.
    /// - Throws: ``DrawingError``.
    mutating func printCard(_ card: Int) throws(DrawingError) -> [PrintedPerson] {
        var printed: [PrintedPerson] = []
        for page in pages[card].indices {
            pageNumber += 1
            printed += try printPage(page, of: card, id: id(ofPage: pageNumber))
        }
        return printed
    }

    private mutating func printPage(_ page: Int, of card: Int, id: SheetID) throws(DrawingError) -> [PrintedPerson] {
        let content = pages[card][page]
        let placeTop = metrics.bodyTop + (content.front == nil ? 0 : front.space.used)
        let placed = PlacedCardPage(
            content,
            of: deck.cards[card],
            top: placeTop + (content.hasPlace ? CardPagination.placeHeight : 0),
            lines
        )
        let (reached, named) = mentioned(on: placed, content, deck.cards[card])
        let facts = PageFacts(
            id: id,
            revision: PageRow.revision(of: placed.rows.map(\.row), mentioned: reached + named),
            part: "Card \(card + 1) of \(deck.cards.count)",
            page: page + 1,
            pageCount: pages[card].count
        )
        try drawHeader(facts, line: page == 0 ? workLine(deck.cards[card]) : askLine)
        if let frontPage = content.front {
            drawFront(page: frontPage, custody: ("Caller", name(ofHolderOf: deck.cards[card])))
        }
        if content.hasPlace, let tree = deck.tree { drawPlace(of: deck.cards[card], in: tree, top: placeTop) }
        drawCalls(placed)
        for (deliveries, isReached) in [(reached, true), (named, false)] {
            for delivery in deliveries {
                mentions[delivery, default: []].append(
                    PaperMention(sheet: "\(facts.id)", revision: facts.revision, isReached: isReached)
                )
            }
        }
        drawFooter("sheet \(facts.id)")
        drawCorners()
        try document.endPage()
        return placed.rows.enumerated().map { index, row in PrintedPerson(row.row, index, on: facts, metrics.paper) }
    }

    /// Who stands on a page without a row: those who may be called all the same, and those of whom it has the name alone.
    private func mentioned(on placed: PlacedCardPage, _ content: CardPage, _ card: Card)
        -> (reached: [DeliveryNumber], named: [DeliveryNumber])
    {
        let reached = placed.calls.flatMap(\.instead).flatMap(\.items).map(\.delivery)
        guard let place = card.holder.place else { return (reached, []) }
        var named = content.front == 0 ? lines[place].items.map(\.delivery) : []
        if content.hasPlace, let caller = deck.tree?.caller(of: place) {
            named += lines[caller].items.map(\.delivery)
        }
        return (reached, named)
    }

    /// The name of a page that is counted through the batch from 1.
    func id(ofPage page: Int) -> SheetID { SheetID(.card, call: briefing.number, batch: batch, page: page) }

    /// The first page of each card.
    var firstPages: [Int] {
        var first = 1
        return pages.map { pages in
            defer { first += pages.count }
            return first
        }
    }

    /// Who has the card, where that is known before it is handed out.
    private func name(ofHolderOf card: Card) -> String {
        card.holder.place.map { lines[$0].names } ?? ""
    }

    /// `20 calls, 22 people. Cross one bubble…`.
    private func workLine(_ card: Card) -> String {
        let people = card.calls.reduce(0) { $0 + deck.people[$1.place] }
        let calls = card.calls.count == 1 ? "1 call" : "\(card.calls.count) calls"
        return "\(calls), \(people == 1 ? "1 person" : "\(people) people"). "
            + "Cross one bubble for each person, then “did it” or “wants to”."
    }

    /// A number as whoever stands before the phone would dial it.
    func written(_ line: PhoneLine) -> String { line.number.written(in: briefing.organization.region) }
}
