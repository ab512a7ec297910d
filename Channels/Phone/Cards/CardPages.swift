import Paper

/// One page of a card, as blocks from top to bottom.
struct CardPage: Sendable, Equatable {
    /// A number and some of its people; all of them unless they fill more than a page.
    struct Block: Sendable, Equatable {
        /// Which of the card's calls.
        let call: Int
        let people: Range<Int>
        /// Whether those stand under it who are called instead.
        let hasInstead: Bool
    }

    /// Which page of the script stands on top; `nil` when none does.
    let front: Int?
    /// Whether it says where in the tree its holder stands.
    let hasPlace: Bool
    var blocks: [Block] = []
}

/// Cuts cards into pages by adding up fixed heights, so that pages can be counted without drawing them.
struct CardPagination: Sendable {
    let metrics: SheetMetrics
    let front: FrontSpace
    /// Whether cards say where in a tree their holder stands.
    let isTree: Bool

    static let placeHeight = 66.0
    static let lineHeight = SheetMetrics.doorHeight
    static let insteadHeadHeight = 11.0
    static let insteadHeight = 12.0
    static let gap = 5.0

    /// Cuts one card.
    ///
    /// - Parameters:
    ///   - card: Whom it calls.
    ///   - people: How many live behind the number at a place.
    /// - Returns: At least one page; every person stands on exactly one.
    func pages(of card: Card, people: (Int) -> Int) -> [CardPage] {
        var pages = (0..<front.fullPages).map { CardPage(front: $0, hasPlace: false) }
        var page = CardPage(front: front.used > 0 ? front.fullPages : nil, hasPlace: isTree)
        var room = freshPage - front.used - (isTree ? Self.placeHeight : 0)
        func turnPage() {
            pages.append(page)
            page = CardPage(front: nil, hasPlace: false)
            room = freshPage
        }

        for (index, call) in card.calls.enumerated() {
            var rest = 0..<people(call.place)
            while !rest.isEmpty {
                let whole = Self.height(people: rest.count, instead: call.instead.count)
                if whole <= room {
                    page.blocks.append(.init(call: index, people: rest, hasInstead: !call.instead.isEmpty))
                    room -= whole
                    break
                }
                // Many behind one number begin where they stand, but not for a row or two.
                let fitting = Int((room - Self.height(people: 0, instead: 0)) / SheetMetrics.personHeight)
                guard whole > freshPage, fitting >= 3 else {
                    turnPage()
                    continue
                }
                let people = rest.prefix(min(fitting, rest.count - 1))
                page.blocks.append(.init(call: index, people: people, hasInstead: false))
                rest = people.upperBound..<rest.upperBound
                turnPage()
            }
        }
        pages.append(page)
        return pages
    }

    /// The height of a number with some of its people.
    static func height(people: Int, instead: Int) -> Double {
        lineHeight + Double(people) * SheetMetrics.personHeight + insteadHeight(instead) + gap
    }

    /// The height of those who are called instead.
    static func insteadHeight(_ count: Int) -> Double {
        count == 0 ? 0 : insteadHeadHeight + Double(count) * insteadHeight
    }

    private var freshPage: Double { metrics.bodyHeight - SheetMetrics.columnsHeight }
}
