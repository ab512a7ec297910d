import Deliveries
import SheetReading
import Testing

@testable import Paper

/// What marks mean together.
struct RowMeaningTests {
    private static func meaning(_ result: ResultCode?, door: Int? = nil, action: Int? = nil) -> ScannedRow {
        let index = result.flatMap { ResultCode.ofPerson.firstIndex(of: $0) }
        return ScannedRow(.marked(result: index, door: door, action: action, confidence: 1), picture: nil)
    }

    @Test(arguments: [ResultCode.notHome, .moved, .wrongAddress, .deceased], [0, 1])
    func whoWasNotMetAndYetDidItIsForAPerson(result: ResultCode, action: Int) {
        let reading = RowAnswer(result: result, action: action == 0 ? .did : .wants)
        #expect(reading.contradictsItself)
        #expect(
            Self.meaning(result, action: action)
                == .doubtful(reason: "contradicting", reading: reading, marks: "\(reading)", picture: [])
        )
    }

    @Test func aDoorWhereNobodyIsSaysTheSame() {
        let reading = RowAnswer(result: .notHome, action: .did)
        let doubt = ScannedRow.doubtful(reason: "contradicting", reading: reading, marks: "NH, did", picture: [])
        #expect(Self.meaning(nil, door: 0, action: 0) == doubt)
        #expect(Self.meaning(.notHome, door: 0, action: 0) == doubt)
        #expect(Self.meaning(nil, door: 0) == .answer(RowAnswer(result: .notHome), confidence: 1))
    }

    @Test func whoWasMetMayHaveDoneIt() {
        for result in ResultCode.ofPerson where !ResultCode.ofNobody.contains(result) {
            let answer = RowAnswer(result: result, action: .did)
            #expect(Self.meaning(result, action: 0) == .answer(answer, confidence: 1))
        }
        #expect(Self.meaning(.notHome) == .answer(RowAnswer(result: .notHome), confidence: 1))
        #expect(Self.meaning(nil, action: 0) == .answer(RowAnswer(result: nil, action: .did), confidence: 1))
    }
}
