import Deliveries
import Paper
import People

/// Counts doors and sheets with the very steps that cut and fill them, without drawing.
struct CanvassForecaster: Forecaster {
    let fieldNames: [String]
    private let doorsPerTurf: Int
    private let pagination: Pagination
    private let warnings: [String]
    private let faults: [String]
    private var walk = Walk()
    private var doors = 0
    private var sheets = 0

    /// A script may take so many pages of paper.
    private static let mostScriptPages = 3

    init(fieldNames: [String], front: Front, metrics: SheetMetrics, doorsPerTurf: Int, signUpRows: Int) {
        self.fieldNames = fieldNames
        self.doorsPerTurf = doorsPerTurf
        pagination = Pagination(metrics: metrics, front: front.space, signUpRows: signUpRows)
        let missing = front.script.missingGlyphs
        warnings =
            missing == 0
            ? [] : ["canvass: no installed font shows \(missing) signs of the script. Install fonts-noto-core."]
        faults =
            front.pages.count <= Self.mostScriptPages
            ? []
            : ["canvass: the script takes \(front.pages.count) pages of paper. Shorten it to \(Self.mostScriptPages)."]
    }

    mutating func add(_ person: Person, isFirst: Bool) {
        guard let door = person.door else { return }
        // The worker starts another envelope here, and so another file.
        if walk.people == CanvassDriver.peoplePerBatch { closeBatch() }
        walk.add(door)
    }

    func forecast() -> Forecast {
        var sum = self
        sum.closeBatch()
        return Forecast(
            figures: [("doors", .number(sum.doors)), ("sheets", .number(sum.sheets))],
            warnings: warnings,
            faults: faults
        )
    }

    private mutating func closeBatch() {
        walk.route()
        doors += walk.stops.count
        sheets += SheetPlan(walk.stops, doorsPerTurf: doorsPerTurf, pagination).sheetCount
        walk = Walk()
    }
}
