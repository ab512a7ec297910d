import Calls
import Deliveries
import People
import Reviews
import Testing

extension StoreContract {
    private static func batches(_ claimed: [Claimed]) -> [Int] { Set(claimed.map(\.batch)).sorted() }

    /// A channel that groups gets its deliveries in walking order, batch by batch, and a batch always whole.
    static let batches: [StoreContract] = [
        StoreContract("a channel that groups gets its deliveries in walking order") { bench in
            let streets = ["10 Main St", "2 Oak Ave", "9 Main St", "2 Main St", "1 Main St", "12 Oak Ave"]
            try await bench.add(
                try streets.enumerated().map { index, street in
                    let door = try Door(street: street, locality: "Springfield", region: "IL", postalCode: "62701")
                    return try Samples.record(index + 1, [SheetChannel.id: .granted]).with { $0.door = door }
                }
            )
            try await bench.submit(Samples.call("hearing"), [ScriptedDriver<SheetChannel>()])
            let worker = try await bench.enlist()
            let claimed =
                try await bench.claim(4, SheetChannel.self, by: worker) + bench.claim(4, SheetChannel.self, by: worker)
            let walked = claimed.map { $0.item.person.door?.street ?? "" }
            #expect(walked == ["1 Main St", "9 Main St", "2 Main St", "10 Main St", "2 Oak Ave", "12 Oak Ave"])
            #expect(claimed.map(\.batch) == [1, 1, 1, 1, 2, 2])
        },
        StoreContract("each call counts its batches from 1") { bench in
            try await bench.queue(3, slug: "first", [ScriptedDriver<SheetChannel>()])
            let worker = try await bench.enlist()
            #expect(batches(try await bench.claim(2, SheetChannel.self, by: worker)) == [1])
            #expect(batches(try await bench.claim(2, SheetChannel.self, by: worker)) == [2])
            try await bench.submit(Samples.call("second"), [ScriptedDriver<SheetChannel>()])
            #expect(batches(try await bench.claim(2, SheetChannel.self, by: worker)) == [1])
        },
        StoreContract("a batch whose worker died is claimed again whole, under its number, before a new one") { bench in
            try await bench.queue(6, [ScriptedDriver<SheetChannel>()])
            let (_, claimed) = try await bench.claimAndDie(4, SheetChannel.self)
            #expect(try await bench.rescue() == 4)
            let worker = try await bench.enlist()
            let again = try await bench.claim(1, SheetChannel.self, by: worker)
            #expect(again.map(\.item.delivery) == claimed.map(\.item.delivery))
            #expect(batches(again) == [1])
            #expect(again.map(\.item.key) == claimed.map(\.item.key))
            #expect(batches(try await bench.claim(4, SheetChannel.self, by: worker)) == [2])
        },
        StoreContract("a batch whose tries fall due at different times is claimed whole") { bench in
            try await bench.queue(3, [ScriptedDriver<SheetChannel>()])
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(3, SheetChannel.self, by: worker)
            for (index, item) in claimed.enumerated() {
                let due = bench.start + .seconds(60 + index)
                try await bench.settle([item], .retry(at: due, "the folder is full"), by: worker)
            }
            let again = try await bench.claim(3, SheetChannel.self, by: worker, at: bench.start + .seconds(60))
            #expect(again.map(\.item.delivery) == claimed.map(\.item.delivery))
            #expect(batches(again) == [1])
            try await bench.expectBalance()
        },
        StoreContract("what comes back of a batch that is printed, or being printed, is a batch of its own") { bench in
            try await bench.queue(4, [ScriptedDriver<SheetChannel>()])
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(4, SheetChannel.self, by: worker)
            try await bench.settle([claimed[0]], .retry(at: bench.start, "the folder is full"), by: worker)
            let first = try await bench.claim(4, SheetChannel.self, by: worker)
            #expect(first.map(\.item.delivery) == [claimed[0].item.delivery])
            #expect(batches(first) == [2])
            try await bench.settle(Array(claimed[1...2]), by: worker)
            try await bench.settle([claimed[3]], .retry(at: bench.start, "the folder is full"), by: worker)
            #expect(batches(try await bench.claim(4, SheetChannel.self, by: worker)) == [3])
            try await bench.expectBalance()
        },
        StoreContract("who opted out is left out of a batch that is claimed again") { bench in
            try await bench.queue(3, [ScriptedDriver<SheetChannel>()])
            _ = try await bench.claimAndDie(3, SheetChannel.self)
            _ = try await bench.rescue()
            try await bench.withdraw("p2", from: SheetChannel.id)
            let again = try await bench.claim(3, SheetChannel.self, by: bench.enlist())
            #expect(Set(again.map(\.item.person.id.rawValue)) == ["p1", "p3"])
            #expect(batches(again) == [1])
            try await bench.expectBalance()
        },
    ]
}
