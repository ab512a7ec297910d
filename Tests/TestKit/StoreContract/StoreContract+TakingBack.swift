import Calls
import Deliveries
import People
import Reviews
import Testing

/// Taking back what a sheet said was done, where it was not the only one to say so.
extension StoreContract {
    private static let paper: [any ChannelDriver] = [
        ScriptedDriver<TextChannel>(), ScriptedDriver<CardChannel>(), ScriptedDriver<SheetChannel>(),
    ]

    private static let did = RowAnswer(result: .canvassed, action: .did)

    static let takingBack: [StoreContract] = [
        StoreContract("what two rows say was done stays done until both are taken back") { bench in
            try await bench.addPeople(2, on: paper.map { type(of: $0).id })
            try await bench.submit(Samples.call("hearing"), paper)
            try await bench.print(SheetChannel.self, "S1")
            try await bench.print(CardChannel.self, "P1")
            try await bench.enter(did, of: "p1", SheetChannel.id)
            try await bench.enter(did, of: "p1", CardChannel.id, at: bench.start + .seconds(1))
            let later = bench.start + .seconds(2)
            #expect(try await bench.store.undo(on: "S1", by: ["test"], now: later) == .answers(1))
            #expect(try await bench.status("hearing").doneVia == [CardChannel.id.rawValue: 1])
            #expect(try await bench.delivery(of: "p1", TextChannel.id).state == .cancelled)
            #expect(try await bench.store.undo(on: "P1", by: ["test"], now: later) == .answers(1))
            #expect(try await bench.status("hearing").done == 0)
            #expect(try await bench.delivery(of: "p1", TextChannel.id).state == .queued)
            try await bench.expectBalance()
        },
        StoreContract("who did it by another way as well has done it though a row is taken back") { bench in
            try await bench.addPeople(2, on: paper.map { type(of: $0).id })
            try await bench.submit(Samples.call("hearing"), paper)
            try await bench.print(SheetChannel.self, "S1")
            try await bench.enter(did, of: "p1", SheetChannel.id)
            let (id, later) = (PersonID(rawValue: "p1"), bench.start + .seconds(2))
            let reply = Completion(at: later, via: "sms", evidence: "replied YES")
            #expect(try await bench.store.complete("hearing", id, reply, now: later)?.isNew == false)
            #expect(try await bench.status("hearing").doneVia == [SheetChannel.id.rawValue: 1], "the first note stays")
            let third = Completion(at: later, via: "web", evidence: "later still")
            #expect(try await bench.store.complete("hearing", id, third, now: later)?.isNew == false)
            #expect(try await bench.store.undo(on: "S1", by: ["test"], now: later) == .answers(1))
            #expect(try await bench.status("hearing").doneVia == ["sms": 1])
            #expect(try await bench.delivery(of: "p1", TextChannel.id).state == .cancelled)
            // The row once more, and back: the reply stays.
            try await bench.enter(did, of: "p1", SheetChannel.id, at: later + .seconds(1))
            #expect(try await bench.store.undo(on: "S1", by: ["test"], now: later + .seconds(2)) == .answers(1))
            #expect(try await bench.status("hearing").doneVia == ["sms": 1])
            try await bench.expectBalance()
        },
        StoreContract("who was called dead by mistake hears of every call again that had waited for them") { bench in
            try await bench.addPeople(2, on: paper.map { type(of: $0).id })
            for slug in ["hearing", "second"] { try await bench.submit(Samples.call(slug), paper) }
            try await bench.print(SheetChannel.self, "S1", limit: 2)
            try await bench.print(CardChannel.self, "P1", limit: 2)
            let dead = RowAnswer(result: .deceased)
            try await bench.enter(dead, of: "p1", SheetChannel.id)
            try await bench.enter(dead, of: "p1", CardChannel.id, at: bench.start + .seconds(1))
            #expect(try await bench.status("second").count(.cancelled) > 0)
            let later = bench.start + .seconds(2)
            #expect(try await bench.store.undo(on: "P1", by: ["test"], now: later) == .answers(1))
            #expect(try await bench.status("second").count(.cancelled) > 0, "another row still says so")
            #expect(try await bench.store.undo(on: "S1", by: ["test"], now: later) == .answers(1))
            for slug in ["hearing", "second"] { #expect(try await bench.status(slug).count(.cancelled) == 0) }
            try await bench.expectBalance()
        },
    ]
}
