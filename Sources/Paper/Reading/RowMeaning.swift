import Deliveries
import Pictures
import SheetReading

extension ScannedRow {
    /// What marks mean: bubbles become result codes.
    ///
    /// - Parameters:
    ///   - verdict: What was seen.
    ///   - picture: What a person is shown when it is not clear.
    init(_ verdict: RowVerdict, picture: GreyPicture?) {
        func doubt(_ doubt: Doubt, _ reading: RowAnswer? = nil, _ seen: InkedBubbles) -> ScannedRow {
            .doubtful(reason: doubt.rawValue, reading: reading, marks: seen.words, picture: picture?.png() ?? [])
        }
        switch verdict {
        case .blank: self = .blank
        case .doubtful(let reason, let seen): self = doubt(reason, nil, seen)
        case .marked(let result, let door, let action, let confidence):
            let ofPerson = result.map { ResultCode.ofPerson[$0] }
            let ofDoor = door.map { ResultCode.ofDoor[$0] }
            let did: RowAnswer.Action? = action.map { $0 == 0 ? .did : .wants }
            let answer = RowAnswer(result: ofPerson ?? ofDoor, action: did)
            let seen = InkedBubbles(result, action, door)
            // Nobody can be met behind a door where nobody is, and who was not met has said nothing of what they do.
            if let ofPerson, let ofDoor, ofPerson != ofDoor {
                self = doubt(.contradicting, answer, seen)
            } else if answer.contradictsItself {
                self = doubt(.contradicting, answer, seen)
            } else if answer.result == .deceased {
                self = doubt(.askTwice, answer, seen)
            } else {
                self = .answer(answer, confidence: confidence)
            }
        }
    }
}

extension InkedBubbles {
    fileprivate init(_ result: Int?, _ action: Int?, _ door: Int?) {
        self.init(
            results: [result].compactMap(\.self),
            actions: [action].compactMap(\.self),
            door: [door].compactMap(\.self)
        )
    }

    /// `NH, DNC`: one result and one action are written as the answer is that says the same.
    fileprivate var words: String {
        let person = results.map { ResultCode.ofPerson[$0].rawValue }
        let action = actions.map { ($0 == 0 ? RowAnswer.Action.did : .wants).rawValue }
        // The door's mark is a person's own where they have none.
        let atDoor = door.map { ResultCode.ofDoor[$0].rawValue }
        guard !person.isEmpty else { return (atDoor + action).joined(separator: ", ") }
        return (person + action + atDoor.filter { !person.contains($0) }.map { "\($0) at the door" })
            .joined(separator: ", ")
    }
}

extension PageLayout {
    /// The layout of a page as the store knows it; `nil` when it was printed with places of a version to come.
    init?(_ sheet: PrintedSheet) {
        guard 1...SheetGeometry.version ~= sheet.geometry, let paper = PaperSize(rawValue: sheet.paper) else {
            return nil
        }
        let signUps = sheet.signUps.map { space in
            (0..<space.rows).map { space.top + Double($0) * SheetGeometry.signUpRowHeight }
        }
        self.init(
            geometry: paper.geometry(version: sheet.geometry),
            rows: sheet.rows.map { Row(top: $0.top, doorTop: $0.doorTop) },
            signUps: signUps ?? []
        )
    }
}
