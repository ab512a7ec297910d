import Calls
import Deliveries
package import Drawing
import Foundation
import SheetReading

extension PagePrinter {
    /// Who asks, what it is about, which page this is, what the codes mean, and the page's name for machines.
    ///
    /// - Parameters:
    ///   - page: Which page this is.
    ///   - line: Stands under the title: the ask, or how much there is to do.
    /// - Throws: ``DrawingError``.
    package func drawHeader(_ page: PageFacts, line: String) throws(DrawingError) {
        drawTitle(place: page.place, line: line)
        document.draw(
            .markup(labels.legend),
            x: metrics.left,
            baseline: SheetMetrics.top + 53,
            width: titleWidth,
            TextStyle(size: 8, flush: .left, overflow: .ellipsis(lines: 2))
        )
        try drawCode(page)
    }

    /// Beside the code.
    private var titleWidth: Double { metrics.geometry.codeOrigin.x - 10 - metrics.left }

    /// Who asks, what it is about, which page this is.
    package func drawTitle(place: String, line: String) {
        let width = titleWidth
        let top = SheetMetrics.top
        document.draw(
            .plain((briefing.call.from ?? briefing.organization.name).printable),
            x: metrics.left,
            baseline: top + 9,
            width: width,
            TextStyle(size: 8.5, isBold: true, flush: .left)
        )
        drawPlace(place)
        let language = briefing.call.language
        document.draw(
            .plain(briefing.call.title.printable),
            x: metrics.left,
            baseline: top + 27,
            width: width,
            TextStyle(size: 14, isBold: true, flush: .left, language: language)
        )
        document.draw(
            .plain(line),
            x: metrics.left,
            baseline: top + 41,
            width: width,
            TextStyle(size: 9, flush: .left, language: language)
        )
    }

    /// The page's place in the outer corner, where a thumb turns pages; a code there would be torn off with it.
    ///
    /// - Parameter place: Parts with ` · ` between them.
    private func drawPlace(_ place: String) {
        let left = metrics.geometry.codeOrigin.x + SheetGeometry.codeSide + 12
        var baseline = SheetMetrics.top + 19
        for part in place.split(separator: "·") {
            document.draw(
                .plain(part.trimmingCharacters(in: .whitespaces)),
                x: left,
                baseline: baseline,
                width: metrics.right - left + 4,
                TextStyle(size: 9.5, isBold: true, flush: .left, overflow: .ellipsis(lines: 2))
            )
            baseline += 14
        }
    }

    private func drawCode(_ page: PageFacts) throws(DrawingError) {
        // An address too long for a code leaves the short form, which no web page needs.
        let long = try? QRCode(page.id.codeText(links: briefing.links, revision: page.revision))
        let short = page.id.codeText(links: nil, revision: page.revision)
        let code = if let long, long.side <= 45 { long } else { try QRCode(short) }
        try draw(code)
    }

    /// The code's modules have a fixed place, whatever number of them its text takes; the quiet zone lies around it.
    package func draw(_ code: QRCode) throws(DrawingError) {
        let module = SheetGeometry.codeSide / Double(code.side)
        let quiet = module * Double(QRCode.quietZone)
        let origin = metrics.geometry.codeOrigin
        let side = SheetGeometry.codeSide + 2 * quiet
        try document.draw(code, x: origin.x - quiet, y: origin.y - quiet, side: side)
    }

    /// Between a corner mark and the words beside it.
    private static var besideCorner: Double { 6 }

    /// Which page this is in signs people can copy, and what becomes of the paper.
    ///
    /// - Parameter name: `sheet S1-3-2A`.
    package func drawFooter(_ name: String) {
        let top = metrics.bodyBottom + 5
        document.line(
            from: (metrics.left, top - 2),
            to: (metrics.right, top - 2),
            thickness: 0.5
        )
        document.draw(
            .plain("Personal data: hand it back to \(briefing.organization.name.printable). Shred after entry."),
            x: metrics.left + Self.besideCorner,
            baseline: top + 8,
            width: metrics.width - 244 - 2 * Self.besideCorner,
            TextStyle(size: 7.5, flush: .left)
        )
        document.draw(
            .plain("\(briefing.call.slug.prefix(40))  ·  issued \(issued)  ·  \(name)"),
            x: metrics.right - 240 - Self.besideCorner,
            baseline: top + 8,
            width: 240,
            TextStyle(size: 7.5, isBold: true, flush: .right)
        )
    }

    /// The ask once more, for pages without its box.
    package var askLine: String {
        let action = briefing.call.action
        return [action.ask, action.whenText, action.place].compactMap(\.self).filter { !$0.isEmpty }
            .joined(separator: "  ·  ").printable
    }
}
