import App
import ArgumentParser
import Deliveries

/// `clarion sheets …`.
struct Sheets: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look after printed sheets, and take in what came back on them.",
        subcommands: [
            ScanSheets.self, ReviewSheets.self, EnterSheet.self, ListSheets.self, IssueSheets.self, ReturnSheets.self,
            CloseSheets.self, ShredSheets.self, LoseSheets.self, SheetChanges.self,
        ]
    )
}

extension Place {
    /// The channel whose answers come back on paper.
    ///
    /// - Throws: ``Failure`` when none is configured.
    func paperReader() throws -> any PaperReader {
        guard let reader = try installation().drivers.lazy.compactMap({ $0 as? any PaperReader }).first else {
            throw Failure(
                .wrongSettings,
                "No channel prints sheets. Add 'canvass:' or 'phone:' under 'channels:' in the settings."
            )
        }
        return reader
    }
}

extension ResultCode: ExpressibleByArgument {
    /// Reads a code as it stands on the sheet, in either case.
    public init?(argument: String) { self.init(word: argument) }
}

extension RowAnswer.Action: ExpressibleByArgument {}
