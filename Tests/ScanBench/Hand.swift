import Deliveries
import Foundation
import SheetReading

/// What somebody meant by a row.
enum Meaning {
    /// Clear marks, or none.
    case clear(RowAnswer?)
    /// Marks that a machine must not decide by itself unless it gets them right; `nil` if there is no right.
    case unclear(RowAnswer?)
}

/// Marks a sheet as people do.
struct Hand {
    let geometry: SheetGeometry
    var chance: Chance
    let pen: Pen
    /// How often a row is marked in a way that a person has to look at.
    let unclearShare: Double

    init(geometry: SheetGeometry, seed: UInt64, unclearShare: Double) {
        self.geometry = geometry
        chance = Chance(seed: seed)
        pen = Pen.any(&chance)
        self.unclearShare = unclearShare
    }

    /// Marks every row of a sheet.
    ///
    /// - Returns: What was meant, row by row.
    mutating func fill(_ desk: inout Desk, _ sheet: PrintedSheet) -> [Meaning] {
        var meanings: [Meaning] = []
        var index = 0
        while index < sheet.rows.count {
            let doorTop = sheet.rows[index].doorTop
            let household = sheet.rows[index...].prefix { $0.doorTop == doorTop }
            if chance.happens(0.12) {
                let bubble = chance.index(2)
                mark(geometry.doorBubbles(top: doorTop)[bubble], &desk)
                meanings += household.map { _ in .clear(RowAnswer(result: ResultCode.ofDoor[bubble])) }
            } else {
                for row in household { meanings.append(fill(&desk, top: row.top)) }
            }
            index += household.count
        }
        return meanings
    }

    /// Writes a name into some of the empty rows.
    ///
    /// - Returns: Into which, counted from 1.
    mutating func signUp(_ desk: inout Desk, _ sheet: PrintedSheet) -> Set<Int> {
        guard let space = sheet.signUps else { return [] }
        let written = (1...space.rows).filter { _ in chance.happens(0.5) }
        for row in written {
            let top = space.top + Double(row - 1) * SheetGeometry.signUpRowHeight
            let box = geometry.signUpBoxes(top: top)[chance.index(4)]
            var x = box.x + SheetGeometry.signUpLabelWidth + chance.number(2...12)
            let end = x + chance.number(12...60)
            var places: [Point] = []
            while x < end {
                places.append(Point(x, box.bottom - 4 - chance.number(0...9)))
                x += chance.number(1.5...3.5)
            }
            desk.draw(places, with: pen, &chance)
        }
        return Set(written)
    }

    private mutating func fill(_ desk: inout Desk, top: Double) -> Meaning {
        if chance.happens(0.15) {
            note(&desk, top: top)
            return .clear(nil)
        }
        let bubbles = geometry.bubbles(top: top)
        // Deceased always goes to a person, so it says nothing about reading.
        let result = chance.index(ResultCode.ofPerson.count - 1)
        let code = ResultCode.ofPerson[result]
        if chance.happens(unclearShare) { return unclear(&desk, bubbles, result) }
        mark(bubbles[result], &desk)
        var action: RowAnswer.Action?
        if chance.happens(0.3) {
            let index = chance.index(2)
            mark(bubbles[ResultCode.ofPerson.count + index], &desk)
            action = index == 0 ? .did : .wants
        }
        if chance.happens(0.2) { note(&desk, top: top) }
        return .clear(RowAnswer(result: code, action: action))
    }

    private mutating func unclear(_ desk: inout Desk, _ bubbles: [Bubble], _ result: Int) -> Meaning {
        let answer = RowAnswer(result: ResultCode.ofPerson[result])
        let bubble = bubbles[result]
        switch chance.index(5) {
        case 0:  // two marks
            let other = (result + 1 + chance.index(8)) % 9
            mark(bubble, &desk)
            mark(bubbles[other], &desk)
            return .unclear(nil)
        case 1:  // a tick beside the bubble
            let x = bubble.right + 1.2
            let y = bubble.y + 6
            desk.draw([Point(x, y), Point(x + 1.5, y + 4), Point(x + 4.5, y - 5)], with: pen, &chance)
            return .unclear(answer)
        case 2:  // erased, and another marked
            let other = (result + 1 + chance.index(8)) % 9
            mark(bubbles[other], &desk)
            desk.rub(bubbles[other], keeping: chance.number(0.1...0.4), &chance)
            mark(bubble, &desk)
            return .unclear(answer)
        case 3:  // a short stroke that somebody may not have meant
            let middle = Point(bubble.x + chance.number(4...10), bubble.y + chance.number(4...8))
            desk.draw([middle, Point(middle.x + chance.number(1...3), middle.y + 0.5)], with: pen, &chance)
            return .unclear(answer)
        default:  // crossed out by filling, and another marked
            let other = (result + 1 + chance.index(8)) % 9
            scribble(bubbles[other], &desk)
            mark(bubble, &desk)
            return .unclear(answer)
        }
    }

    /// A clear mark, in one of the ways that people have.
    private mutating func mark(_ bubble: Bubble, _ desk: inout Desk) {
        let over = chance.number(-1.5...2.5)
        let (left, right) = (bubble.x - over * 0.6, bubble.right + over * 0.6)
        let (top, bottom) = (bubble.y - over, bubble.bottom + over * 0.6)
        switch chance.index(10) {
        case 0...4:  // a cross
            desk.draw([Point(left, top), Point(right, bottom)], with: pen, &chance)
            desk.draw([Point(right, top), Point(left, bottom)], with: pen, &chance)
        case 5, 6:  // a tick
            let x = bubble.x + chance.number(2...5)
            desk.draw(
                [Point(x, bubble.y + 5), Point(x + 3, bubble.bottom - 1.5), Point(x + 8, bubble.y - over)],
                with: pen,
                &chance
            )
        case 7, 8: scribble(bubble, &desk)
        default:  // one stroke, corner to corner
            desk.draw([Point(left, bottom), Point(right, top)], with: pen, &chance)
        }
    }

    private mutating func scribble(_ bubble: Bubble, _ desk: inout Desk) {
        var places: [Point] = []
        let steps = 9
        for step in 0...steps {
            let x = bubble.x + 1 + (bubble.width - 2) * Double(step) / Double(steps)
            places.append(
                Point(x, step % 2 == 0 ? bubble.y + chance.number(0...2) : bubble.bottom - chance.number(0...2))
            )
        }
        desk.draw(places, with: pen, &chance)
        desk.draw(places.reversed().map { Point($0.x + 0.6, $0.y) }, with: pen, &chance)
    }

    /// Handwriting on the note line, some of which runs towards the bubbles.
    private mutating func note(_ desk: inout Desk, top: Double) {
        var x = 60.0
        let end = chance.number(90...geometry.resultsX - 4)
        var places: [Point] = []
        while x < end {
            places.append(Point(x, top + 22 - chance.number(0...7)))
            x += chance.number(1.5...3.5)
        }
        desk.draw(places, with: pen, &chance)
    }
}
