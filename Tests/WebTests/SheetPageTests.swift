import Calls
import CanvassChannel
import Deliveries
import HTTPTypes
import HummingbirdTesting
import Paper
import People
import Reviews
import StoreSQLite
import TestKit
import Testing

@testable import Web

/// The pages behind the code on a printed sheet.
@Suite(.timeLimit(.minutes(2)))
struct SheetPageTests {
    static let name = SheetID(call: 1, batch: 1, page: 1).description

    /// Prints deliveries 1 to 3 on a sheet, and opens its page.
    static func run(
        _ name: String = Self.name,
        _ test: @Sendable @escaping (SiteBench, _ page: String) async throws -> Void
    ) async throws {
        try await SiteBench.run { bench async throws in
            try await test(bench, try await print(name, bench))
        }
    }

    /// Prints deliveries 1 to 3 on a sheet.
    ///
    /// - Returns: The path of its page.
    static func print(_ name: String = Self.name, _ bench: SiteBench) async throws -> String {
        let worker = try await bench.store.enlist(now: Samples.start)
        let request = ClaimRequest(channel: MailChannel.profile, limit: 10, worker: worker, now: Samples.start)
        let claimed = try await bench.store.claim(request).sorted { $0.item.delivery < $1.item.delivery }
        let settlements = claimed.enumerated().map { row, one in
            let place = PaperPlace(
                sheet: name,
                revision: "ABCD",
                paper: "letter",
                geometry: 1,
                row: row,
                top: 100 + 25 * Double(row),
                doorTop: 85,
                signUps: SignUpSpace(rows: 2, top: 600, wording: "I want to hear <from> you.")
            )
            return Settlement(one.item.delivery, .sent(reference: name), place: place)
        }
        #expect(try await bench.store.settle(settlements, worker: worker, now: Samples.start) == 3)
        let link = bench.links.sheet(name, revision: "ABCD")
        return String(link.dropFirst(SiteBench.publicURL.utf8.count))
    }

    private func row(_ number: Int64) -> String { RowCode.encode(DeliveryNumber(rawValue: number)) }

    private func answers(_ bench: SiteBench) async throws -> [String?] {
        try await bench.store.lines(of: Self.name).map { line in line.answer.map { "\($0)" } }
    }

    @Test func aCardOfNumbersSpeaksOfCalls() async throws {
        try await Self.run(SheetID(.card, call: 1, batch: 1, page: 1).description) { bench, page async throws in
            #expect(try await bench.get(page, language: "en").text.contains("No answer at the 3 rows"))
            let choices = try await bench.get("\(page)/\(row(2))", language: "en").text
            for words in ["No answer", "Left a message", "Wrong number", "Talked"] { #expect(choices.contains(words)) }
            #expect(!choices.contains("Not home") && !choices.contains("Left literature"))
            #expect(try await bench.get("\(page)/\(row(2))", language: "es").text.contains("Número equivocado"))
        }
    }

    @Test func lookingChangesNothing() async throws {
        try await Self.run { bench, page async throws in
            for path in [page, page.lowercased(), "\(page)/\(row(2))", "\(page)?undone=1"] {
                for method in [HTTPRequest.Method.get, .head] {
                    let response = try await bench.get(path, method, language: "es")
                    #expect(response.status == .ok)
                    #expect(!response.text.contains(PageView.unknown))
                }
            }
            #expect(try await answers(bench) == [nil, nil, nil])
        }
    }

    @Test func aTouchEntersARow() async throws {
        try await Self.run { bench, page async throws in
            let list = try await bench.get(page)
            for number in 1...3 { #expect(list.text.contains(row(Int64(number)))) }
            #expect(!list.text.contains("@"), "addresses stand on the paper, not here")
            let entered = try await bench.post("\(page)/\(row(2))", "result=C&action=did")
            #expect(entered.status == .ok)
            #expect(entered.text.contains("Noted: \(row(2)), Talked, Did it."))
            #expect(try await answers(bench) == [nil, "C, did", nil])
            #expect(try await bench.store.status(of: "hearing", now: SiteBench.visit)?.done == 1)
            #expect(try await bench.get("\(page)/\(row(2))").text.contains("So far it says: Talked, Did it."))
            _ = try await bench.post("\(page)/\(row(1))", "result=&action=wants")
            #expect(try await answers(bench) == ["wants", "C, did", nil])
        }
    }

    @Test func theRestIsEnteredInOneStrokeAndTakenBackInOne() async throws {
        try await Self.run { bench, page async throws in
            let desk = RowAnswer(result: .refused)
            let first = try #require(try await bench.store.lines(of: Self.name).first).delivery
            _ = try await bench.store.enter(desk, for: first, by: "sheets enter", now: SiteBench.visit)
            #expect(try await bench.post(page, "do=rest").text.contains("Noted for 2 rows: nobody home."))
            #expect(try await answers(bench) == ["RF", "NH", "NH"])
            let undone = try await bench.post(page, "do=undo")
            #expect(undone.status == .seeOther)
            #expect(undone.headers[.location]?.hasSuffix("?undone=2") == true)
            #expect(try await bench.get("\(page)?undone=2").text.contains("Taken back: 2 rows."))
            #expect(try await bench.post("\(page)/\(row(2))", "result=DNC").status == .ok)
            let no = try await bench.post(page, "do=undo").headers[.location]
            #expect(no?.hasSuffix("?undone=1-out") == true)
            let words = try await bench.get("\(page)?undone=1-out").text
            #expect(words.contains("Taken back: 1 row. The opt-out stays"))
            let invented = try await bench.get("\(page)?undone=-5")
            #expect(invented.status == .ok && !invented.text.contains("Taken back"))
            // What was typed at the desk is not taken back from here.
            _ = try await bench.post(page, "do=undo")
            #expect(try await answers(bench) == ["RF", nil, nil])
        }
    }

    @Test func theRestIsWhoWaitsForNobody() async throws {
        try await Self.run { bench, page async throws in
            let sheet = try #require(try await bench.store.sheet(Self.name))
            let doubtful = ScannedRow.doubtful(reason: "faint", reading: nil, picture: [1])
            func scan(_ rows: [ScannedRow]) async throws {
                let answers = PageAnswers(
                    sheet: sheet.id,
                    image: "image",
                    file: "scan.pdf",
                    rows: zip(sheet.rows, rows).map { ($0.delivery, $1) }
                )
                _ = try await bench.store.enter(answers, now: SiteBench.visit)
            }
            try await scan([doubtful, .blank, .blank])
            #expect(try await bench.get(page).text.contains("2 rows"))
            try await scan([doubtful, doubtful, doubtful])
            #expect(!(try await bench.get(page).text.contains("value=\"rest\"")), "nothing is left to say it of")
        }
    }

    @Test func anAddressOpensItsOwnSheetAndNoOther() async throws {
        try await Self.run { bench, page async throws in
            let other = SheetID(call: 1, batch: 1, page: 2).description
            let foreign = [
                page.replacing("ABCD", with: "ABCE"), page.replacing(Self.name, with: other), String(page.dropLast()),
                String(page.dropLast(16)) + String(repeating: "A", count: 16), page + "A",
                "\(page)/\(row(9))", "\(page)/nonsense",
                // Rightly made, but no such sheet was printed.
                String(bench.links.sheet(other, revision: "ABCD").dropFirst(SiteBench.publicURL.utf8.count)),
            ]
            for path in foreign {
                #expect(try await bench.get(path).status == .notFound, "\(path)")
                #expect(try await bench.post(path, "do=rest").status == .notFound, "\(path)")
            }
            #expect(try await answers(bench) == [nil, nil, nil])
        }
    }

    @Test func nobodyHomeAndDidItIsAskedAbout() async throws {
        try await Self.run { bench, page async throws in
            let response = try await bench.post("\(page)/\(row(1))", "result=NH&action=did")
            #expect(response.text.contains("says that the person was not met"))
            #expect(try await answers(bench) == [nil, nil, nil])
        }
    }

    @Test(arguments: ["result=XX", "action=perhaps", "result=C&action=maybe", "result", "%"])
    func whatNoFormOfOursSendsIsRefused(form: String) async throws {
        try await Self.run { bench, page async throws in
            let response = try await bench.post("\(page)/\(row(1))", form)
            #expect(response.status == .badRequest || response.text.contains("Choose what happened"))
            #expect(try await bench.post(page, "do=everything").status == .badRequest)
            #expect(try await answers(bench) == [nil, nil, nil])
        }
    }

    @Test(arguments: [CustodyEvent.entered, .shredded, .lost])
    func aSheetThatIsDoneWithTakesNothingMore(event: CustodyEvent) async throws {
        try await Self.run { bench, page async throws in
            let note = CustodyNote(event, by: "test")
            #expect(try await bench.store.note(note, of: Self.name, now: SiteBench.visit) == .noted)
            #expect(try await bench.get(page).status == .gone)
            #expect(try await bench.post("\(page)/\(row(1))", "result=C").status == .gone)
            #expect(try await answers(bench) == [nil, nil, nil])
        }
    }
}
