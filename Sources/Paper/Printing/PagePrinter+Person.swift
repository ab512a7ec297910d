import Calls
import Deliveries
import Drawing
package import People
import SheetReading

extension PagePrinter {
    /// What stands in which column, over the rows of a page.
    package func drawColumnNames(top: Double) {
        let style = TextStyle(size: 7.5)
        let baseline = top + 7.5
        document.draw(.plain("Row"), x: metrics.left, baseline: baseline, width: 50, style)
        document.draw(.plain("Name"), x: metrics.nameX, baseline: baseline, width: 100, style)
        document.draw(
            .plain("What happened: cross one bubble"),
            x: metrics.resultsX,
            baseline: baseline,
            width: 200,
            style
        )
        document.draw(.plain("And the ask?"), x: metrics.didX, baseline: baseline, width: 90, style)
        let bottom = top + SheetMetrics.columnsHeight - 2
        document.line(from: (metrics.left, bottom), to: (metrics.right, bottom), thickness: 0.5)
    }

    /// The bubbles for what is true of everybody behind a door, or behind a phone number.
    package func drawDoorBubbles(top: Double) {
        for (bubble, label) in zip(metrics.geometry.doorBubbles(top: top), labels.ofDoor) {
            let box = Rectangle(x: bubble.x, y: bubble.y, width: bubble.width, height: bubble.height)
            document.box(box, thickness: 0.7, radius: 3)
            document.draw(label, x: box.right + 3, baseline: top + 10.2)
        }
    }

    /// One row: the code, the name, the boxes, and a line for a note.
    ///
    /// Nothing else of the person is printed.
    package func drawPerson(_ person: Person, code: String, top: Double) {
        document.draw(
            .plain(code),
            x: metrics.left,
            baseline: top + 10.5,
            width: SheetMetrics.codeWidth - 4,
            TextStyle(family: "DejaVu Sans Mono", size: code.utf8.count > 8 ? 7 : 9.5, isBold: true)
        )
        drawName(of: person, top: top)
        drawNoteLine(bottom: top + SheetMetrics.personHeight - 2)
        drawBubbles(top: top)
    }

    private func drawName(of person: Person, top: Double) {
        let tag = languageTag(of: person)
        let tagWidth = tag.isEmpty ? 0 : 27.0
        let name = person.fullName.printable
        document.draw(
            .plain(name.isEmpty ? "(name not known)" : name),
            x: metrics.nameX,
            baseline: top + 10.5,
            width: metrics.nameWidth - tagWidth,
            TextStyle(size: 10.5, flush: .left, language: person.language)
        )
        guard !tag.isEmpty else { return }
        let box = Rectangle(x: metrics.nameX + metrics.nameWidth - 24, y: top + 2, width: 24, height: 10.5)
        document.box(box, thickness: 0.5, radius: 3)
        document.draw(
            .plain(tag),
            x: box.x,
            baseline: box.y + 7.9,
            width: box.width,
            TextStyle(size: 7.5, isBold: true, flush: .center)
        )
    }

    /// The language to speak, where it is not the script's: `es`.
    private func languageTag(of person: Person) -> String {
        let theirs = primary(person.language)
        return theirs == primary(briefing.call.language) ? "" : theirs
    }

    private func primary(_ language: String) -> String {
        String(language.printable.prefix { $0 != "-" && $0 != "_" }.prefix(3)).lowercased()
    }

    private func drawNoteLine(bottom: Double) {
        document.draw(labels.note, x: metrics.left, baseline: bottom)
        let end = metrics.nameX + metrics.nameWidth
        document.line(from: (metrics.left + 18, bottom), to: (end, bottom), thickness: 0.4)
    }

    /// The bubbles, their insides left white for a machine to see marks in.
    private func drawBubbles(top: Double) {
        let bubbles = metrics.geometry.bubbles(top: top)
        let boxes = bubbles.map { Rectangle(x: $0.x, y: $0.y, width: $0.width, height: $0.height) }
        document.boxes(boxes, thickness: 0.7, radius: 3)
        for (box, label) in zip(boxes, labels.results) {
            document.draw(label, x: box.x + box.width / 2 - SheetLabels.resultWidth / 2, baseline: box.y - 2.2)
        }
        for (box, label) in zip(boxes.dropFirst(labels.results.count), [labels.didIt, labels.wantsTo]) {
            document.draw(label, x: box.right + 2.5, baseline: box.y + 8.5)
        }
        drawRowMarks(top: top)
    }

    /// The bars in both margins by which a machine sees how the paper lies.
    package func drawRowMarks(top: Double) {
        let marks = metrics.geometry.rowMarks(top: top)
        for middle in [marks.left, marks.right] {
            let (width, height) = (SheetGeometry.rowMarkWidth, SheetGeometry.rowMarkHeight)
            document.fill(
                Rectangle(x: middle.x - width / 2, y: middle.y - height / 2, width: width, height: height),
                grey: 0
            )
        }
    }
}
