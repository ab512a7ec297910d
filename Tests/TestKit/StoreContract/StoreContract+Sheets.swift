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
            #expect(try await bench.delivery(of: "p1").state == .queued, "what was withdrawn goes out after all")
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
        StoreContract("a page knows whom it names without a row") { bench in
            try await bench.queue(3, [ScriptedDriver<CardChannel>()])
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(10, CardChannel.self, by: worker)
                .sorted { $0.item.delivery < $1.item.delivery }
            #expect(claimed.count == 3)
            func mention(_ sheet: String, _ isReached: Bool) -> PaperMention {
                PaperMention(sheet: sheet, revision: "R", isReached: isReached)
            }
            let earlier = PaperMention(sheet: "S2", revision: "before it was printed again", isReached: true)
            let mentions = [[mention("S2", false)], [earlier], [mention("S1", true), mention("S9", true)]]
            let settlements = zip(claimed, mentions).enumerated().map { row, one in
                let place = bench.place(sheet: row == 2 ? "S2" : "S1", row: row, revision: "R", mentions: one.1)
                return Settlement(one.0.item.delivery, .sent(reference: nil), place: place)
            }
            #expect(try await bench.store.settle(settlements, worker: worker, now: bench.start) == 3)
            #expect(try await bench.store.lines(of: "S1").count == 2)
            func mentioned(_ sheet: String, _ isReached: Bool) async throws -> [String] {
                try await bench.store.mentions(on: sheet, isReached: isReached).map(\.person.id.rawValue)
            }
            #expect(try await mentioned("S1", true) == ["p3"])
            #expect(try await mentioned("S2", true).isEmpty, "a name alone")
            #expect(try await mentioned("S2", false) == ["p1"])
            #expect(try await mentioned("S9", false).isEmpty, "a page that was never recorded")
            try await bench.withdraw("p3", from: CardChannel.id)
            #expect(try await bench.store.mentions(on: "S1", isReached: true).map(\.news) == [.optedOut])
            try await bench.expectBalance()
        },
        StoreContract("a wrong number is of no use to texts either, and a wrong address to visits alone") { bench in
            let channels = [TextChannel.id, CardChannel.id, SheetChannel.id]
            try await bench.addPeople(2, on: channels)
            let paper: [any ChannelDriver] = [ScriptedDriver<CardChannel>(), ScriptedDriver<SheetChannel>()]
            try await bench.submit(Samples.call("hearing"), paper)
            let worker = try await bench.enlist()
            for (channel, sheet) in [(CardChannel.self, "P1"), (SheetChannel.self, "S1")]
                as [(any ScriptedChannel.Type, String)]
            {
                let claimed = try await bench.claim(10, channel, by: worker)
                let settlements = claimed.enumerated().map { row, one in
                    let place = bench.place(sheet: sheet, row: row, revision: "R")
                    return Settlement(one.item.delivery, .sent(reference: nil), place: place)
                }
                _ = try await bench.store.settle(settlements, worker: worker, now: bench.start)
            }
            let wrong = RowAnswer(result: .wrongAddress)
            let (phone, door) = (
                try await bench.delivery(of: "p1", CardChannel.id).number,
                try await bench.delivery(of: "p2", SheetChannel.id).number
            )
            #expect(try await bench.store.enter(wrong, for: phone, by: "test", now: bench.start) == true)
            #expect(try await bench.store.enter(wrong, for: door, by: "test", now: bench.start) == true)
            let all = paper + [ScriptedDriver<TextChannel>()]
            let plan = try await bench.submit(Samples.call("again"), all)
            let sent = Dictionary(uniqueKeysWithValues: plan.channels.map { ($0.id, $0.send) })
            #expect(sent == [CardChannel.id: 1, SheetChannel.id: 1, TextChannel.id: 1])
            #expect(try await bench.store.undo(on: "P1", by: ["test"], now: bench.start) == .answers(1))
            #expect(try await bench.submit(Samples.call("undone"), all).channels.map(\.send) == [2, 1, 2])
        },
        StoreContract("do not contact, said on the phone, is kept as said there") { bench in
            try await bench.queue(1, [ScriptedDriver<CardChannel>()])
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(10, CardChannel.self, by: worker)
            let settlements = claimed.map {
                Settlement($0.item.delivery, .sent(reference: nil), place: bench.place(row: 0, revision: "R"))
            }
            _ = try await bench.store.settle(settlements, worker: worker, now: bench.start)
            let answer = RowAnswer(result: .doNotContact)
            let delivery = claimed[0].item.delivery
            #expect(try await bench.store.enter(answer, for: delivery, by: "test", now: bench.start) == true)
            let records = try #require(try await bench.store.person(PersonID(rawValue: "p1"))).1
            #expect(records.last?.change.source == "on the phone: do not contact")
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
        StoreContract("a second mark on an answered row is put before a person, once") { bench in
            let sheet = try await bench.printedSheet()
            func scan(_ row: ScannedRow, _ image: String) async throws -> EntryTally {
                try await bench.store.enter(bench.page(sheet, [row, .blank, .blank], image: image), now: bench.start)
            }
            func marked(_ marks: String) -> ScannedRow {
                .doubtful(reason: "several-marks", reading: nil, marks: marks, picture: [1, 2, 3])
            }
            #expect(try await scan(.answer(.away, confidence: 1), "first round").entered == 1)
            // The same mark, seen less well, says nothing new.
            let faint = ScannedRow.doubtful(reason: "faint", reading: nil, marks: "NH", picture: [1])
            #expect(try await scan(faint, "faint").unchanged == 1)
            let second = try await scan(marked("NH, DNC"), "second round")
            #expect([second.unchanged, second.doubtful, second.differing] == [0, 1, 1])
            #expect(try await scan(marked("NH, DNC"), "second round").doubtful == 0)
            let doubt = try #require(try await bench.store.doubts().first)
            #expect(doubt.reason == "differs")
            #expect(doubt.reading == "NH, DNC; before: NH")
            #expect(try await bench.store.picture(ofDoubt: doubt.number) == [1, 2, 3])
            #expect(try await bench.consent(of: PersonID(rawValue: "p1"), SheetChannel.id) == .granted)
            let out = RowAnswer(result: .doNotContact)
            #expect(try await bench.store.resolve(doubt.number, as: out, by: "test", now: bench.start))
            #expect(try await bench.consent(of: PersonID(rawValue: "p1"), SheetChannel.id) == .withdrawn)
            // Another scanner, the same marks: that is settled. Other marks are not.
            #expect(try await scan(marked("NH, DNC"), "another scanner").unchanged == 1)
            #expect(try await scan(marked("NH, DNC, MV"), "third round").doubtful == 1)
        },
        StoreContract("paper brings back nothing of who is forgotten") { bench in
            let sheet = try await bench.printedSheet()
            #expect(try await bench.store.forget(PersonID(rawValue: "p1"), now: bench.start))
            let row = ScannedRow.doubtful(reason: "several-marks", reading: nil, marks: "NH, C", picture: [1, 2, 3])
            let tally = try await bench.store.enter(bench.page(sheet, [row, row, .blank]), now: bench.start)
            #expect(tally.doubtful == 1)
            let doubts = try await bench.store.doubts()
            #expect(doubts.map(\.delivery) == [sheet.rows[1].delivery])
            #expect(try await bench.store.resolve(doubts[0].number, as: .met, by: "test", now: bench.start))
            // An answer counts, and what differs from it is not asked about.
            let answers: [ScannedRow] = [.answer(.away, confidence: 1), .blank, .blank]
            #expect(try await bench.store.enter(bench.page(sheet, answers, image: "a"), now: bench.start).entered == 1)
            let others: [ScannedRow] = [.answer(.met, confidence: 1), .blank, .blank]
            #expect(try await bench.store.enter(bench.page(sheet, others, image: "b"), now: bench.start).doubtful == 0)
            #expect(try await bench.store.doubts().isEmpty)
        },
        StoreContract("the rest is of those who wait for nobody and have not done it elsewhere") { bench in
            let sheet = try await bench.printedSheet()
            let done = Completion(at: bench.start, via: "web", evidence: "a reply")
            _ = try await bench.store.complete("hearing", PersonID(rawValue: "p1"), done, now: bench.start)
            let p1 = try await bench.delivery(of: "p1", SheetChannel.id).number
            let rest = sheet.rows.map(\.delivery).filter { $0 != p1 }
            #expect(try await bench.store.unanswered(on: "S1") == rest)
            #expect(try await bench.store.sheet(holding: p1) == "S1")
            #expect(try await bench.store.sheet(holding: bench.delivery(of: "p1").number) == nil)
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

    func place(
        sheet: String = "S1",
        row: Int,
        revision: String,
        signUps: SignUpSpace? = nil,
        mentions: [PaperMention] = []
    ) -> PaperPlace {
        PaperPlace(
            sheet: sheet,
            revision: revision,
            paper: "letter",
            geometry: 1,
            row: row,
            top: 100 + 25 * Double(row),
            doorTop: 85,
            signUps: signUps,
            mentions: mentions
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
