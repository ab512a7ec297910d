package import Drawing
package import SheetReading

/// The two papers that printers have.
package enum PaperSize: String, Sendable, CaseIterable {
    case letter, a4

    /// What a country prints on when the settings say nothing.
    ///
    /// - Parameter region: ISO 3166.
    package init(usualIn region: String) {
        self = ["US", "CA", "MX", "PR", "PH"].contains(region.uppercased()) ? .letter : .a4
    }

    package var size: Size {
        switch self {
        case .letter: Size(width: 612, height: 792)
        case .a4: Size(width: 595.276, height: 841.89)
        }
    }

    /// Where a machine looks on a page of this size that is printed now.
    package var geometry: SheetGeometry { geometry(version: SheetGeometry.version) }

    /// Where a machine looks on a page that was printed with places of that version.
    package func geometry(version: Int) -> SheetGeometry {
        SheetGeometry(width: size.width, height: size.height, version: version)
    }
}
