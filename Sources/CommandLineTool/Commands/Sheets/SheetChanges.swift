import App
import ArgumentParser
import Calls
import Deliveries
import Foundation
import Reviews

/// `clarion sheets changes`.
struct SheetChanges: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "changes",
        abstract: "List whom to leave out by now on sheets that are out, and why.",
        discussion: """
            Who opted out, did it, was forgotten, has moved or died, or whose number or address turned out to be wrong. For a \
            slip or a call to those who have the sheets. Without names, all sheets that somebody has. The row's code \
            says who is meant; no name leaves the building again. --pdf prints a slip for each who has sheets.
            """
    )

    @OptionGroup var place: Place
    @OptionGroup var output: FormatOption
    @Option(name: .long, help: "Only this call's.") var call: String?
    @Option(
        name: .long,
        help: ArgumentHelp("Print slips to hand out.", valueName: "file"),
        completion: .file(extensions: ["pdf"])
    )
    var pdf: String?
    @Argument(help: "Only these sheets.") var names: [String] = []

    func run() async throws {
        try await reporting {
            let reader = try place.paperReader()
            if let pdf { try Self.lookForFolder(of: pdf) }
            let store = try await place.store()
            let wanted = try names.map { name in
                do { return try reader.sheetName(name) } catch {
                    throw Failure(.wrongInput, "'\(Listing.printable(name))' \(error)")
                }
            }
            var listing = Listing(
                output.format,
                columns: [
                    .init(name: "who has it", width: 20), .init(name: "sheet", width: 14),
                    .init(name: "row", width: 10), .init(name: "why", width: 0),
                ]
            )
            let sheets = try await store.sheets(of: call, isOut: names.isEmpty)
            for name in wanted where !sheets.contains(where: { $0.id == name }) {
                throw Failure(.noInput, "There is no sheet \(name). Was it printed from this database?")
            }
            var slips: [String: [ChangeSlip.Line]] = [:]
            var rows: [(holder: String, line: ChangeSlip.Line)] = []
            for sheet in sheets where names.isEmpty || wanted.contains(sheet.id) {
                if names.isEmpty, sheet.custody?.event != .issued { continue }
                let lines = try await store.lines(of: sheet.id).enumerated().map { (place: $0 + 1 as Int?, line: $1) }
                let mentioned = try await store.mentions(on: sheet.id, isReached: true).map {
                    (place: nil as Int?, line: $0)
                }
                for (place, line) in lines + mentioned {
                    guard let news = line.news else { continue }
                    let row = ChangeSlip.Line(
                        sheet: sheet.id,
                        code: reader.rowCode(of: line.delivery),
                        place: place,
                        reason: news
                    )
                    slips[sheet.custody?.holder ?? "", default: []].append(row)
                    rows.append((sheet.custody?.holder ?? "", row))
                }
            }
            // Slips first: whoever reads the list may stop reading, and that ends the program.
            if let pdf, !slips.isEmpty { try await print(slips, to: pdf, reader) }
            for (holder, row) in rows {
                listing.row(
                    [holder, row.sheet, row.code, Self.words(row.reason, reader.meeting(onSheet: row.sheet))],
                    json: .object([
                        ("holder", .text(holder)), ("sheet", .text(row.sheet)), ("row", .text(row.code)),
                        ("reason", .text(row.reason.rawValue)),
                    ])
                )
            }
            listing.end(nothing: "Nothing changed for those who have sheets.")
        }
    }

    /// A folder that is not there is a slip of the pen: it is not made.
    private static func lookForFolder(of path: String) throws {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw Failure(
                .unavailable,
                "'\(Listing.printable(path))' cannot be written: its folder is not there. Make it, or name another."
            )
        }
    }

    private func print(_ lines: [String: [ChangeSlip.Line]], to path: String, _ reader: any PaperReader) async throws {
        let slips = lines.sorted { $0.key < $1.key }.map { ChangeSlip(holder: $0.key, lines: $0.value) }
        do {
            let organization = try place.settings().0.organization
            try await reader.printSlips(slips, for: organization, to: path, now: .now)
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(.unavailable, "'\(Listing.printable(path))' cannot be written: \(error).")
        }
        Console.say("\(slips.count == 1 ? "1 slip" : "\(slips.count) slips") in '\(Listing.printable(path))'.")
    }

    private static func words(_ news: SheetLine.News, _ meeting: Meeting) -> String {
        let nothing = meeting == .byPhone ? "do not call" : "do not go"
        return switch news {
        case .forgotten: "asked to be forgotten: \(nothing), strike the row out"
        case .optedOut: "opted out: \(nothing)"
        case .deceased: "deceased: \(nothing)"
        case .wrongNumber: "wrong number: \(nothing)"
        case .moved: "moved: \(nothing)"
        case .wrongAddress: "wrong address: \(nothing)"
        case .done: "did it already"
        }
    }
}
