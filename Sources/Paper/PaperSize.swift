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

    /// Where a machine looks on a page of this size.
    package var geometry: SheetGeometry { SheetGeometry(width: size.width, height: size.height) }
}
