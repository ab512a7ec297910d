import Deliveries
import Drawing
import SheetReading

/// The words that stand on every row, set once for the whole document.
struct SheetLabels {
    /// What a result's name may fill; the bubble stands under its middle.
    static let resultWidth = SheetGeometry.bubbleStep

    let results: [TextLayout]
    let didIt: TextLayout
    let wantsTo: TextLayout
    let note: TextLayout
    /// For everybody behind a door, beside their boxes.
    let ofDoor: [TextLayout]

    init(_ typesetter: Typesetter) throws(DrawingError) {
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
            let words = code == .notHome ? "nobody home" : code.meaning
            ofDoor.append(try typesetter.set(.plain("\(words) (\(code.rawValue))"), quiet, width: 90))
        }
        self.ofDoor = ofDoor
    }
}
