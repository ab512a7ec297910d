import App
import ArgumentParser
import Calls
import Deliveries
import Foundation
import People

/// `clarion sheets enter SHEET`.
struct EnterSheet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enter",
        abstract: "Enter a sheet by hand.",
        discussion: """
            Each entry is a line of standard input, or an argument in quotes. The row first: '04K-78 C did'. Or the result \
            first, then many rows: 'NH 04K-78 04L-9A'. 'rest NH' for all rows without an answer that wait for nobody's decision; 'undo' takes the last \
            entry back. Row codes are on the sheet; their check sign catches a slip.

            Who signed up in an empty row: 'new row=1 given="Ada" family="Sample" phone="(212) 555-0101" \
            email=ada@example.org says=texts,email'. Also street, unit, locality, region, postal_code, or at=04K-78 for \
            the door of that row. 'says' is what is marked; the words on the sheet are kept with it. Somebody who is known \
            is added to. 'anew' at the end says that the row was signed after an opt-out, 'replace' that its address \
            takes the place of the one on record.
            """
    )

    @OptionGroup var place: Place
    @Option(name: .long, help: ArgumentHelp("Who types; it stands in the ledger with each sign-up.", valueName: "name"))
    var by: String?
    @Argument(help: "The sheet, as it says at its foot: S1-3-2A.") var sheet: String
    @Argument(help: "Entries; without any, they are read from standard input.") var entries: [String] = []

    func run() async throws {
        try await reporting {
            let reader = try place.paperReader()
            let store = try await place.store()
            let name: String
            do { name = try reader.sheetName(sheet) } catch {
                throw Failure(.wrongInput, "'\(Listing.printable(sheet))' \(error)")
            }
            guard let printed = try await store.sheet(name) else {
                throw Failure(.noInput, "There is no sheet \(name). Was it printed from this database?")
            }
            var entry = SheetEntry(
                sheet: printed,
                reader: reader,
                store: store,
                region: try place.settings().0.organization.region,
                typist: by ?? ProcessInfo.processInfo.userName
            )
            if let custody = try await store.standing(ofSheet: name)?.custody,
                let words = custody.event.surprise(atSheet: name)
            {
                Console.say(words)
            }
            var faults = 0
            if entries.isEmpty {
                if Console.isTerminal {
                    Console.say("\(printed.rows.count) rows. Enter '04K-78 C did', 'NH 04K-78 …', 'rest NH' or 'undo'.")
                }
                while let line = readLine() { faults += try await entry.take(line) ? 0 : 1 }
            } else {
                for line in entries { faults += try await entry.take(line) ? 0 : 1 }
            }
            if faults > 0 { throw ExitCode(Failure.Code.somethingToLookAt.rawValue) }
        }
    }
}

/// Takes entries for one sheet, line by line.
private struct SheetEntry {
    let sheet: PrintedSheet
    let reader: any PaperReader
    let store: any SheetStore & CustodyStore & SignUpStore
    let region: String
    /// Who types.
    let typist: String
    /// What the line before changed: the pages on which it did; `nil` when there was none yet or it was taken back.
    private var changed: [String]?

    init(
        sheet: PrintedSheet,
        reader: any PaperReader,
        store: any SheetStore & CustodyStore & SignUpStore,
        region: String,
        typist: String
    ) {
        self.sheet = sheet
        self.reader = reader
        self.store = store
        self.region = region
        self.typist = typist
    }

    /// Takes one line.
    ///
    /// - Returns: False when it cannot be taken; what is wrong has been said then, and nothing of the line was entered.
    mutating func take(_ line: String) async throws -> Bool {
        let words = line.split { $0 == " " || $0 == "," || $0 == "\t" }
        guard let first = words.first else { return true }
        switch first.lowercased() {
        case "undo": return try await undo()
        case "new": return try await signUp(line[first.endIndex...])
        case "rest":
            // A slip must not opt a street out, nor bury it.
            guard let answer = RowAnswer(words: words.dropFirst()), answer.action == nil,
                let result = answer.result, Self.ofMany.contains(result)
            else {
                let choices = Self.ofMany.map(\.rawValue).joined(separator: ", ")
                return refuse("Of all the rest only these can be said at once: \(choices). 'rest NH', for one.")
            }
            return try await enter(answer, for: try await store.unanswered(on: sheet.id))
        default: break
        }
        // Words are an answer as long as they can be one; what is left are rows, or the other way about.
        let leading = words.prefix { RowAnswer(words: [$0]) != nil }
        if let contradiction = RowAnswer.contradiction(in: leading.isEmpty ? words.dropFirst() : leading) {
            return refuse(contradiction)
        }
        if !leading.isEmpty {
            guard let answer = RowAnswer(words: leading), leading.count < words.count else {
                return refuse("Say for which rows: 'NH 04K-78 04L-9A'.")
            }
            var rows: [DeliveryNumber] = []
            for code in words.dropFirst(leading.count) {
                guard let row = try await row(code) else { return false }
                rows.append(row)
            }
            return try await enter(answer, for: rows)
        }
        guard let row = try await row(first) else { return false }
        guard let answer = RowAnswer(words: words.dropFirst()) else {
            return refuse("After the row say what: \(RowAnswer.choices).")
        }
        return try await enter(answer, for: [row])
    }

    /// Takes in somebody who signed up in an empty row.
    private mutating func signUp(_ words: Substring) async throws -> Bool {
        let lines = try await store.lines(of: sheet.id)
        let entered: SignUpLine
        do {
            entered = try SignUpLine(words, offers: reader.signUpOptions, region: region) { code in
                guard let delivery = try? reader.delivery(ofRow: code) else { return nil }
                return lines.first { $0.delivery == delivery }?.person.door
            }
        } catch {
            return refuse(error.reasons.joined(separator: "\n"))
        }
        let signUp = SignUp(
            sheet: sheet.id,
            row: entered.row,
            record: entered.record,
            channels: entered.channels,
            isAnew: entered.isAnew,
            replaces: entered.replaces
        )
        guard let result = try await store.signUp(signUp, by: "sheets enter: \(typist)", now: .now) else {
            return refuse("There is no sheet \(sheet.id).")
        }
        let (text, isWell) = result.words(row: entered.row, sheet: sheet.id)
        if case .entered = result {
            changed = [sheet.id]
            Console.print(text)
        } else if isWell {
            changed = []
            Console.print(text)
        } else {
            return refuse(text)
        }
        return isWell
    }

    /// What can well be true of a whole street.
    private static let ofMany: [ResultCode] = [.notHome, .inaccessible, .literatureLeft]

    /// The delivery of a row of the sheet, or of one that an earlier print of the batch had here.
    private func row(_ code: Substring) async throws -> DeliveryNumber? {
        let delivery: DeliveryNumber
        do {
            delivery = try reader.delivery(ofRow: String(code))
        } catch {
            _ = refuse("'\(Listing.printable(String(code.prefix(20))))' \(error)")
            return nil
        }
        if sheet.rows.contains(where: { $0.delivery == delivery }) { return delivery }
        guard let name = try await store.sheet(holding: delivery), let other = try await store.sheet(name),
            other.call == sheet.call
        else {
            _ = refuse("Row \(code.prefix(20)) is not on sheet \(sheet.id).")
            return nil
        }
        Console.say("Row \(code.prefix(20)) stands on sheet \(name) by now, and is entered there.")
        return delivery
    }

    private mutating func enter(_ answer: RowAnswer, for rows: [DeliveryNumber]) async throws -> Bool {
        // One moment for all of them, so that one undo takes them back.
        let now = Timestamp.now
        var new = 0
        var pages: [String] = []
        for row in rows where try await store.enter(answer, for: row, by: "sheets enter", now: now) == true {
            new += 1
            let page = try await store.sheet(holding: row) ?? sheet.id
            if !pages.contains(page) { pages.append(page) }
        }
        changed = pages
        let known = rows.count - new
        Console.print("\(answer): \(new) \(new == 1 ? "row" : "rows")" + (known > 0 ? ", \(known) had it already" : ""))
        return true
    }

    private mutating func undo() async throws -> Bool {
        let pages = changed ?? [sheet.id]
        changed = nil
        guard !pages.isEmpty else {
            return refuse(
                "The last line changed nothing: nothing is taken back. Another 'undo' takes back the one before it."
            )
        }
        var isWell = true
        for page in pages { isWell = try await undo(on: page) && isWell }
        return isWell
    }

    private func undo(on page: String) async throws -> Bool {
        let before = try await store.lines(of: page)
        switch try await store.undo(on: page, by: ["sheets enter", "sheets enter: \(typist)"], now: .now) {
        case .nothing: return refuse("Nothing typed is left to undo.")
        case .answers(let count):
            let after = try await store.lines(of: page)
            let rows = zip(before, after).filter { $0.answer != $1.answer }.map { reader.rowCode(of: $1.delivery) }
            Console.print("Taken back: \(count) \(count == 1 ? "row" : "rows"): \(rows.joined(separator: ", ")).")
        case .signUp(let undone): Console.print(undone.words)
        }
        return true
    }

    private func refuse(_ words: String) -> Bool {
        Console.say(words)
        return false
    }
}
