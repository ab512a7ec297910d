import Calls
import Deliveries
import People
import Testing

/// Where paper is, and who stands on it.
extension StoreContract {
    package static let custody: [StoreContract] = [
        StoreContract("a page's way is noted step by step, and nothing that cannot be") { bench in
            _ = try await bench.printedSheet()
            let due = bench.start + .seconds(86_400)
            let issue = CustodyNote(.issued, holder: "Ada", due: due, by: "test")
            #expect(try await bench.note(issue) == .noted)
            #expect(try await bench.note(issue) == .unchanged)
            #expect(try await bench.store.note(issue, of: "S2", now: bench.start) == .unknown)
            let standing = try #require(try await bench.store.standing(ofSheet: "S1"))
            #expect(standing.custody == Custody(event: .issued, holder: "Ada", due: due, at: bench.start))
            #expect([standing.rows, standing.answered, standing.doubtful] == [3, 0, 0])
            #expect(try await bench.note(CustodyNote(.shredded, by: "test")) == .outOfOrder(after: .issued))
            #expect(try await bench.note(CustodyNote(.issued, holder: "Ben", by: "test")) == .noted)
            #expect(try await bench.note(CustodyNote(.returned, by: "test")) == .noted)
            let back = try #require(try await bench.store.standing(ofSheet: "S1")?.custody)
            #expect(back == Custody(event: .returned, holder: "Ben", at: bench.start))
            #expect(try await bench.note(CustodyNote(.shredded, by: "test")) == .noted)
            #expect(try await bench.note(CustodyNote(.lost, by: "test")) == .outOfOrder(after: .shredded))
        },
        StoreContract("who has pages, and how much came back on them, is listed") { bench in
            let sheet = try await bench.printedSheet()
            #expect(try await bench.store.sheets(of: nil, isOut: true).isEmpty)
            #expect(try await bench.store.sheets(of: "hearing", isOut: false).map(\.id) == ["S1"])
            #expect(try await bench.store.sheets(of: "another", isOut: false).isEmpty)
            _ = try await bench.note(CustodyNote(.issued, holder: "Ada", by: "test"))
            let row = ScannedRow.doubtful(reason: "several-marks", reading: nil, picture: [1])
            let marks: [ScannedRow] = [.answer(RowAnswer(result: .notHome), confidence: 1), row, .blank]
            _ = try await bench.store.enter(bench.page(sheet, marks), now: bench.start)
            let out = try await bench.store.sheets(of: "hearing", isOut: true)
            #expect(out.map(\.answered) == [1])
            #expect(out.map(\.doubtful) == [1])
            _ = try await bench.note(CustodyNote(.returned, by: "test"))
            #expect(try await bench.store.sheets(of: nil, isOut: true).isEmpty)
        },
        StoreContract("a page on which a row is in doubt is not shredded") { bench in
            let sheet = try await bench.printedSheet()
            let row = ScannedRow.doubtful(reason: "several-marks", reading: nil, picture: [1])
            _ = try await bench.store.enter(bench.page(sheet, [row, .blank, .blank]), now: bench.start)
            #expect(try await bench.note(CustodyNote(.shredded, by: "test")) == .undecided(1))
            let doubt = try #require(try await bench.store.doubts().first)
            _ = try await bench.store.resolve(doubt.number, as: nil, by: "test", now: bench.start)
            #expect(try await bench.note(CustodyNote(.shredded, by: "test")) == .noted)
        },
        StoreContract("a page's lines say whom to leave out by now, and why") { bench in
            let sheet = try await bench.printedSheet()
            let before = try await bench.store.lines(of: "S1")
            #expect(before.map(\.delivery) == sheet.rows.map(\.delivery))
            #expect(before.allSatisfy { $0.news == nil && $0.answer == nil })
            #expect(try await bench.store.lines(of: "S2").isEmpty)
            // What came in by the page itself is no news to whoever has it.
            let done = RowAnswer(result: .canvassed, action: .did)
            _ = try await bench.store.enter(done, for: sheet.rows[0].delivery, by: "test", now: bench.start)
            try await bench.complete("hearing", before[1].person.id.rawValue, via: "sms")
            try await bench.withdraw(before[2].person.id.rawValue, from: SheetChannel.id)
            let after = try await bench.store.lines(of: "S1")
            #expect(after.map(\.news) == [nil, .done, .optedOut])
            #expect(after.map(\.answer) == [done, nil, nil])
            _ = try await bench.store.forget(before[2].person.id, now: bench.start)
            #expect(try await bench.store.lines(of: "S1").map(\.news) == [nil, .done, .forgotten])
        },
    ]
}

extension StoreBench {
    fileprivate func note(_ note: CustodyNote) async throws -> CustodyResult {
        try await store.note(note, of: "S1", now: start)
    }
}
