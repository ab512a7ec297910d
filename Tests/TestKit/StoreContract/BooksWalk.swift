import Calls
import Deliveries
import People
import Reviews
import Testing

/// Everything that can happen to a queue, in an order that the seed decides.
struct BooksWalk {
    private let bench: StoreBench
    private var random: SeededGenerator
    private var now = Samples.start
    private var workers: [WorkerNumber]
    private var inHand: [(worker: WorkerNumber, claimed: Claimed)] = []
    private var slugs: [String] = []
    private var people = 0
    /// How many were handed to a worker so far.
    private(set) var asked = 0

    private static let channels: [any ScriptedChannel.Type] = [MailChannel.self, TextChannel.self, SheetChannel.self]

    init(_ bench: StoreBench, seed: UInt64) async throws {
        self.bench = bench
        random = SeededGenerator(seed: seed)
        workers = [try await bench.enlist(), try await bench.enlist()]
    }

    /// Does one thing at random.
    ///
    /// - Returns: What it was.
    mutating func step() async throws -> String {
        now = now + .seconds(Int.random(in: 0...20, using: &random))
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<8: return try await importing()
        case 8..<14: return try await submitting()
        case 14..<40: return try await claiming()
        case 40..<66: return try await settling()
        case 66..<70: return try await dying()
        case 70..<78: return try await consenting()
        case 78..<84: return try await completing()
        case 84..<89: return try await steering()
        case 89..<93: return try await requeueing()
        case 93..<96: return try await answering()
        case 96..<98: return "expire \(try await bench.store.expire(now: now))"
        default: return try await forgetting()
        }
    }

    private mutating func importing() async throws -> String {
        var records: [PersonRecord] = []
        for _ in 0..<4 {
            // Every fourth is somebody known, who may say something new.
            let isKnown = people > 0 && Int.random(in: 0..<4, using: &random) == 0
            if !isKnown { people += 1 }
            let number = isKnown ? Int.random(in: 1...people, using: &random) : people
            var consents: [ChannelID: ConsentState] = [:]
            for channel in Self.channels where Int.random(in: 0..<5, using: &random) > 0 {
                consents[channel.id] = Int.random(in: 0..<5, using: &random) == 0 ? anyState() : .granted
            }
            var record = try Samples.record(number, consents, at: now)
            // Some households share their mailbox.
            if number % 5 == 0 { record.email = try EmailAddress("household@example.org") }
            records.append(record)
        }
        let verdicts = try await bench.store.take(records, by: "walk", now: now)
        return "import \(verdicts.count { $0 == .added })"
    }

    private mutating func anyState() -> ConsentState { ConsentState.allCases.randomElement(using: &random) ?? .pending }

    private mutating func submitting() async throws -> String {
        let slug = "call-\(slugs.count + 1)"
        let opening = Bool.random(using: &random) ? nil : now + .seconds(15)
        let end = Bool.random(using: &random) ? nil : now + .seconds(Int.random(in: 20...400, using: &random))
        let drivers: [any ChannelDriver] = [
            ScriptedDriver<MailChannel>(), ScriptedDriver<TextChannel>(), ScriptedDriver<SheetChannel>(),
        ]
        try await bench.submit(Samples.call(slug, publishAt: opening, expiresAt: end), drivers, at: now)
        slugs.append(slug)
        return "submit \(slug)"
    }

    private mutating func claiming() async throws -> String {
        guard let channel = Self.channels.randomElement(using: &random),
            let worker = workers.randomElement(using: &random)
        else { return "nothing" }
        let limit = Int.random(in: 1...6, using: &random)
        let claimed = try await bench.claim(limit, channel, by: worker, at: now)
        for item in claimed { try await expectMayBeAsked(item, on: channel.id) }
        inHand += claimed.map { (worker, $0) }
        asked += claimed.count
        return "claim \(claimed.count) for \(channel.id)"
    }

    /// Holds a claim against everything else that the store says.
    private func expectMayBeAsked(_ claimed: Claimed, on channel: ChannelID) async throws {
        let call = try #require(try await bench.store.content(ofCall: claimed.call))
        let id = claimed.item.person.id
        #expect(try await bench.consent(of: id, channel) == .granted)
        #expect(try await bench.store.explain(call.slug, id)?.completion == nil)
        #expect(try await bench.store.status(of: call.slug, now: now)?.course == .running)
        if let opening = call.publishAt { #expect(opening <= now) }
        if let end = call.expiresAt { #expect(now < end) }
        #expect(!inHand.contains { $0.claimed.item.delivery == claimed.item.delivery })
    }

    private mutating func settling() async throws -> String {
        guard let worker = inHand.randomElement(using: &random)?.worker else { return "nothing" }
        let mine = inHand.filter { $0.worker == worker }.prefix(Int.random(in: 1...5, using: &random)).map(\.claimed)
        let settlements = mine.map { Settlement($0.item.delivery, anyTransition()) }
        let applied = try await bench.store.settle(settlements, worker: worker, now: now)
        #expect(applied == mine.count)
        // A late word about the same deliveries changes nothing.
        #expect(try await bench.store.settle(settlements, worker: worker, now: now) == 0)
        inHand.removeAll { entry in mine.contains { $0.item.delivery == entry.claimed.item.delivery } }
        return "settle \(applied)"
    }

    private mutating func anyTransition() -> Transition {
        switch Int.random(in: 0..<12, using: &random) {
        case 0..<4: .sent(reference: "r")
        case 4..<6: .failed("no such box")
        case 6: .optedOut("STOP")
        case 7: .held("no answer")
        case 8..<10: .retry(at: now + .seconds(10), "busy")
        case 10: .snoozed(until: now + .seconds(5), "quiet hours")
        default: .snoozed(until: now, nil)
        }
    }

    private mutating func dying() async throws -> String {
        guard let index = workers.indices.randomElement(using: &random) else { return "nothing" }
        let worker = workers[index]
        try await bench.store.discharge(worker)
        let freed = try await bench.rescue([MailChannel.id, SheetChannel.id], at: now)
        #expect(freed == inHand.count { $0.worker == worker })
        inHand.removeAll { $0.worker == worker }
        workers[index] = try await bench.enlist()
        return "rescue \(freed)"
    }

    private mutating func consenting() async throws -> String {
        guard people > 0, let channel = Self.channels.randomElement(using: &random) else { return "nothing" }
        let id = PersonID(rawValue: "p\(Int.random(in: 1...people, using: &random))")
        let change = ConsentChange(channel: channel.id, state: anyState(), at: now, source: "a reply")
        _ = try await bench.store.record(change, of: id, by: "walk", now: now)
        return "consent \(id)"
    }

    private mutating func completing() async throws -> String {
        guard people > 0, let slug = slugs.randomElement(using: &random) else { return "nothing" }
        let person = "p\(Int.random(in: 1...people, using: &random))"
        let result = try await bench.complete(slug, person, at: now)
        return "complete, \(result?.withdrawn ?? 0) withdrawn"
    }

    private mutating func steering() async throws -> String {
        guard let slug = slugs.randomElement(using: &random) else { return "nothing" }
        let turns: [CourseChange] = [.pause, .pause, .resume, .resume, .resume, .cancel]
        let turn = turns.randomElement(using: &random) ?? .resume
        _ = try await bench.store.steer(slug, turn, now: now)
        return "\(turn.rawValue) \(slug)"
    }

    private mutating func requeueing() async throws -> String {
        guard let slug = slugs.randomElement(using: &random) else { return "nothing" }
        let states: [DeliveryState] = [.failed, .held, .cancelled]
        let state = states.randomElement(using: &random) ?? .failed
        do {
            return "requeue \(try await bench.store.requeue(slug, from: state, now: now)) \(state.rawValue)"
        } catch SubmitError.cancelled {
            return "requeue refused"
        }
    }

    private mutating func answering() async throws -> String {
        guard people > 0 else { return "nothing" }
        let person = try Samples.person(Int.random(in: 1...people, using: &random))
        let answer: Answer =
            switch Int.random(in: 0..<6, using: &random) {
            case 0: Samples.receipt(.address(person.email?.key ?? ""), .delivered)
            case 1: Samples.receipt(.address(person.email?.key ?? ""), .bounced(Bounce(.hard, words: "gone")))
            case 2: Samples.receipt(.address(person.email?.key ?? ""), .complained("spam"))
            case 3: Samples.reply("STOP", from: person)
            case 4: Samples.reply("START", from: person)
            default: Samples.reply("YES", from: person)
            }
        return "answer: \(try await bench.store.receive([answer], now: now))"
    }

    private mutating func forgetting() async throws -> String {
        guard people > 0 else { return "nothing" }
        let id = PersonID(rawValue: "p\(Int.random(in: 1...people, using: &random))")
        return "forget \(try await bench.store.forget(id, now: now))"
    }
}
