/// What a rehearsal left in its folder.
package struct RehearsalTally: Sendable, Equatable {
    /// Messages that came by mail.
    package let mails: Int
    /// Messages that came by text.
    package let texts: Int
    /// Printed files.
    package let sheets: Int
    /// The page to begin with.
    package let index: String

    /// Gathers a tally.
    package init(mails: Int, texts: Int, sheets: Int, index: String) {
        self.mails = mails
        self.texts = texts
        self.sheets = sheets
        self.index = index
    }

    /// What happened and where to look.
    package var sentence: String {
        let things = [(mails, "mail"), (texts, "text"), (sheets, "file of sheets")].map { count, name in
            count == 1 ? "1 \(name)" : "\(count) \(name == "file of sheets" ? "files of sheets" : name + "s")"
        }
        return "\(things[0]), \(things[1]) and \(things[2]); nothing left this machine. Open \(index) to look."
    }
}
