import Calls
import Deliveries
import People
import Reviews
import Testing

/// What sheets and cards say of addresses.
extension StoreContract {
    private static let wrong = RowAnswer(result: .wrongAddress)
    private static let paper: [any ChannelDriver] = [
        ScriptedDriver<TextChannel>(), ScriptedDriver<CardChannel>(), ScriptedDriver<SheetChannel>(),
    ]

    static let strikes: [StoreContract] = [
        StoreContract("a wrong number is one for everybody who bears it, until that very entry is taken back") {
            bench in
            try await bench.addPeople(3, on: paper.map { type(of: $0).id })
            try await bench.submit(Samples.call("hearing"), paper)
            try await bench.print(CardChannel.self, "P1")
            try await bench.enter(wrong, of: "p1", CardChannel.id)
            #expect(
                try await bench.planned("second", paper) == [TextChannel.id: 2, CardChannel.id: 2, SheetChannel.id: 3]
            )
            // A housemate who comes later, and p2 who moves in with them.
            var housemate = try Samples.record(
                4,
                Dictionary(uniqueKeysWithValues: paper.map { (type(of: $0).id, .granted) })
            )
            housemate.phone = try Samples.record(1).phone
            var mover = try Samples.record(2)
            mover.phone = housemate.phone
            try await bench.add([housemate, mover])
            #expect(
                try await bench.planned("third", paper) == [TextChannel.id: 1, CardChannel.id: 1, SheetChannel.id: 4]
            )
            let found = try await bench.store.suppressions()
            #expect(found.map(\.kind) == [.voicePhone] && found.map(\.reason) == [.wrongNumber])
            #expect(found.map(\.channel) == [CardChannel.id])
            #expect(found.first?.people == ["p1", "p2", "p4"].map(PersonID.init(rawValue:)))
            // The number is wrong by another row as well.
            let later = bench.start + .seconds(5)
            try await bench.enter(wrong, of: "p2", CardChannel.id, at: later)
            #expect(try await bench.store.undo(on: "P1", by: ["test"], now: later) == .answers(1))
            #expect(try await bench.planned("fourth", paper)[CardChannel.id] == 1, "the first entry stands")
            #expect(try await bench.store.undo(on: "P1", by: ["test"], now: later) == .answers(1))
            #expect(try await bench.store.suppressions().isEmpty)
            #expect(try await bench.planned("fifth", paper)[CardChannel.id] == 4)
            try await bench.expectBalance()
        },
        StoreContract("a new number is as good as any, and the old one stays wrong") { bench in
            try await bench.addPeople(1, on: paper.map { type(of: $0).id })
            try await bench.submit(Samples.call("hearing"), paper)
            try await bench.print(CardChannel.self, "P1")
            try await bench.enter(wrong, of: "p1", CardChannel.id)
            var record = try Samples.record(1)
            let old = record.phone
            record.phone = try Samples.record(9).phone
            try await bench.add([record])
            #expect(
                try await bench.planned("second", paper) == [TextChannel.id: 1, CardChannel.id: 1, SheetChannel.id: 1]
            )
            var stranger = try Samples.record(5, [CardChannel.id: .granted])
            stranger.phone = old
            try await bench.add([stranger])
            #expect(try await bench.planned("third", paper)[CardChannel.id] == 1)
            // The entry is taken back of the number that it was about.
            #expect(try await bench.store.undo(on: "P1", by: ["test"], now: bench.start) == .answers(1))
            #expect(try await bench.planned("fourth", paper)[CardChannel.id] == 2)
        },
        StoreContract("who moved is not visited there, who stays is, and another door ends it") { bench in
            var records = try (1...2).map {
                try Samples.record($0, [SheetChannel.id: .granted, CardChannel.id: .granted])
            }
            records[1].door = records[0].door
            try await bench.add(records)
            try await bench.submit(Samples.call("hearing"), paper)
            try await bench.print(SheetChannel.self, "S1")
            try await bench.enter(RowAnswer(result: .moved), of: "p1", SheetChannel.id)
            #expect(
                try await bench.planned("second", paper) == [TextChannel.id: 0, CardChannel.id: 2, SheetChannel.id: 1]
            )
            #expect(try await bench.store.suppressions().map(\.people) == [[PersonID(rawValue: "p1")]])
            var moved = records[0]
            moved.door = try Samples.record(7).door
            try await bench.add([moved])
            #expect(try await bench.planned("third", paper)[SheetChannel.id] == 2)
            // Back where they do not live: a file of before.
            try await bench.add([records[0]])
            #expect(try await bench.planned("fourth", paper)[SheetChannel.id] == 1)
            #expect(try await bench.store.undo(on: "S1", by: ["test"], now: bench.start) == .answers(1))
            #expect(try await bench.planned("fifth", paper)[SheetChannel.id] == 2)
        },
        StoreContract("what paper struck out is listed, lifted, and not struck out again by an undo") { bench in
            try await bench.addPeople(3, on: paper.map { type(of: $0).id })
            try await bench.submit(Samples.call("hearing"), paper)
            try await bench.print(CardChannel.self, "P1")
            try await bench.print(SheetChannel.self, "S1")
            try await bench.enter(wrong, of: "p1", CardChannel.id)
            try await bench.enter(wrong, of: "p2", SheetChannel.id)
            try await bench.enter(RowAnswer(result: .deceased), of: "p3", SheetChannel.id)
            let found = try await bench.store.suppressions().sorted { $0.reason.rawValue < $1.reason.rawValue }
            #expect(found.map(\.reason) == [.deceased, .wrongAddress, .wrongNumber])
            #expect(found.map(\.kind) == [.every, .door, .voicePhone])
            #expect(found.map(\.people) == ["p3", "p2", "p1"].map { [PersonID(rawValue: $0)] })
            #expect(
                try await bench.planned("second", paper) == [TextChannel.id: 1, CardChannel.id: 1, SheetChannel.id: 1]
            )
            let later = bench.start + .seconds(5)
            // Another answer for the row of the wrong number, under which that one lies.
            try await bench.enter(RowAnswer(result: .notHome), of: "p1", CardChannel.id, at: later)
            try await bench.enter(wrong, of: "p1", CardChannel.id, at: later + .seconds(1))
            func lift(_ kinds: [StruckKind], _ person: String) async throws -> Int? {
                try await bench.store.lift(kinds, of: PersonID(rawValue: person), because: "they called", now: later)
            }
            #expect(try await lift([.textPhone, .voicePhone], "p1") == 1)
            #expect(try await lift([.door], "p2") == 1)
            #expect(try await lift([.door], "p3") == 0)
            #expect(try await lift([.every], "p3") == 1)
            #expect(try await bench.store.suppressions().isEmpty)
            #expect(
                try await bench.planned("third", paper) == [TextChannel.id: 3, CardChannel.id: 3, SheetChannel.id: 3]
            )
            #expect(try await bench.store.undo(on: "P1", by: ["test"], now: later) == .answers(1))
            #expect(try await bench.store.undo(on: "P1", by: ["test"], now: later) == .answers(1))
            #expect(try await bench.delivery(of: "p1", CardChannel.id).answer == "WA")
            #expect(try await bench.store.suppressions().isEmpty)
        },
        StoreContract("whoever has a card is told what others learned of its numbers") { bench in
            try await bench.addPeople(3, on: [CardChannel.id])
            try await bench.submit(Samples.call("hearing"), [ScriptedDriver<CardChannel>()])
            let mention = PaperMention(sheet: "P2", revision: "R", isReached: true)
            try await bench.print(CardChannel.self, "P1", limit: 2, mentions: [mention])
            try await bench.print(CardChannel.self, "P2")
            let people = try await bench.store.lines(of: "P1").map(\.person)
            try #require(people.count == 2)
            let (first, second) = (people[0].id.rawValue, people[1].id)
            // One bears the number of the other.
            var housemate = PersonRecord(id: second)
            housemate.phone = people[0].phone
            try await bench.add([housemate])
            try await bench.enter(wrong, of: first, CardChannel.id)
            #expect(try await bench.store.lines(of: "P1").map(\.news) == [nil, .wrongNumber])
            #expect(
                try await bench.store.mentions(on: "P2", isReached: true).map(\.news) == [.wrongNumber, .wrongNumber]
            )
            // The card bears the old number, whatever the person's is by now.
            var other = PersonRecord(id: people[0].id)
            other.phone = try Samples.record(8).phone
            try await bench.add([other])
            #expect(
                try await bench.store.mentions(on: "P2", isReached: true).map(\.news) == [.wrongNumber, .wrongNumber]
            )
            #expect(try await bench.store.undo(on: "P1", by: ["test"], now: bench.start) == .answers(1))
            #expect(try await bench.store.mentions(on: "P2", isReached: true).map(\.news) == [nil, nil])
            try await bench.enter(RowAnswer(result: .canvassed, action: .did), of: second.rawValue, CardChannel.id)
            try await bench.enter(RowAnswer(result: .deceased), of: first, CardChannel.id)
            #expect(try await bench.store.lines(of: "P1").map(\.news) == [nil, nil], "they know")
            #expect(try await bench.store.mentions(on: "P2", isReached: true).map(\.news) == [.deceased, .done])
        },
        StoreContract("do not contact, taken back, leaves the opt-out and says so") { bench in
            let sheet = try await bench.printedSheet()
            let no = RowAnswer(result: .doNotContact)
            _ = try await bench.store.enter(no, for: sheet.rows[1].delivery, by: "test", now: bench.start)
            _ = try await bench.store.enter(
                RowAnswer(result: .notHome),
                for: sheet.rows[0].delivery,
                by: "test",
                now: bench.start
            )
            let person = try await bench.store.lines(of: "S1")[1].person.id
            #expect(
                try await bench.store.undo(on: "S1", by: ["test"], now: bench.start) == .answers(2, stillOut: [person])
            )
            #expect(try await bench.consent(of: person, SheetChannel.id) == .withdrawn)
        },
        StoreContract("an opt-out that is said again is no news to other programs") { bench in
            try await bench.addPeople(1, on: [TextChannel.id])
            let listener = WebhookListener(name: "all", events: Set(WebhookEvent.allCases))
            try await bench.store.listen([listener], now: bench.start)
            func told() async throws -> Int {
                let messages = try await bench.store.webhookMessages(for: "all", atMost: 9, now: bench.start)
                for message in messages {
                    try await bench.store.settleWebhook(message.number, .taken, now: bench.start)
                }
                return messages.count
            }
            let number = "+12125550101"
            _ = try await bench.receive(Samples.reply("STOP", from: number, id: "1"))
            #expect(try await told() == 1)
            _ = try await bench.receive(Samples.reply("STOP", from: number, id: "2"))
            #expect(try await told() == 0)
            _ = try await bench.receive(Samples.reply("START", from: number, id: "3"))
            _ = try await bench.receive(Samples.reply("STOP", from: number, id: "4"))
            #expect(try await told() == 1)
        },
    ]
}

extension StoreBench {
    /// Prints what is queued on a channel.
    func print(
        _ channel: any ScriptedChannel.Type,
        _ sheet: String,
        limit: Int = 10,
        mentions: [PaperMention] = []
    ) async throws {
        let worker = try await enlist()
        let claimed = try await claim(limit, channel, by: worker).sorted { $0.item.delivery < $1.item.delivery }
        let settlements = claimed.enumerated().map { row, one in
            let place = place(sheet: sheet, row: row, revision: "R", mentions: mentions)
            return Settlement(one.item.delivery, .sent(reference: nil), place: place)
        }
        #expect(try await store.settle(settlements, worker: worker, now: start) == claimed.count)
    }

    func enter(
        _ answer: RowAnswer,
        of person: String,
        _ channel: ChannelID,
        at now: Timestamp = Samples.start
    ) async throws {
        let delivery = try await delivery(of: person, channel).number
        #expect(try await store.enter(answer, for: delivery, by: "test", now: now) == true)
    }

    /// How many a call would reach by each channel.
    fileprivate func planned(_ slug: String, _ drivers: [any ChannelDriver]) async throws -> [ChannelID: Int] {
        let plan = try await submit(Samples.call(slug), drivers)
        return Dictionary(uniqueKeysWithValues: plan.channels.map { ($0.id, $0.send) })
    }
}
