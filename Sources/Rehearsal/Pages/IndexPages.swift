import MIME
import Foundation

/// The pages to leaf through: what would happen, then every mail, text and sheet.
///
/// Only the messages of one page are in memory at a time; they are read back from their files.
struct IndexPages {
    /// Mails of a page, and texts of a page.
    static let length = 200

    let folder: String
    let summary: RehearsalSummary
    let mails: [KeptMail]
    let texts: [KeptText]
    let sheets: [String]

    /// How many pages there are; one at least.
    var count: Int { max(1, Self.pages(mails.count), Self.pages(texts.count)) }

    /// The name of a page's file.
    ///
    /// - Parameter number: Counted from 1.
    /// - Returns: `index.html`, `page-2.html` …
    static func name(_ number: Int) -> String { number == 1 ? "index.html" : "page-\(number).html" }

    /// A page.
    ///
    /// - Parameter number: From 1 to ``count``.
    /// - Returns: The whole page.
    /// - Throws: When a message's file cannot be read back.
    func page(_ number: Int) throws -> String {
        let mails = try Self.slice(mails, number).map { mail in
            MailCard(mail: mail, message: MIMEPart(try read(mail.file))).html
        }
        let texts = try Self.slice(texts, number).map { text in
            TextBubble(kept: text, words: String(decoding: try read(text.file), as: UTF8.self)).html
        }
        let isFirst = number == 1
        let jumps = [
            SummaryHead.Jump(id: "mail", title: "Mail", count: mails.count),
            SummaryHead.Jump(id: "texts", title: "Texts", count: texts.count),
            SummaryHead.Jump(id: "sheets", title: "Sheets", count: isFirst ? sheets.count : 0),
        ]
        let head = SummaryHead(summary: summary, jumps: jumps).html(isShort: !isFirst)
        let figures = isFirst ? SummaryFigures(summary: summary).html : .nothing
        let leaves: HTML = """
            \(Self.section("mail", "Mail", Self.range(self.mails.count, number), "mails", mails))
            \(Self.section("texts", "Texts", Self.range(self.texts.count, number), "texts", texts))
            \(isFirst ? SheetList(names: sheets).html : .nothing)
            """
        let body: HTML = """
            \(head)
            \(figures)
            <main>
            \(pager(number))
            \(leaves)
            \(pager(number))
            </main>
            """
        let title = isFirst ? "Rehearsal: \(summary.title)" : "Rehearsal: \(summary.title), page \(number)"
        return PageFrame.page(title: title, body: body).markup
    }

    private func read(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
    }

    private func pager(_ current: Int) -> HTML {
        guard count > 1 else { return .nothing }
        let links = (1...count).map { number -> HTML in
            number == current
                ? "<li><a href=\"\(Self.name(number))\" aria-current=\"page\">\(number)</a></li>"
                : "<li><a href=\"\(Self.name(number))\">\(number)</a></li>"
        }
        return "<nav class=\"pager\" aria-label=\"Pages\"><ol>\(HTML(links))</ol></nav>"
    }

    private static func section(
        _ id: String,
        _ title: String,
        _ range: String?,
        _ plural: String,
        _ cards: [HTML]
    ) -> HTML {
        guard let range, !cards.isEmpty else { return .nothing }
        return """
            <section id="\(id)" aria-labelledby="\(id)-title">
            <h2 id="\(id)-title">\(title) <small>\(range)</small></h2>
            <div class="\(plural)">
            \(HTML(cards))
            </div>
            </section>
            """
    }

    private static func pages(_ count: Int) -> Int { (count + length - 1) / length }

    private static func slice<Element>(_ all: [Element], _ number: Int) -> ArraySlice<Element> {
        all.dropFirst((number - 1) * length).prefix(length)
    }

    /// What of the whole a page shows: `201–400 of 912`.
    private static func range(_ count: Int, _ number: Int) -> String? {
        let begin = (number - 1) * length
        guard begin < count else { return nil }
        return count <= length ? String(count) : "\(begin + 1)–\(min(count, begin + length)) of \(count)"
    }
}
