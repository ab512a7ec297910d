import Calls
import Deliveries
import Drawing
import People

extension SheetPrinter {
    /// One row: the code, the name, the boxes, and a line for a note.
    ///
    /// Nothing else of the person is printed.
    func drawPerson(_ person: Person, code: String, top: Double) {
        document.draw(
            .plain(code),
            x: metrics.left,
            baseline: top + 10.5,
            width: SheetMetrics.codeWidth - 4,
            TextStyle(family: "DejaVu Sans Mono", size: code.utf8.count > 8 ? 7 : 9.5, isBold: true)
        )
        drawName(of: person, top: top)
        drawNoteLine(bottom: top + SheetMetrics.personHeight - 2)
        drawResults(top: top + 2.5)
        drawActions(top: top + 2.5)
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

    private func drawResults(top: Double) {
        let size = SheetMetrics.resultBox
        let boxes = labels.results.indices.map { index in
            let x = metrics.resultsX + Double(index) * SheetMetrics.resultWidth
            return Rectangle(x: x, y: top, width: size.width, height: size.height)
        }
        document.boxes(boxes, thickness: 0.6)
        for (box, label) in zip(boxes, labels.results) { document.draw(label, x: box.x, baseline: box.y + 10.2) }
    }

    private func drawActions(top: Double) {
        let side = SheetMetrics.actionBox
        let boxes = [metrics.didX, metrics.wantsX].map { Rectangle(x: $0, y: top, width: side, height: side) }
        document.boxes(boxes, thickness: 1.3, radius: 2)
        document.draw(labels.didIt, x: boxes[0].right + 3, baseline: top + 10.5)
        document.draw(labels.wantsTo, x: boxes[1].right + 3, baseline: top + 10.5)
    }
}
