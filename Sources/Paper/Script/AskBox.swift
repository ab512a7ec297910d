import Calls
package import Deliveries
package import Drawing

/// The ask, framed: what, when, where, how many.
package struct AskBox {
    /// A name in small letters and what it says, set in lines.
    package struct Field {
        package let name: String
        package let value: TextLayout
    }

    package static let padding = 9.0
    package static let nameWidth = 38.0
    private static let fieldGap = 3.0

    package let ask: TextLayout
    /// Pairs stand beside each other.
    package let rows: [[Field]]
    package let height: Double

    /// Sets the box.
    ///
    /// - Parameters:
    ///   - briefing: The call.
    ///   - width: Of the box, in points.
    ///   - typesetter: The one that draws it later, or one like it.
    /// - Throws: ``DrawingError``.
    package init(_ briefing: Briefing, width: Double, _ typesetter: Typesetter) throws(DrawingError) {
        let inner = width - 2 * Self.padding
        let action = briefing.call.action
        let language = briefing.call.language
        let askStyle = TextStyle(size: 14, isBold: true, overflow: .ellipsis(lines: 3), language: language)
        ask = try typesetter.set(.plain(action.ask.printable), askStyle, width: inner)

        let named: [(String, String?)] = [
            ("When", action.whenText), ("Where", action.place), ("Online", action.url),
            ("Goal", briefing.call.goal.map { "\($0)" }),
        ]
        let valueStyle = TextStyle(size: 10, overflow: .ellipsis(lines: 2), language: language)
        let fieldWidth = Self.fieldWidth(in: width)
        var fields: [Field] = []
        for case (let name, let value?) in named where !value.isEmpty {
            fields.append(
                Field(name: name, value: try typesetter.set(.plain(value.printable), valueStyle, width: fieldWidth))
            )
        }
        rows = stride(from: 0, to: fields.count, by: 2).map { Array(fields[$0..<min($0 + 2, fields.count)]) }
        let rowsHeight = rows.reduce(0) { $0 + Self.height(of: $1) }
        height = 2 * Self.padding - 4 + ask.height + (rows.isEmpty ? 0 : 3 + rowsHeight)
    }

    static func height(of row: [Field]) -> Double { (row.map(\.value.height).max() ?? 0) + fieldGap }

    /// The width of a field's value in a box.
    static func fieldWidth(in width: Double) -> Double { (width - 2 * padding) / 2 - nameWidth - 8 }
}
