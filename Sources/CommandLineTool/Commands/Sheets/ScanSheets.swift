import App
import ArgumentParser
import Calls
import Deliveries
import Foundation
import Reviews
import Synchronization

/// `clarion sheets scan FILES…`.
struct ScanSheets: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Read scanned or photographed sheets and enter what is marked on them.",
        discussion: """
            PDF, PNG, JPEG or TIFF; several pages a file, any order, any direction. What is not clear is not entered but \
            waits for a person: 'clarion sheets review'. Scanning twice changes nothing.
            """
    )

    @OptionGroup var place: Place
    @OptionGroup var output: FormatOption
    @Argument(help: "The scans.", completion: .file(extensions: ["pdf", "png", "jpg", "jpeg", "tif", "tiff"]))
    var files: [String]

    func run() async throws {
        try await reporting {
            let reader = try place.paperReader()
            let scan = SheetScan(
                store: try await place.store(),
                listing: Listing(output.format, columns: SheetScan.columns)
            )
            for file in files {
                do {
                    try InputFile.handle(file).close()
                    try await scan.take(file, reader)
                } catch let failure as Failure {
                    throw failure
                } catch {
                    scan.refuse(file, "\(error)")
                }
            }
            let (tally, unread) = scan.end()
            if output.format == .table { Console.say(Self.summary(tally, unread: unread)) }
            if unread > 0 || tally.doubtful > 0 || tally.written > 0 {
                throw ExitCode(Failure.Code.somethingToLookAt.rawValue)
            }
        }
    }

    private static func summary(_ tally: EntryTally, unread: Int) -> String {
        var parts = ["\(tally.entered) entered"]
        let more = [
            (tally.unchanged, "known already"), (tally.completed, "did it"),
            (tally.withdrawn, "queued messages withdrawn"),
            (tally.optedOut, "opt-outs"), (tally.doubtful, "for you to look at: 'clarion sheets review'"),
            (tally.written, "sign-ups for you to type: 'clarion sheets review'"),
            (unread, unread == 1 ? "page not read" : "pages not read"),
        ]
        parts += more.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return parts.joined(separator: ", ") + "."
    }
}

/// Takes pages in as they are read.
private final class SheetScan: Sendable {
    static let columns: [Listing.Column] = [
        .init(name: "file", width: 24), .init(name: "page", width: 4), .init(name: "sheet", width: 14),
        .init(name: "entered", width: 7), .init(name: "known", width: 5), .init(name: "blank", width: 5),
        .init(name: "to look at", width: 10), .init(name: "sign-ups", width: 8), .init(name: "why", width: 0),
    ]

    private struct State {
        var listing: Listing
        var tally = EntryTally()
        var unread = 0
    }

    private let store: any SheetStore & CustodyStore
    private let state: Mutex<State>

    init(store: any SheetStore & CustodyStore, listing: Listing) {
        self.store = store
        state = Mutex(State(listing: listing))
    }

    func take(_ file: String, _ reader: any PaperReader) async throws {
        let name = URL(filePath: file).lastPathComponent
        try await reader.read(file, sheet: { [self] id in try await stored { try await store.sheet(id) } }) {
            [self] page in
            switch page.content {
            case .unread(let reason):
                show(name, page.number, nil, nil, reason)
            case .companion(let words):
                show(name, page.number, nil, EntryTally(), words)
            case .sheet(let sheet, let rows):
                let answers = PageAnswers(
                    sheet: sheet.id,
                    image: page.image,
                    file: "\(name) page \(page.number)",
                    rows: zip(sheet.rows, rows).map { ($0.delivery, $1) },
                    signUps: page.signUps
                )
                let tally = try await stored { try await store.enter(answers, now: .now) }
                let event = try await stored { try await store.standing(ofSheet: sheet.id) }?.custody?.event
                show(name, page.number, sheet.id, tally, event?.surprise(atSheet: sheet.id) ?? "")
            }
        }
    }

    /// What the database complains of is no fault of the file.
    private func stored<Value>(_ work: () async throws -> Value) async throws -> Value {
        do { return try await work() } catch { throw Failure(.unavailable, "\(error)") }
    }

    /// The whole file cannot be read.
    func refuse(_ file: String, _ reason: String) {
        show(URL(filePath: file).lastPathComponent, 0, nil, nil, "the file \(reason)")
    }

    func end() -> (EntryTally, unread: Int) {
        state.withLock { state in
            state.listing.end(nothing: "No page.")
            return (state.tally, state.unread)
        }
    }

    private func show(_ file: String, _ page: Int, _ sheet: String?, _ tally: EntryTally?, _ reason: String) {
        state.withLock { state in
            if let tally { state.tally = state.tally + tally } else { state.unread += 1 }
            let one = tally ?? EntryTally()
            let counts = [one.entered, one.unchanged, one.blank, one.doubtful, one.written]
            state.listing.row(
                [file, page == 0 ? "" : "\(page)", sheet ?? (tally == nil ? "not read" : "no sheet")]
                    + counts.map(String.init) + [reason],
                json: .object([
                    ("file", .text(file)), ("page", page == 0 ? .null : .number(page)), ("sheet", .text(sheet)),
                    ("entered", .number(one.entered)), ("unchanged", .number(one.unchanged)),
                    ("blank", .number(one.blank)), ("doubtful", .number(one.doubtful)),
                    ("differing", .number(one.differing)), ("completed", .number(one.completed)),
                    ("withdrawn", .number(one.withdrawn)), ("opted_out", .number(one.optedOut)),
                    ("sign_ups", .number(one.written)),
                    ("reason", reason.isEmpty ? .null : .text(reason)),
                ])
            )
        }
    }
}
