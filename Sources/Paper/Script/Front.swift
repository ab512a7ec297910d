package import Calls
package import Deliveries
package import Drawing

/// What stands before the doors of a turf: who walked it, the ask, and the script.
package struct Front {
    /// Some lines of a block of the script, on one page.
    package struct Piece: Equatable {
        package let block: Int
        package let lines: Range<Int>
        /// From the page's body to the first of these lines, in points.
        package let top: Double
    }

    static let custodyHeight = 24.0
    static let labelHeight = 15.0
    private static let gap = 8.0
    private static let continuedLabelTop = 4.0

    package let askBox: AskBox
    package let script: Script
    /// The pages of the script; never empty.
    package let pages: [[Piece]]
    package let space: FrontSpace

    /// Sets the front of every turf of a call.
    ///
    /// - Parameters:
    ///   - briefing: The call.
    ///   - words: Its script.
    ///   - metrics: The paper.
    ///   - typesetter: The one that draws it later, or one like it.
    /// - Throws: ``TemplateError``, ``DrawingError``.
    package init(_ briefing: Briefing, _ words: Words, _ metrics: SheetMetrics, _ typesetter: Typesetter) throws {
        askBox = try AskBox(briefing, width: metrics.width, typesetter)
        script = try Script(words, briefing, width: metrics.width, typesetter)

        var pages: [[Piece]] = [[]]
        var used = Self.custodyHeight + askBox.height + Self.gap + Self.labelHeight
        for (index, block) in script.blocks.enumerated() {
            used += block.gap
            var first = 0
            var top = used
            for (number, line) in block.lines.enumerated() {
                if used + line.height > metrics.bodyHeight {
                    if number > first {
                        pages[pages.count - 1].append(Piece(block: index, lines: first..<number, top: top))
                    }
                    pages.append([])
                    used = Self.continuedLabelTop + Self.labelHeight
                    (first, top) = (number, used)
                }
                used += line.height
            }
            pages[pages.count - 1].append(Piece(block: index, lines: first..<block.lines.count, top: top))
        }
        used += Self.gap
        self.pages = pages
        space =
            used <= metrics.mostFrontBesideDoors
            ? FrontSpace(fullPages: pages.count - 1, used: used) : FrontSpace(fullPages: pages.count, used: 0)
    }

    /// Where the script's name stands on a page, from the body's top.
    func labelTop(page: Int) -> Double {
        page == 0 ? Self.custodyHeight + askBox.height + Self.gap : Self.continuedLabelTop
    }
}
