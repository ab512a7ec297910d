package import Calls
package import People

/// What is asked of the database by those who look after the paper.
package protocol CustodyStore: Sendable {
    /// Notes what happened to a page; refused when it cannot be.
    func note(_ note: CustodyNote, of sheet: String, now: Timestamp) async throws -> CustodyResult

    /// All pages, in the order in which they were printed.
    ///
    /// - Parameters:
    ///   - call: Of this call only.
    ///   - isOut: Only those that somebody has, or that are lost.
    /// - Returns: Call by call, page by page.
    /// - Throws: What the engine says.
    func sheets(of call: String?, isOut: Bool) async throws -> [SheetStanding]

    /// One page; `nil` when none of that name was recorded as sent.
    func standing(ofSheet id: String) async throws -> SheetStanding?

    /// The people on a page, from its top, as they are today.
    func lines(of sheet: String) async throws -> [SheetLine]

    /// The people whom a page names without a row, as they are today.
    ///
    /// - Parameters:
    ///   - sheet: The page.
    ///   - isReached: Only those whom whoever has the page may call or visit.
    /// - Returns: In the order of their deliveries.
    /// - Throws: What the engine says.
    func mentions(on sheet: String, isReached: Bool) async throws -> [SheetLine]
}

/// A page, where it is, and how much of it is entered.
package struct SheetStanding: Sendable, Equatable {
    package let id: String
    package let call: String
    package let revision: String
    package let printedAt: Timestamp
    package let rows: Int
    package let answered: Int
    /// Rows that wait for a person's decision.
    package let doubtful: Int
    /// `nil` when nothing was noted since it was printed.
    package let custody: Custody?

    package init(
        id: String,
        call: String,
        revision: String,
        printedAt: Timestamp,
        rows: Int,
        answered: Int,
        doubtful: Int,
        custody: Custody?
    ) {
        self.id = id
        self.call = call
        self.revision = revision
        self.printedAt = printedAt
        self.rows = rows
        self.answered = answered
        self.doubtful = doubtful
        self.custody = custody
    }

    /// Whether results may be entered through the link on the page.
    package var isOpen: Bool { custody?.event.keepsLinkOpen ?? true }
}

/// Somebody who stands on a page.
package struct SheetLine: Sendable {
    /// Why whoever has the page should leave somebody out.
    package enum News: String, Sendable, CaseIterable {
        case forgotten, optedOut = "opted-out", deceased, wrongNumber = "wrong-number", moved
        case wrongAddress = "wrong-address", done

        /// The weightiest of what is true.
        package init?(isForgotten: Bool, hasOptedOut: Bool, struckOut: SuppressionReason?, isDone: Bool) {
            if isForgotten {
                self = .forgotten
            } else if hasOptedOut {
                self = .optedOut
            } else if let news = struckOut.flatMap(Self.init) {
                self = news
            } else if isDone {
                self = .done
            } else {
                return nil
            }
        }

        private init?(_ reason: SuppressionReason) {
            switch reason {
            case .deceased: self = .deceased
            case .wrongNumber: self = .wrongNumber
            case .moved: self = .moved
            case .wrongAddress: self = .wrongAddress
            case .hardBounce, .softBounces, .stop: return nil
            }
        }
    }

    package let delivery: DeliveryNumber
    package let person: Person
    /// What came of them so far.
    package let answer: RowAnswer?
    /// What changed since the page was printed, other than by the person's row on the page itself.
    package let news: News?

    package init(delivery: DeliveryNumber, person: Person, answer: RowAnswer?, news: News?) {
        self.delivery = delivery
        self.person = person
        self.answer = answer
        self.news = news
    }
}
