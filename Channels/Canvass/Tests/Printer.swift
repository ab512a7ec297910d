import Calls
import CanvassChannel
import Deliveries
import Foundation
import Paper
import TestKit

/// A driver with a folder of its own, which is taken away with it.
final class Printer: DriverHarness {
    let folder: URL
    let canvass: CanvassDriver

    var driver: any ChannelDriver { canvass }

    /// 2026-12-01T03:30:00Z, which is still November 30 in Chicago.
    static let moment = Timestamp(rawValue: 1_796_095_800_000)

    init(
        _ values: [String: String] = [:],
        organization: Organization = Samples.organization,
        clock: @escaping @Sendable () -> Timestamp = { moment }
    ) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "canvass-\(UUID().uuidString)")
        let values = values.merging(["output": folder.path]) { own, _ in own }
        let settings = ChannelSettings(channel: CanvassDriver.id, values: values, organization: organization)
        canvass = try CanvassDriver(settings: settings, clock: clock)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// The names of all files in the folder, hidden ones too.
    var fileNames: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
    }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    /// Prints one batch.
    func print(_ items: [Item], _ briefing: Briefing = Neighbors.briefing, batch: Int = 1) async -> Printed {
        await canvass.deliver([Envelope(briefing: briefing, batch: batch, items: items)], report: ReportLog().take)
        return Printed(printer: self, path: path("\(briefing.call.slug)-\(batch).pdf"))
    }

    /// The row codes on all sheets, as somebody would type them in.
    func marksReceived() async throws -> [String] {
        try fileNames.flatMap { name in
            try Tool.run("pdftotext", "-layout", path(name), "-").split(whereSeparator: \.isWhitespace).map(String.init)
                .filter { (try? RowCode.decode($0)) != nil && $0.contains("-") }
        }
    }
}

/// A PDF, read by programs that are not ours; it keeps its folder alive.
struct Printed {
    let printer: Printer
    let path: String

    var pageCount: Int {
        get throws {
            try Int(Tool.run("qpdf", "--show-npages", path).trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
        }
    }

    var text: String {
        get throws { try Tool.run("pdftotext", "-layout", path, "-") }
    }

    var bytes: Data {
        get throws { try Data(contentsOf: URL(fileURLWithPath: path)) }
    }

    /// Sets qpdf on it, which knows every rule of the format.
    func check() throws { _ = try Tool.run("qpdf", "--check", path) }

    /// What a reader of QR codes makes of a page that was printed badly.
    func readCode(page: Int, dotsPerInch: Int, isGrey: Bool) throws -> String {
        let image = printer.path("page-\(dotsPerInch)")
        let (ink, ending) = isGrey ? ("-gray", "pgm") : ("-mono", "pbm")
        let number = "\(page)"
        _ = try Tool.run(
            "pdftoppm",
            "-r",
            "\(dotsPerInch)",
            ink,
            "-f",
            number,
            "-l",
            number,
            "-singlefile",
            path,
            image
        )
        return try Tool.run("zbarimg", "--quiet", "--raw", "\(image).\(ending)")
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
