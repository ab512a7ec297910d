package import Deliveries
package import Drawing
import SheetReading

/// Draws pages that come back: what all of them have, whoever carries them.
package protocol PagePrinter {
    var document: PDFDocument { get }
    var metrics: SheetMetrics { get }
    var front: Front { get }
    var briefing: Briefing { get }
    var labels: SheetLabels { get }
    /// The day, `2026-12-01`.
    var issued: String { get }
}

extension PagePrinter {
    /// Marks by which a machine finds the page in a picture.
    package func drawCorners() {
        let side = SheetGeometry.cornerSide
        for middle in metrics.geometry.corners {
            document.fill(
                Rectangle(x: middle.x - side / 2, y: middle.y - side / 2, width: side, height: side),
                grey: 0
            )
        }
    }

    /// The name of a part of a page.
    package func drawLabel(_ text: String, x: Double, baseline: Double) {
        document.draw(
            .plain(text),
            x: x,
            baseline: baseline,
            width: metrics.width,
            TextStyle(size: 8, isBold: true, flush: .left)
        )
    }
}
