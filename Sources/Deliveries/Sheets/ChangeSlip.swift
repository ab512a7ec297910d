/// What somebody who has sheets must know by now: whom to leave out, without a name.
package struct ChangeSlip: Sendable, Equatable {
    /// A row to leave out.
    package struct Line: Sendable, Equatable {
        package let sheet: String
        package let code: String
        /// Counted from 1 from the top of the page; `nil` for somebody without a row there.
        package let place: Int?
        package let reason: SheetLine.News

        package init(sheet: String, code: String, place: Int?, reason: SheetLine.News) {
            self.sheet = sheet
            self.code = code
            self.place = place
            self.reason = reason
        }
    }

    /// Who has the sheets; empty when nobody was named.
    package let holder: String
    /// Sheet by sheet, from the top of each.
    package let lines: [Line]

    package init(holder: String, lines: [Line]) {
        self.holder = holder
        self.lines = lines
    }
}
