import Calls
import Deliveries
import Reviews
import Testing

extension StoreContract {
    /// A living worker keeps what it holds; a dead one's deliveries go on.
    static let workers: [StoreContract] = [
        StoreContract("a living worker is not robbed") { bench in
            try await bench.queue(1)
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(by: worker)
            #expect(try await bench.rescue() == 0)
            let neighbour = StoreBench(try await bench.another(), another: bench.another)
            #expect(try await neighbour.rescue() == 0)
            #expect(try await bench.store.heartbeat(worker, now: bench.start))
            #expect(try await bench.settle(claimed, by: worker) == 1)
        },
        StoreContract("a worker that has been silent for too long is struck off, and learns of it") { bench in
            try await bench.queue(1)
            let worker = try await bench.enlist()
            _ = try await bench.claim(by: worker)
            #expect(try await bench.rescue(silence: .zero) == 1)
            #expect(try await bench.store.heartbeat(worker, now: bench.start) == false)
            #expect(try await bench.counts() == [.queued: 1])
        },
        StoreContract("whoever rescues waits for a silence of its own, and any other sign is one of life") { bench in
            try await bench.queue(1)
            let worker = try await bench.enlist()
            _ = try await bench.claim(by: worker)
            let time = SteadyTime()
            let rescuer = try await bench.another(in: time)
            // As by a clock that was set forward and then back.
            for moment in [bench.start + .seconds(3 * 86_400), bench.start + .seconds(-3_600)] {
                #expect(try await bench.store.heartbeat(worker, now: moment))
                for second in [0, 4, 8] {
                    #expect(try await rescuer.rescue(silence: .seconds(12)) == 0, "after \(second) s")
                    time.pass(.seconds(4))
                }
            }
            #expect(try await rescuer.rescue(silence: .seconds(12)) == 1)
        },
        StoreContract("who was struck off claims nothing more") { bench in
            try await bench.queue(2)
            let worker = try await bench.enlist()
            #expect(try await bench.claim(1, by: worker).count == 1)
            #expect(try await bench.rescue(silence: .zero) == 1)
            #expect(try await bench.claim(by: worker).isEmpty)
            #expect(try await bench.counts() == [.queued: 2])
        },
        StoreContract("what a dead worker held goes back to the queue where the channel may repeat, else is held") {
            bench in
            try await bench.queue(2, [ScriptedDriver<MailChannel>(), ScriptedDriver<TextChannel>()])
            let worker = try await bench.enlist()
            _ = try await bench.claim(MailChannel.self, by: worker)
            _ = try await bench.claim(1, TextChannel.self, by: worker)
            try await bench.store.discharge(worker)
            let moment = bench.start + .seconds(30)
            #expect(try await bench.rescue([MailChannel.id], at: moment) == 3)
            #expect(try await bench.counts() == [.queued: 2])
            #expect(try await bench.counts("hearing", TextChannel.id) == [.held: 1, .queued: 1])
            let entry = try await bench.delivery(of: "p1")
            #expect(entry.due == moment)
            #expect(entry.at == moment)
            #expect(entry.attempts == 1)
            #expect(entry.reason?.isEmpty == false)
            try await bench.expectBalance()
        },
        StoreContract("what a dead worker held on a channel that its rescuer does not serve waits for one who does") {
            bench in
            try await bench.queue(2, [ScriptedDriver<MailChannel>(), ScriptedDriver<TextChannel>()])
            let worker = try await bench.enlist()
            let mails = try await bench.claim(MailChannel.self, by: worker)
            _ = try await bench.claim(TextChannel.self, by: worker)
            try await bench.store.discharge(worker)
            #expect(try await bench.rescue([], channels: [TextChannel.id]) == 2)
            #expect(try await bench.rescue([], channels: [TextChannel.id]) == 0)
            #expect(try await bench.counts() == [.sending: 2])
            #expect(try await bench.counts("hearing", TextChannel.id) == [.held: 2])
            #expect(try await bench.store.heartbeat(worker, now: bench.start) == false)
            #expect(try await bench.rescue([MailChannel.id], channels: [MailChannel.id]) == 2)
            #expect(try await bench.counts() == [.queued: 2])
            #expect(try await bench.settle(mails, by: worker) == 0)
            try await bench.expectBalance()
        },
        StoreContract("rescuing twice frees nothing twice") { bench in
            try await bench.queue(2)
            _ = try await bench.claimAndDie()
            #expect(try await bench.rescue() == 2)
            #expect(try await bench.rescue() == 0)
            try await bench.expectBalance()
        },
        StoreContract("only the dead worker's deliveries are freed") { bench in
            try await bench.queue(4)
            let living = try await bench.enlist()
            let kept = try await bench.claim(2, by: living)
            _ = try await bench.claimAndDie()
            #expect(try await bench.rescue() == 2)
            #expect(try await bench.counts() == [.sending: 2, .queued: 2])
            #expect(try await bench.settle(kept, by: living) == 2)
        },
        StoreContract("a living worker gives back what it does not have: queued where it may be repeated, else held") {
            bench in
            try await bench.queue(3, [ScriptedDriver<MailChannel>(), ScriptedDriver<TextChannel>()])
            let (worker, other) = (try await bench.enlist(), try await bench.enlist())
            let mails = try await bench.claim(2, MailChannel.self, by: worker)
            let texts = try await bench.claim(1, TextChannel.self, by: worker)
            let foreign = try await bench.claim(1, MailChannel.self, by: other)
            let held = try await bench.store.held(by: worker, on: [MailChannel.id, TextChannel.id])
            #expect(Set(held.map(\.number)) == Set((mails + texts).map(\.item.delivery)))
            #expect(try await bench.store.held(by: worker, on: [TextChannel.id]).count == 1)
            func free(_ held: [HeldDelivery], by worker: WorkerNumber) async throws -> Int {
                let repeating: Set<ChannelID> = [MailChannel.id]
                return try await bench.store.free(held, of: worker, repeating: repeating, now: bench.start)
            }
            #expect(try await free(held, by: other) == 0, "only its own")
            let earlier = held.map { HeldDelivery($0.number, since: $0.since + .seconds(-1)) }
            #expect(try await free(earlier, by: worker) == 0, "only what the same claim holds")
            try await bench.settle([mails[0]], by: worker)
            #expect(try await free(held, by: worker) == 2, "what was written meanwhile stays written")
            #expect(try await free(held, by: worker) == 0)
            #expect(try await bench.counts() == [.sent: 1, .queued: 1, .sending: 1])
            #expect(try await bench.counts("hearing", TextChannel.id) == [.held: 1, .queued: 2])
            #expect(try await bench.delivery(of: "p2").reason?.isEmpty == false)
            #expect(try await bench.settle([mails[1]] + texts, by: worker) == 0)
            let again = try await bench.claim(by: worker)
            #expect(again.map(\.isInDoubt) == [true])
            #expect(again.map(\.item.key) == [mails[1].item.key])
            #expect(try await bench.settle(foreign, by: other) == 1)
            try await bench.expectBalance()
        },
        StoreContract("a worker that left empty-handed is forgotten") { bench in
            let worker = try await bench.enlist()
            #expect(try await bench.store.heartbeat(worker, now: bench.start))
            try await bench.store.discharge(worker)
            #expect(try await bench.store.heartbeat(worker, now: bench.start) == false)
            #expect(try await bench.enlist() != worker)
        },
    ]
}
