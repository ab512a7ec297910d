/// How a walk becomes turfs and pages.
struct SheetPlan: Sendable {
    struct Turf: Sendable {
        let stops: Range<Int>
        let pages: [SheetPage]
    }

    let turfs: [Turf]

    init(_ stops: [Walk.Stop], doorsPerTurf: Int, _ pagination: Pagination) {
        turfs = TurfCutter(doorsPerTurf: doorsPerTurf).cut(stops).map { turf in
            Turf(stops: turf, pages: pagination.pages(of: turf, in: stops))
        }
    }

    /// The pages of a walk that was cut before.
    init(turf stops: [Walk.Stop], _ pagination: Pagination) {
        turfs = [Turf(stops: stops.indices, pages: pagination.pages(of: stops.indices, in: stops))]
    }

    var sheetCount: Int { turfs.reduce(0) { $0 + $1.pages.count } }
}
