import MIME
import Foundation
import Synchronization

/// The folder that a rehearsal leaves: every message as a file, and pages to leaf through.
///
/// Messages are written as they come, from any thread; only their names stay in memory.
package final class RehearsalFolder: Sendable {
    private struct State {
        var mails: [KeptMail] = []
        var texts: [KeptText] = []
        var mailsBegun = 0
        var textsBegun = 0
    }

    /// The folder itself.
    package let path: String

    private let log: TextLog
    private let state = Mutex(State())

    /// Makes a folder ready: a new one, an empty one, or that of an earlier rehearsal, whose files are removed.
    ///
    /// - Parameter path: The folder.
    /// - Throws: ``RehearsalFolderError`` when it holds anything else or cannot be written.
    package init(at path: String) throws(RehearsalFolderError) {
        self.path = path
        try FolderClaim.take(path)
        log = try TextLog(at: "\(path)/texts.jsonl")
    }

    /// Where the canvass channel should put its sheets.
    package var sheets: String { "\(path)/sheets" }

    /// Where the phone channel should put its cards: files of one name must not meet.
    package var cards: String { "\(path)/sheets/cards" }

    /// Writes a mail: `mail/0001-a-example.org.eml`, and its look with the same name and `.html`.
    ///
    /// - Throws: What the system says; the mail must not be accepted then.
    package func keep(_ mail: ReceivedMail) throws {
        let number = state.withLock { state in
            state.mailsBegun += 1
            return state.mailsBegun
        }
        let kept = KeptMail(number: number, recipients: mail.recipients)
        try write(mail.bytes, to: kept.file)
        if let html = MIMEPart(mail.bytes).first("text/html")?.text {
            try write(Array(MailPage.make(of: html).utf8), to: kept.page)
        }
        state.withLock { $0.mails.append(kept) }
    }

    /// Writes a text: its words in `texts/0001.txt`, and everything known of it as a line of `texts.jsonl`.
    ///
    /// - Throws: What the system says; the text must not be accepted then.
    package func keep(_ text: ReceivedText) throws {
        let number = state.withLock { state in
            state.textsBegun += 1
            return state.textsBegun
        }
        let kept = KeptText(number: number, to: text.to, from: text.from)
        try write(Array(text.text.utf8), to: kept.file)
        try log.append(text, number: number)
        state.withLock { $0.texts.append(kept) }
    }

    /// Writes the pages, when everything has come.
    ///
    /// - Parameter summary: What stands at the top of the first page.
    /// - Returns: What lies in the folder now.
    /// - Throws: What the system says.
    package func finish(_ summary: RehearsalSummary) throws -> RehearsalTally {
        let (mails, texts) = state.withLock { state in
            (state.mails.sorted { $0.number < $1.number }, state.texts.sorted { $0.number < $1.number })
        }
        let sheets = try FileManager.default.subpathsOfDirectory(atPath: sheets).filter { $0.hasSuffix(".pdf") }
            .sorted()
        let pages = IndexPages(folder: path, summary: summary, mails: mails, texts: texts, sheets: sheets)
        for number in 1...pages.count {
            try write(Array(try pages.page(number).utf8), to: IndexPages.name(number))
        }
        return RehearsalTally(
            mails: mails.count,
            texts: texts.count,
            sheets: sheets.count,
            index: "\(path)/\(IndexPages.name(1))"
        )
    }

    private func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(filePath: "\(path)/\(name)"))
    }
}
