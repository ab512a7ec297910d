import Calls
import Deliveries
import People
import Reviews
import Testing

extension StoreContract {
    /// What comes back on paper.
    static let sheets: [StoreContract] = [
        StoreContract("a sheet knows its rows from the moment it is recorded as sent") { bench in
            let sheet = try await bench.printedSheet()
            #expect(sheet.id == "S1")
            #expect(sheet.call == "hearing")
            #expect(sheet.rows.map(\.top) == [100, 125, 150])
            #expect(try await bench.store.sheet("S2") == nil)
            try await bench.expectBalance()
        },
        StoreContract("a scanned answer is entered once, however often it is scanned") { bench in
            let sheet = try await bench.printedSheet()
            let page = bench.page(sheet, [.answer(.met, confidence: 0.9), .blank, .blank])
            let first = try await bench.store.enter(page, now: bench.start)
            #expect(first.entered == 1)
            #expect(first.blank == 2)
            let again = try await bench.store.enter(page, now: bench.start)
            #expect(again.entered == 0)
            #expect(again.unchanged == 1)
            let other = bench.page(sheet, [.answer(.met, confidence: 0.7), .blank, .blank], image: "other")
            #expect(try await bench.store.enter(other, now: bench.start).entered == 0)
            #expect(try await bench.delivery(of: "p1", SheetChannel.id).answer == "C")
            #expect(try await bench.status().results == ["C": 1])
        },
        StoreContract("done on paper completes the ask and withdraws the queued message at once") { bench in
            let sheet = try await bench.printedSheet()
            let page = bench.page(sheet, [.answer(.done, confidence: 0.9), .blank, .blank])
            let tally = try await bench.store.enter(page, now: bench.start)
            #expect(tally.completed == 1)
            #expect(tally.withdrawn == 1)
            #expect(try await bench.delivery(of: "p1").state == .cancelled)
            #expect(try await bench.delivery(of: "p1").reason == "already-done")
            #expect(try await bench.status().doneVia == ["canvass": 1])
            try await bench.expectBalance()
        },
        StoreContract("do not contact opts out of every channel") { bench in
            let sheet = try await bench.printedSheet()
            let answer = RowAnswer(result: .doNotContact)
            let page = bench.page(sheet, [.answer(answer, confidence: 0.9), .blank, .blank])
            #expect(try await bench.store.enter(page, now: bench.start).optedOut == 2)
            for channel in [MailChannel.id, SheetChannel.id] {
                #expect(try await bench.consent(of: PersonID(rawValue: "p1"), channel) == .withdrawn)
            }
            #expect(try await bench.delivery(of: "p1").state == .cancelled)
            #expect(try await bench.store.verifyLedger() > 0)
            try await bench.expectBalance()
        },
        StoreContract("two scans that differ are put before a person, and the first stands") { bench in
            let sheet = try await bench.printedSheet()
            _ = try await bench.store.enter(
                bench.page(sheet, [.answer(.met, confidence: 1), .blank, .blank]),
                now: bench.start
            )
            let other = bench.page(sheet, [.answer(.away, confidence: 1), .blank, .blank], image: "other")
            let tally = try await bench.store.enter(other, now: bench.start)
            #expect(tally.entered == 0)
            #expect(tally.differing == 1)
            #expect(try await bench.store.enter(other, now: bench.start).doubtful == 0)
            #expect(try await bench.delivery(of: "p1", SheetChannel.id).answer == "C")
            let doubt = try #require(try await bench.store.doubts().first)
            #expect(doubt.reason == "differs")
            #expect(try await bench.store.resolve(doubt.number, as: .away, by: "test", now: bench.start))
            #expect(try await bench.delivery(of: "p1", SheetChannel.id).answer == "NH")
            #expect(try await bench.store.resolve(doubt.number, as: .met, by: "test", now: bench.start) == false)
        },
        StoreContract("a doubtful row waits for a person and is entered by nobody else") { bench in
            let sheet = try await bench.printedSheet()
            let row = ScannedRow.doubtful(reason: "several-marks", reading: nil, picture: [1, 2, 3])
            let page = bench.page(sheet, [row, .blank, .blank])
            #expect(try await bench.store.enter(page, now: bench.start).doubtful == 1)
            #expect(try await bench.store.enter(page, now: bench.start).doubtful == 0)
            #expect(try await bench.store.unanswered(on: "S1").count == 2, "'the rest' leaves it to a person")
            #expect(
                try await bench.store.enter(.away, for: sheet.rows[0].delivery, by: "test", now: bench.start) == true
            )
            #expect(try await bench.store.doubts().isEmpty)
            #expect(try await bench.store.undo(on: "S1", by: ["test"], now: bench.start) == .answers(1))
            #expect(try await bench.store.doubts().count == 1, "a slip settles nothing")
            let doubt = try #require(try await bench.store.doubts().first)
            #expect(try await bench.delivery(of: "p1", SheetChannel.id).answer == nil)
            #expect(try await bench.store.resolve(doubt.number, as: .done, by: "test", now: bench.start))
            #expect(try await bench.store.doubts().isEmpty)
            #expect(try await bench.store.picture(ofDoubt: doubt.number) == nil)
            #expect(try await bench.status().done == 1)
            // The very picture that was decided is not asked about again.
            #expect(try await bench.store.enter(page, now: bench.start).doubtful == 0)
        },
        StoreContract("a death by mistake is taken back whole, and no file undoes a true one") { bench in
            let sheet = try await bench.printedSheet()
            let row = sheet.rows[0].delivery
            let dead = RowAnswer(result: .deceased)
            #expect(try await bench.store.enter(dead, for: row, by: "test", now: bench.start) == true)
            #expect(try await bench.delivery(of: "p1").state == .cancelled)
            var record = try Samples.record(1)
            record.givenName = "Another"
            try await bench.add([record])
            #expect(try await bench.submit(Samples.call("while-dead")).channels.first?.send == 2)
            #expect(try await bench.store.undo(on: "S1", by: ["test"], now: bench.start) == .answers(1))
            #expect(try await bench.submit(Samples.call("alive")).channels.first?.send == 3)
            try await bench.expectBalance()
        },
        StoreContract("what was typed can be taken back, with what followed from it") { bench in
            let sheet = try await bench.printedSheet()
            let row = sheet.rows[0].delivery
            #expect(try await bench.store.unanswered(on: "S1").count == 3)
            #expect(try await bench.store.enter(.away, for: row, by: "test", now: bench.start) == true)
            #expect(try await bench.store.enter(.away, for: row, by: "test", now: bench.start) == false)
            let later = bench.start + .seconds(5)
            #expect(try await bench.store.enter(.done, for: row, by: "test", now: later) == true)
            #expect(try await bench.delivery(of: "p1").state == .cancelled)
            #expect(try await bench.store.unanswered(on: "S1").count == 2)
            #expect(try await bench.store.undo(on: "S1", by: ["somebody else"], now: later) == .nothing)
            #expect(try await bench.store.undo(on: "S1", by: ["test"], now: later) == .answers(1))
            #expect(try await bench.delivery(of: "p1").state == .queued)
            #expect(try await bench.delivery(of: "p1", SheetChannel.id).answer == "NH")
            #expect(try await bench.status().done == 0)
            #expect(try await bench.store.undo(on: "S1", by: ["test"], now: later) == .answers(1))
            #expect(try await bench.store.undo(on: "S1", by: ["test"], now: later) == .nothing)
            try await bench.expectBalance()
        },
        StoreContract("a page printed again with other rows takes the place of the one before") { bench in
            let before = try await bench.printedSheet()
            let last = before.rows[2].delivery
            #expect(try await bench.store.requeue("hearing", from: .sent, now: bench.start) == 3)
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(10, SheetChannel.self, by: worker)
            let settlements = claimed.filter { $0.item.delivery != last }.map { one in
                let place = bench.place(row: one.item.delivery == before.rows[0].delivery ? 1 : 0, revision: "S")
                return Settlement(one.item.delivery, .sent(reference: "S1"), place: place)
            }
            let left = Settlement(last, .held("the folder is full"), place: bench.place(row: 2, revision: "S"))
            #expect(try await bench.store.settle(settlements + [left], worker: worker, now: bench.start) == 3)
            // What somebody else holds, or nobody, is not recorded.
            #expect(try await bench.store.settle(settlements, worker: worker, now: bench.start) == 0)
            let after = try #require(try await bench.store.sheet("S1"))
            #expect(after.revision == "S")
            #expect(after.rows.map(\.delivery) == [before.rows[1].delivery, before.rows[0].delivery])
            try await bench.expectBalance()
        },
        StoreContract("who is forgotten leaves no picture of a row behind") { bench in
            let sheet = try await bench.printedSheet()
            let row = ScannedRow.doubtful(reason: "several-marks", reading: nil, picture: [1, 2, 3])
            _ = try await bench.store.enter(bench.page(sheet, [row, row, .blank]), now: bench.start)
            let doubts = try await bench.store.doubts()
            #expect(doubts.count == 2)
            #expect(try await bench.store.forget(PersonID(rawValue: "p1"), now: bench.start))
            #expect(try await bench.store.doubts().map(\.delivery) == [sheet.rows[1].delivery])
            for doubt in doubts where doubt.delivery == sheet.rows[0].delivery {
                #expect(try await bench.store.picture(ofDoubt: doubt.number) == nil)
            }
        },
        StoreContract("an answer for a delivery that is on no sheet is refused") { bench in
            try await bench.queue(1)
            let delivery = try await bench.delivery(of: "p1").number
            #expect(try await bench.store.enter(.met, for: delivery, by: "test", now: bench.start) == nil)
        },
    ]
}

extension RowAnswer {
    fileprivate static let met = RowAnswer(result: .canvassed)
    fileprivate static let away = RowAnswer(result: .notHome)
    fileprivate static let done = RowAnswer(result: .canvassed, action: .did)
}

extension StoreBench {
    /// Three people on a sheet that was sent, each with a mail that is still queued.
    func printedSheet(signUps: SignUpSpace? = nil) async throws -> PrintedSheet {
        try await queue(3, [ScriptedDriver<MailChannel>(), ScriptedDriver<SheetChannel>()])
        let worker = try await enlist()
        let claimed = try await claim(10, SheetChannel.self, by: worker)
        let settlements = claimed.enumerated().map { row, one in
            Settlement(
                one.item.delivery,
                .sent(reference: "S1/\(row)"),
                place: place(row: row, revision: "R", signUps: signUps)
            )
        }
        _ = try await store.settle(settlements, worker: worker, now: start)
        return try #require(try await store.sheet("S1"))
    }

    fileprivate func place(row: Int, revision: String, signUps: SignUpSpace? = nil) -> PaperPlace {
        PaperPlace(
            sheet: "S1",
            revision: revision,
            paper: "letter",
            geometry: 1,
            row: row,
            top: 100 + 25 * Double(row),
            doorTop: 85,
            signUps: signUps
        )
    }

    func page(_ sheet: PrintedSheet, _ rows: [ScannedRow], image: String = "image") -> PageAnswers {
        PageAnswers(
            sheet: sheet.id,
            image: image,
            file: "scan.pdf page 1",
            rows: zip(sheet.rows, rows).map { ($0.delivery, $1) }
        )
    }
}
