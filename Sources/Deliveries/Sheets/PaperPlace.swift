/// Where a delivery stands on paper: a row of a page of a sheet.
///
/// Kept when the sheet is recorded as sent, so that a scan finds the right person a month later, whoever has moved since.
public struct PaperPlace: Sendable, Equatable {
    /// The page's name, as it is printed on it.
    public let sheet: String
    /// Differs when the page was printed again with other rows.
    public let revision: String
    /// The paper's name: the page's size follows from it.
    public let paper: String
    /// Which numbering of places the page was printed with.
    public let geometry: Int
    /// Counted from 0 from the top of the page.
    public let row: Int
    /// The top of the row, in points from the page's top.
    public let top: Double
    /// The top of the line of the row's door.
    public let doorTop: Double
    /// The page's empty rows; `nil` where it has none.
    public let signUps: SignUpSpace?
    /// Other pages on which the person stands without a row.
    public let mentions: [PaperMention]

    /// Gathers the place.
    public init(
        sheet: String,
        revision: String,
        paper: String,
        geometry: Int,
        row: Int,
        top: Double,
        doorTop: Double,
        signUps: SignUpSpace? = nil,
        mentions: [PaperMention] = []
    ) {
        self.sheet = sheet
        self.revision = revision
        self.paper = paper
        self.geometry = geometry
        self.row = row
        self.top = top
        self.doorTop = doorTop
        self.signUps = signUps
        self.mentions = mentions
    }
}

/// A page that names a person without having a row for them: lost, it is about them too.
public struct PaperMention: Sendable, Hashable {
    /// The page's name.
    public let sheet: String
    /// Of the page: when it was printed again with other people, the mention is none any more.
    public let revision: String
    /// Whether whoever has the page may call or visit them, and must be told when they want that no more; else it has a name alone.
    public let isReached: Bool

    /// Gathers the mention.
    public init(sheet: String, revision: String, isReached: Bool) {
        self.sheet = sheet
        self.revision = revision
        self.isReached = isReached
    }
}

/// A page as the store knows it.
package struct PrintedSheet: Sendable, Equatable {
    /// One of its rows.
    package struct Row: Sendable, Equatable {
        package let delivery: DeliveryNumber
        package let top: Double
        package let doorTop: Double

        package init(delivery: DeliveryNumber, top: Double, doorTop: Double) {
            self.delivery = delivery
            self.top = top
            self.doorTop = doorTop
        }
    }

    package let id: String
    package let call: String
    package let revision: String
    package let paper: String
    package let geometry: Int
    /// From the top of the page.
    package let rows: [Row]
    /// Its empty rows; `nil` where it has none.
    package let signUps: SignUpSpace?

    package init(
        id: String,
        call: String,
        revision: String,
        paper: String,
        geometry: Int,
        rows: [Row],
        signUps: SignUpSpace? = nil
    ) {
        self.id = id
        self.call = call
        self.revision = revision
        self.paper = paper
        self.geometry = geometry
        self.rows = rows
        self.signUps = signUps
    }
}
