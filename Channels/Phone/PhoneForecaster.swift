import Deliveries
import Paper
import People

/// Counts numbers, cards and pages with the very steps that cut and fill them, without drawing.
struct PhoneForecaster: Forecaster {
    let fieldNames: [String]
    private let settings: PhoneSettings
    private let pagination: CardPagination
    private let warnings: [String]
    private let faults: [String]
    private var callees: [Callee] = []
    private var numbers = 0
    private var cards = 0
    private var sheets = 0
    private var levels = 0

    /// A script may take so many pages of paper.
    private static let mostScriptPages = 3
    /// Word that goes through more hands than this takes long, and changes on its way.
    private static let mostLevels = 5

    init(fieldNames: [String], front: Front, metrics: SheetMetrics, settings: PhoneSettings) {
        self.fieldNames = fieldNames
        self.settings = settings
        pagination = CardPagination(metrics: metrics, front: front.space, isTree: settings.form == .tree)
        let missing = front.script.missingGlyphs
        warnings =
            missing == 0
            ? [] : ["no installed font shows \(missing) signs of the script. Install fonts-noto-core."]
        faults =
            front.pages.count <= Self.mostScriptPages
            ? [] : ["the script takes \(front.pages.count) pages of paper. Shorten it to \(Self.mostScriptPages)."]
    }

    mutating func add(_ person: Person, isFirst: Bool) {
        guard let callee = Callee(person) else { return }
        // The worker starts another envelope here, and so another file.
        if callees.count == PhoneDriver.peoplePerBatch { closeBatch() }
        callees.append(callee)
    }

    func forecast() -> Forecast {
        var sum = self
        sum.closeBatch()
        var figures: [(name: String, value: Forecast.Figure)] = [
            ("numbers", .number(sum.numbers)), ("cards", .number(sum.cards)), ("sheets", .number(sum.sheets)),
        ]
        if settings.form == .tree { figures.append(("levels", .number(sum.levels))) }
        return Forecast(figures: figures, warnings: warnings + sum.depth, faults: faults)
    }

    private var depth: [String] {
        guard settings.form == .tree, levels > Self.mostLevels else { return [] }
        return [
            "the tree has \(levels) levels, and word that goes so far breaks off. Let each member call more with "
                + "'calls_each', up to 6, or take 'form: bank'."
        ]
    }

    private mutating func closeBatch() {
        let deck = CardDeck(people: PhoneList.numbers(of: callees, in: settings.order).map(\.count), settings)
        numbers += deck.people.count
        cards += deck.cards.count
        sheets += deck.cards.reduce(0) { $0 + pagination.pages(of: $1) { deck.people[$0] }.count }
        levels = max(levels, deck.tree?.levels ?? 0)
        callees = []
    }
}
