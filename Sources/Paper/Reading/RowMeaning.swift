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
        func doubt(_ doubt: Doubt, _ reading: RowAnswer? = nil) -> ScannedRow {
            .doubtful(reason: doubt.rawValue, reading: reading, picture: picture?.png() ?? [])
        }
        switch verdict {
        case .blank: self = .blank
        case .doubtful(let reason): self = doubt(reason)
        case .marked(let result, let door, let action, let confidence):
            let ofPerson = result.map { ResultCode.ofPerson[$0] }
            let ofDoor = door.map { ResultCode.ofDoor[$0] }
            let did: RowAnswer.Action? = action.map { $0 == 0 ? .did : .wants }
            let answer = RowAnswer(result: ofPerson ?? ofDoor, action: did)
            // Nobody can be met behind a door where nobody is, and who was not met has said nothing of what they do.
            if let ofPerson, let ofDoor, ofPerson != ofDoor {
                self = doubt(.contradicting, answer)
            } else if answer.contradictsItself {
                self = doubt(.contradicting, answer)
            } else if answer.result == .deceased {
                self = doubt(.askTwice, answer)
            } else {
                self = .answer(answer, confidence: confidence)
            }
        }
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
