import Paper

/// One printed page, as blocks from top to bottom.
struct SheetPage: Sendable, Equatable {
    enum Block: Sendable, Equatable {
        /// The name of a street side, over the door at this index.
        case heading(stop: Int, isContinued: Bool)
        /// A door and some of its people; all of them unless they fill more than a page.
        case door(stop: Int, people: Range<Int>)
    }

    /// Which page of the front stands on top; `nil` when none does.
    let front: Int?
    var blocks: [Block] = []
    /// Empty rows under the doors, in which people sign up; on a turf's last page.
    var signUpRows = 0
}

/// Cuts a turf into pages by adding up fixed heights.
struct Pagination: Sendable {
    let metrics: SheetMetrics
    let front: FrontSpace
    /// At most so many empty rows for a turf.
    var signUpRows = 0

    /// Cuts one turf.
    ///
    /// Every person stands on exactly one page, in order. A household stays on one page unless it is longer than a page; a heading
    /// stands never alone at the foot of a page, and again over a side that goes on. The last page has room for people who sign up.
    ///
    /// - Parameters:
    ///   - turf: Which stops.
    ///   - stops: The walk.
    /// - Returns: At least one page.
    func pages(of turf: Range<Int>, in stops: [Walk.Stop]) -> [SheetPage] {
        var pages = (0..<front.fullPages).map { SheetPage(front: $0) }
        var page = SheetPage(front: front.used > 0 ? front.fullPages : nil)
        var room = freshPage - front.used
        func turnPage() {
            pages.append(page)
            page = SheetPage(front: nil)
            room = freshPage
        }

        for index in turf {
            let stop = stops[index]
            let isNewSide = index == turf.lowerBound || stops[index - 1].side != stop.side
            let isSideContinued = index > 0 && stops[index - 1].side == stop.side
            var rest = 0..<Int(stop.people)
            while !rest.isEmpty {
                let needsHeading = page.blocks.isEmpty || (isNewSide && rest.lowerBound == 0)
                let heading = needsHeading ? SheetMetrics.headingHeight : 0
                // The last household moves on rather than leave no room for those who sign up.
                let least =
                    index == turf.upperBound - 1 ? SignUpBlock.height(rows: min(signUpRows, SignUpBlock.least)) : 0
                let whole = SheetMetrics.headingHeight + Self.height(people: rest.count)
                let height = heading + Self.height(people: rest.count) + (whole + least <= freshPage ? least : 0)
                let fittingPeople = Int((room - heading - Self.height(people: 0)) / SheetMetrics.personHeight)
                let isWholeOnFreshPage = whole <= freshPage
                // A household longer than a page begins where it stands, but not for a row or two.
                let taken = height <= room ? rest.count : isWholeOnFreshPage || fittingPeople < 3 ? 0 : fittingPeople
                guard taken > 0 || page.blocks.isEmpty && page.front == nil else {
                    turnPage()
                    continue
                }
                let people = rest.prefix(max(1, taken))
                if needsHeading {
                    let isContinued = isSideContinued || people.lowerBound > 0
                    page.blocks.append(.heading(stop: index, isContinued: isContinued))
                }
                page.blocks.append(.door(stop: index, people: people))
                room -= heading + Self.height(people: people.count)
                rest = people.upperBound..<rest.upperBound
            }
        }
        page.signUpRows = SignUpBlock.rows(in: room, wanted: signUpRows)
        pages.append(page)
        return pages
    }

    /// The height of a door with some of its people.
    static func height(people: Int) -> Double {
        SheetMetrics.doorHeight + Double(people) * SheetMetrics.personHeight + SheetMetrics.doorGap
    }

    /// The room for doors on a page without a front.
    private var freshPage: Double { metrics.bodyHeight - SheetMetrics.columnsHeight }
}
