package import Deliveries
package import Drawing
import SheetReading

/// The words that stand on every row, set once for the whole document.
package struct SheetLabels {
    /// What a result's name may fill; the bubble stands under its middle.
    package static let resultWidth = SheetGeometry.bubbleStep

    package let results: [TextLayout]
    package let didIt: TextLayout
    package let wantsTo: TextLayout
    package let note: TextLayout
    /// What all codes mean, in Pango's markup.
    let legend: String
    /// For everybody behind a door or a phone number, beside their boxes.
    package let ofDoor: [TextLayout]

    package init(_ typesetter: Typesetter, _ meeting: Meeting) throws(DrawingError) {
        legend = ResultCode.allCases.map { code in
            // Non-breaking, so that a code and its meaning stay together.
            "<b>\(code.rawValue)</b>\u{A0}\(code.meaning(meeting).replacing(" ", with: "\u{A0}"))"
        }
        .joined(separator: "   ")
        let overBubble = TextStyle(size: 6.8, isBold: true, flush: .center)
        var results: [TextLayout] = []
        for code in ResultCode.ofPerson {
            results.append(try typesetter.set(.plain(code.rawValue), overBubble, width: Self.resultWidth))
        }
        self.results = results
        let beside = TextStyle(size: 8.5, isBold: true)
        didIt = try typesetter.set(.plain("did it"), beside, width: 40)
        wantsTo = try typesetter.set(.plain("wants to"), beside, width: 45)
        note = try typesetter.set(.plain("note"), TextStyle(size: 6.5), width: 30)
        let quiet = TextStyle(size: 7.5)
        var ofDoor: [TextLayout] = []
        for code in ResultCode.ofDoor {
            let words = code == .notHome && meeting == .atDoors ? "nobody home" : code.meaning(meeting)
            ofDoor.append(try typesetter.set(.plain("\(words) (\(code.rawValue))"), quiet, width: 90))
        }
        self.ofDoor = ofDoor
    }
}
