import Calls
import Deliveries
import Drawing
import Paper
import SheetReading

extension SheetPrinter {
    /// The empty rows in which people sign up, under the words that they agree to.
    func drawSignUps(_ space: SignUpSpace) {
        let head = space.top - SheetGeometry.signUpHeadHeight
        document.line(from: (metrics.left, head + 4), to: (metrics.right, head + 4), thickness: 1.5)
        document.draw(
            .plain("NEW PEOPLE"),
            x: metrics.left,
            baseline: head + 15,
            width: metrics.width,
            TextStyle(size: 8, isBold: true)
        )
        document.draw(
            .plain(space.wording),
            x: metrics.left,
            baseline: head + 26,
            width: metrics.width,
            TextStyle(size: 8.5, flush: .left, overflow: .wrap)
        )
        for row in 0..<space.rows {
            drawSignUpRow(row + 1, top: space.top + Double(row) * SheetGeometry.signUpRowHeight)
        }
    }

    private func drawSignUpRow(_ number: Int, top: Double) {
        document.draw(
            .plain("\(number)"),
            x: metrics.left,
            baseline: top + 16,
            width: 12,
            TextStyle(size: 10.5, isBold: true)
        )
        let boxes = metrics.geometry.signUpBoxes(top: top)
        let offers = metrics.geometry.signUpOffers(top: top)
        document.boxes(boxes.map(Rectangle.init), thickness: 0.4)
        document.boxes(offers.map(Rectangle.init), thickness: 0.7, radius: 3)
        for (box, name) in zip(boxes, SignUpOffer.boxNames) {
            document.draw(
                .plain(name),
                x: box.x + 3,
                baseline: box.y + 12.5,
                width: SheetGeometry.signUpLabelWidth - 4,
                TextStyle(size: 7)
            )
        }
        for (box, offer) in zip(offers, SignUpOffer.all) {
            document.draw(
                .plain(offer.word),
                x: box.right + 3,
                baseline: box.y + 9,
                width: 28,
                TextStyle(size: 8, isBold: true)
            )
        }
        drawRowMarks(top: top)
    }
}

extension Rectangle {
    fileprivate init(_ bubble: Bubble) {
        self.init(x: bubble.x, y: bubble.y, width: bubble.width, height: bubble.height)
    }
}
