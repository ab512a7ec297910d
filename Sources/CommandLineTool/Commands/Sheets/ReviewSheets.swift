import App
import ArgumentParser
import Calls
import Deliveries
import Foundation
import Reviews

/// `clarion sheets review`.
struct ReviewSheets: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: "Show the rows that a machine does not decide, and decide them.",
        discussion: """
            Without a number, lists what is open; --pictures DIR leaves each row as a PNG to look at. With a number and \
            what it says, 'clarion sheets review 12 C did', enters that; '12 nothing' lays it aside. Rows in which people \
            signed up have numbers such as N3: type them with 'clarion sheets enter SHEET "new row=1 …"', or lay them \
            aside: 'N3 nothing'.
            """
    )

    @OptionGroup var place: Place
    @OptionGroup var output: FormatOption
    @Option(name: .long, help: ArgumentHelp("Leave the rows' pictures here.", valueName: "dir"))
    var pictures: String?
    @Argument(help: "The number, and what the row says: \(RowAnswer.choices), or nothing.")
    var decision: [String] = []

    func run() async throws {
        try await reporting {
            let store = try await place.store()
            guard let first = decision.first else { return try await list(store, try place.paperReader()) }
            let words = decision.dropFirst().flatMap { $0.split(separator: " ") }
            let isNothing = words.count == 1 && words[0].lowercased() == "nothing"
            if let signUp = WrittenRow.number(first) { return try await layAside(signUp, isNothing: isNothing, store) }
            if let contradiction = RowAnswer.contradiction(in: words) { throw Failure(.wrongInput, contradiction) }
            let answer = isNothing ? nil : RowAnswer(words: words)
            guard let number = Int64(first), isNothing || answer != nil else {
                throw Failure(
                    .wrongCommandLine,
                    "Give the row's number and what it says: \(RowAnswer.choices), or nothing."
                )
            }
            guard try await store.resolve(number, as: answer, by: "sheets review", now: .now) else {
                throw Failure(.noInput, "No row \(number) waits for a decision. 'clarion sheets review' lists them.")
            }
            Console.print(answer.map { "Row \(number): \($0)." } ?? "Row \(number) laid aside.")
        }
    }

    private func layAside(_ number: Int64, isNothing: Bool, _ store: any SignUpStore) async throws {
        guard isNothing else {
            let row = try await store.writtenRows().first { $0.number == number }
            let line = row.map { "clarion sheets enter \($0.sheet) 'new row=\($0.row) …'" }
            throw Failure(
                .wrongCommandLine,
                "A sign-up is typed from the paper: \(line ?? "clarion sheets enter SHEET 'new row=1 …'")."
            )
        }
        guard try await store.layAside(writtenRow: number, by: "sheets review", now: .now) else {
            throw Failure(.noInput, "No row N\(number) waits for a decision. 'clarion sheets review' lists them.")
        }
        Console.print("Row N\(number) laid aside.")
    }

    private func list(_ store: any SheetStore & SignUpStore, _ reader: any PaperReader) async throws {
        var listing = Listing(
            output.format,
            columns: [
                .init(name: "number", width: 7), .init(name: "sheet", width: 14), .init(name: "row", width: 8),
                .init(name: "why", width: 14),
                .init(name: "guess", width: 24), .init(name: "file", width: 0),
            ]
        )
        for doubt in try await store.doubts() {
            if let pictures {
                try leave(try await store.picture(ofDoubt: doubt.number), as: "\(doubt.number)", in: pictures)
            }
            listing.row(
                [
                    "\(doubt.number)", doubt.sheet, reader.rowCode(of: doubt.delivery), doubt.reason, doubt.reading,
                    doubt.file,
                ],
                json: .object([
                    ("number", .number(Int(doubt.number))), ("sheet", .text(doubt.sheet)),
                    ("row", .text(reader.rowCode(of: doubt.delivery))),
                    ("delivery", .number(Int(doubt.delivery.rawValue))), ("reason", .text(doubt.reason)),
                    ("guess", doubt.reading.isEmpty ? .null : .text(doubt.reading)), ("file", .text(doubt.file)),
                    ("at", .text(doubt.at.description)),
                ])
            )
        }
        for row in try await store.writtenRows() {
            if let pictures {
                try leave(try await store.picture(ofWrittenRow: row.number), as: "N\(row.number)", in: pictures)
            }
            listing.row(
                ["N\(row.number)", row.sheet, "new \(row.row)", "sign-up", "type it: sheets enter", row.file],
                json: .object([
                    ("sign_up", .number(Int(row.number))), ("sheet", .text(row.sheet)),
                    ("row", .text("\(row.row)")), ("reason", .text("sign-up")), ("file", .text(row.file)),
                    ("at", .text(row.at.description)),
                ])
            )
        }
        listing.end(nothing: "Nothing waits for a decision.")
    }

    private func leave(_ picture: [UInt8]?, as name: String, in folder: String) throws {
        guard let picture, !picture.isEmpty else { return }
        // Names stand on it: for the owner's eyes alone.
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        try Data(picture).write(to: URL(filePath: folder).appending(path: "\(name).png"))
    }
}

extension WrittenRow {
    /// The number in `N3`; `nil` for anything else.
    fileprivate static func number(_ text: String) -> Int64? {
        text.first.map { $0 == "N" || $0 == "n" } == true ? Int64(text.dropFirst()) : nil
    }
}
