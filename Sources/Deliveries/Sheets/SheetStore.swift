package import Calls

/// What paper that comes back needs of the database.
package protocol SheetStore: Sendable {
    /// A page by its name; `nil` when none of that name was recorded as sent.
    func sheet(_ id: String) async throws -> PrintedSheet?

    /// Takes in one scanned page, all of it in one transaction.
    ///
    /// The same answer again changes nothing. An answer that differs from the one that stands is not entered but put
    /// before a person, as every doubtful row is, whether or not something stands there; a row that is with a person already, or
    /// that a person has decided for this very picture or for one that showed the same marks, is not put there twice. Of who is
    /// forgotten no picture is kept and nothing is asked.
    func enter(_ page: PageAnswers, now: Timestamp) async throws -> EntryTally

    /// The name of the page on which a delivery stands by now; `nil` when it is on none.
    func sheet(holding delivery: DeliveryNumber) async throws -> String?

    /// Enters what a person typed for one row; it replaces what stood. Settles the row's open doubts.
    ///
    /// - Returns: False when the very same stood there; `nil` when there is no such delivery on a sheet.
    func enter(_ answer: RowAnswer, for delivery: DeliveryNumber, by recorder: String, now: Timestamp) async throws
        -> Bool?

    /// The deliveries of a page that have no answer yet, do not wait for a person's decision, and are of nobody who did it by
    /// another way, from the page's top.
    func unanswered(on sheet: String) async throws -> [DeliveryNumber]

    /// Takes back what somebody typed last for a page: answers, all of one moment, or a sign-up; what stood before stands again.
    ///
    /// A completion that rests on it is taken back and what it withdrew is queued again; a doubt that it settled is open again. The
    /// consent ledger only grows: an opt-out stays, and the yes of a sign-up is taken back by an entry of its own.
    ///
    /// - Parameters:
    ///   - sheet: The page.
    ///   - recorders: Under which names it may have been typed.
    ///   - now: The present.
    /// - Returns: What was taken back.
    /// - Throws: What the engine says.
    func undo(on sheet: String, by recorders: [String], now: Timestamp) async throws -> Undone

    /// The rows that wait for a person's decision, the oldest first.
    func doubts() async throws -> [SheetDoubt]

    /// The picture of a doubtful row, a PNG; `nil` when there is no such doubt.
    func picture(ofDoubt number: Int64) async throws -> [UInt8]?

    /// Decides a doubtful row; `nil` lays it aside without an answer.
    ///
    /// - Returns: False when there is no such open doubt.
    func resolve(_ doubt: Int64, as answer: RowAnswer?, by recorder: String, now: Timestamp) async throws -> Bool
}

/// A page's rows with where they came from.
package struct PageAnswers: Sendable {
    package let sheet: String
    /// The digest of the picture.
    package let image: String
    /// The file's name, for people.
    package let file: String
    package let rows: [(delivery: DeliveryNumber, reading: ScannedRow)]
    /// The empty rows that bear handwriting.
    package let signUps: [ScannedSignUp]

    package init(
        sheet: String,
        image: String,
        file: String,
        rows: [(delivery: DeliveryNumber, reading: ScannedRow)],
        signUps: [ScannedSignUp] = []
    ) {
        self.sheet = sheet
        self.image = image
        self.file = file
        self.rows = rows
        self.signUps = signUps
    }
}

/// What became of the rows of a page.
package struct EntryTally: Sendable, Equatable {
    /// Answers that are new.
    package var entered = 0
    /// Answers that stood there already.
    package var unchanged = 0
    /// Rows without a mark.
    package var blank = 0
    /// Rows newly put before a person.
    package var doubtful = 0
    /// How many of those say something else than what was entered before.
    package var differing = 0
    /// Empty rows with handwriting, newly put before a person.
    package var written = 0
    /// Persons who did it, as far as that was news.
    package var completed = 0
    /// Queued deliveries that were withdrawn.
    package var withdrawn = 0
    /// Opt-outs written to the ledger.
    package var optedOut = 0

    package init() {}

    package static func + (left: EntryTally, right: EntryTally) -> EntryTally {
        var sum = left
        sum.entered += right.entered
        sum.unchanged += right.unchanged
        sum.blank += right.blank
        sum.doubtful += right.doubtful
        sum.differing += right.differing
        sum.written += right.written
        sum.completed += right.completed
        sum.withdrawn += right.withdrawn
        sum.optedOut += right.optedOut
        return sum
    }
}

/// What stands in the column `reading` of a doubt.
package enum DoubtReading {
    private static let before = "; before: "

    /// Where something else stands: `NH, DNC; before: NH`.
    package static func differing(_ seen: String, from standing: RowAnswer) -> String { "\(seen)\(before)\(standing)" }

    /// What the picture of a doubt showed, as ``ScannedRow/seen`` says it.
    package static func seen(reason: String, reading: String) -> String {
        let seen = reading.firstRange(of: before).map { String(reading[..<$0.lowerBound]) } ?? reading
        return seen.isEmpty ? reason : seen
    }
}

/// A row that waits for a person.
package struct SheetDoubt: Sendable, Equatable {
    package let number: Int64
    package let sheet: String
    package let delivery: DeliveryNumber
    /// Why a machine does not decide: `several-marks`.
    package let reason: String
    /// What it would have guessed; what stands, where two scans differ.
    package let reading: String
    package let file: String
    package let at: Timestamp

    package init(
        number: Int64,
        sheet: String,
        delivery: DeliveryNumber,
        reason: String,
        reading: String,
        file: String,
        at: Timestamp
    ) {
        self.number = number
        self.sheet = sheet
        self.delivery = delivery
        self.reason = reason
        self.reading = reading
        self.file = file
        self.at = at
    }
}
