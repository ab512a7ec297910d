/// Where a machine looks on a sheet, in points from the page's top left corner.
///
/// The one place that knows: the printer draws by it and the reader reads by it. A sheet that is out there must stay
/// readable, so a change here needs a new ``version`` and the old numbers beside it.
package struct SheetGeometry: Sendable, Equatable {
    /// What is printed now; stands in every sheet's row of the store.
    package static let version = 2

    package let width: Double
    package let height: Double
    /// What was printed then.
    package let version: Int

    /// - Parameters:
    ///   - width: Of the page, in points.
    ///   - height: Of the page, in points.
    ///   - version: From 1 to ``version``.
    package init(width: Double, height: Double, version: Int = Self.version) {
        self.width = width
        self.height = height
        self.version = version
    }

    /// The same paper with the places of another version.
    func of(_ version: Int) -> SheetGeometry { SheetGeometry(width: width, height: height, version: version) }

    // Corner marks: black squares, larger than anything solid on the page, within reach of every printer.
    package static let cornerSide = 11.0
    private static let cornerMiddle = 23.5

    /// The middles of the corner marks: top left, top right, bottom right, bottom left.
    package var corners: [Point] {
        let near = Self.cornerMiddle
        return [
            Point(near, near), Point(width - near, near), Point(width - near, height - near),
            Point(near, height - near),
        ]
    }

    // The code's modules, without their quiet zone; the size does not depend on how many there are.
    package static let codeSide = 58.0
    /// From the code to the page's right edge.
    ///
    /// Version 1 had it in the corner, and a torn corner took it along; now it is out of reach of one that lost an inch and a
    /// half both ways.
    private var besideCode: Double { version == 1 ? 38 : 98 }
    package var codeOrigin: Point { Point(width - besideCode - Self.codeSide, 33) }

    /// The corners of the code in the order in which it is found: top left, bottom left, bottom right, top right.
    package var codeCorners: [Point] {
        let (origin, side) = (codeOrigin, Self.codeSide)
        return [origin, origin + Point(0, side), origin + Point(side, side), origin + Point(side, 0)]
    }

    // Row marks: a black bar in both margins at the height of each row's bubbles, which tells how the paper lies there.
    package static let rowMarkWidth = 7.0
    package static let rowMarkHeight = 4.5
    private static let rowMarkMiddle = 21.0

    /// The middles of a row's marks, left and right.
    package func rowMarks(top: Double) -> (left: Point, right: Point) {
        let y = top + Self.bubbleTop + Self.bubbleHeight / 2
        return (Point(Self.rowMarkMiddle, y), Point(width - Self.rowMarkMiddle, y))
    }

    // Bubbles of a person: results in a grid, then two for the ask; names stand over the former and beside the latter.
    package static let resultCount = 10
    package static let bubbleWidth = 14.0
    package static let bubbleHeight = 11.0
    /// Below the top of the row.
    package static let bubbleTop = 9.0
    package static let bubbleStep = 21.5
    package static let actionCount = 2
    private static let rightMargin = 32.0
    private static let actionStep = 49.0

    package var actionsX: Double { width - Self.rightMargin - 55 - Self.actionStep }
    package var resultsX: Double { actionsX - 11 - Double(Self.resultCount) * Self.bubbleStep }

    /// A person's bubbles: the results, then *did it* and *wants to*.
    ///
    /// - Parameter top: Of the row.
    /// - Returns: Twelve.
    package func bubbles(top: Double) -> [Bubble] {
        let y = top + Self.bubbleTop
        let inset = (Self.bubbleStep - Self.bubbleWidth) / 2
        let results = (0..<Self.resultCount).map { resultsX + inset + Double($0) * Self.bubbleStep }
        let actions = (0..<Self.actionCount).map { actionsX + Double($0) * Self.actionStep }
        return (results + actions).map {
            Bubble(x: $0, y: y, width: Self.bubbleWidth, height: Self.bubbleHeight)
        }
    }

    // Two bubbles for everybody behind a door, on the line of the address.
    package static let doorCount = 2
    private static let doorBubbleTop = 2.5
    private static let doorStep = 108.0

    /// A door's bubbles: *nobody home* and *cannot get in*.
    ///
    /// - Parameter top: Of the door's line.
    /// - Returns: Two.
    package func doorBubbles(top: Double) -> [Bubble] {
        (0..<Self.doorCount).map { index in
            let x = resultsX + (Self.bubbleStep - Self.bubbleWidth) / 2 + Double(index) * Self.doorStep
            return Bubble(x: x, y: top + Self.doorBubbleTop, width: 12, height: 10)
        }
    }

    // Empty rows in which people sign up: two lines of white boxes, each with its name at the left, and a small box for each
    // thing to say yes to.
    package static let signUpRowHeight = 47.0
    /// The rows' title, and the words that are agreed to.
    package static let signUpHeadHeight = 42.0
    /// Inside a box, what its name takes.
    package static let signUpLabelWidth = 30.0
    package static let signUpOfferCount = 3
    private static let signUpLineHeight = 20.0

    /// The boxes to write in: name and phone above, email and home below.
    ///
    /// - Parameter top: Of the row.
    /// - Returns: Four.
    package func signUpBoxes(top: Double) -> [Bubble] {
        let (left, middle, gap) = (32.0 + 14, width * 0.5, 5.0)
        let offersX = signUpOffersX
        let right = width - Self.rightMargin
        let (first, second) = (top + 2, top + 2 + Self.signUpLineHeight + 3)
        func box(_ x: Double, _ y: Double, to end: Double) -> Bubble {
            Bubble(x: x, y: y, width: end - x, height: Self.signUpLineHeight)
        }
        return [
            box(left, first, to: middle - gap), box(middle, first, to: offersX - gap),
            box(left, second, to: middle - gap), box(middle, second, to: right),
        ]
    }

    /// The small boxes for what is agreed to, from left to right; names stand at their right.
    package func signUpOffers(top: Double) -> [Bubble] {
        (0..<Self.signUpOfferCount).map { index in
            Bubble(x: signUpOffersX + Double(index) * Self.signUpOfferStep, y: top + 6, width: 13, height: 12)
        }
    }

    private static let signUpOfferStep = 43.0
    private var signUpOffersX: Double {
        width - Self.rightMargin - Double(Self.signUpOfferCount) * Self.signUpOfferStep
    }

    /// The part of a row that is shown to a person when the machine does not know: name, note and bubbles.
    package func strip(top: Double, height: Double) -> Bubble {
        Bubble(x: 14, y: top - 4, width: width - 28, height: height + 6)
    }
}

/// An outline to be marked; the numbers are those of the middle of its line.
package struct Bubble: Sendable, Equatable {
    package let x: Double
    package let y: Double
    package let width: Double
    package let height: Double

    var middle: Point { Point(x + width / 2, y + height / 2) }
    package var right: Double { x + width }
    package var bottom: Double { y + height }
}

/// What stands on one page, by which the reader knows where to look.
package struct PageLayout: Sendable, Equatable {
    /// A person's row and the line of the door above it.
    package struct Row: Sendable, Equatable {
        package let top: Double
        package let doorTop: Double

        package init(top: Double, doorTop: Double) {
            self.top = top
            self.doorTop = doorTop
        }
    }

    package let geometry: SheetGeometry
    package let rows: [Row]
    /// The tops of the empty rows in which people sign up.
    package let signUps: [Double]

    package init(geometry: SheetGeometry, rows: [Row], signUps: [Double] = []) {
        self.geometry = geometry
        self.rows = rows
        self.signUps = signUps
    }
}

extension SheetGeometry {
    /// US letter.
    package static let letter = SheetGeometry(width: 612, height: 792)
}
