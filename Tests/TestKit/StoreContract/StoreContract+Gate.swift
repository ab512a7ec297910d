import Calls
import Deliveries
import People
import Reviews
import Testing

extension StoreContract {
    /// Nobody is asked who may not be, neither when a call is planned nor when a delivery is claimed.
    static let gate: [StoreContract] = [
        StoreContract("a plan asks only who said yes and can be reached, and says why not of the others") { bench in
            var landline = try Samples.record(5, [TextChannel.id: .granted])
            landline.phone = PhoneNumber(stored: "+12125550199", line: .fixed)
            let nowhere = try Samples.record(6, [MailChannel.id: .granted, TextChannel.id: .granted]).with {
                $0.email = nil
                $0.phone = nil
            }
            try await bench.add([
                try Samples.record(1, [MailChannel.id: .granted, TextChannel.id: .granted]), try Samples.record(2, [:]),
                try Samples.record(3, [MailChannel.id: .pending]), try Samples.record(4, [MailChannel.id: .withdrawn]),
                landline,
                nowhere,
            ])
            let plan = try await bench.submit(
                Samples.call("hearing"),
                [ScriptedDriver<MailChannel>(), ScriptedDriver<TextChannel>()]
            )
            #expect(plan.audience == 6)
            #expect(plan.channels.map(\.send) == [1, 1])
            let mail: [SkipReason: Int] = [.noConsent: 2, .consentPending: 1, .consentWithdrawn: 1, .noAddress: 1]
            #expect(plan.channels.first?.skip == mail)
            #expect(plan.channels.last?.skip == [.noConsent: 3, .badAddress: 1, .noAddress: 1])
            for (person, reason) in [
                ("p2", "no-consent"), ("p3", "consent-pending"), ("p4", "consent-withdrawn"), ("p6", "no-address"),
            ] {
                let entry = try await bench.delivery(of: person)
                #expect(entry.state == .skipped)
                #expect(entry.reason == reason)
                #expect(entry.due == nil)
            }
            #expect(try await bench.delivery(of: "p5", TextChannel.id).reason == "bad-address")
            try await bench.expectBalance()
        },
        StoreContract("consent comes before the address") { bench in
            try await bench.add([
                try Samples.record(1, [MailChannel.id: .withdrawn]).with { $0.email = nil },
                try Samples.record(2, [:]).with { $0.email = nil },
            ])
            let plan = try await bench.submit(Samples.call("hearing"))
            #expect(plan.channels.first?.skip == [.consentWithdrawn: 1, .noConsent: 1])
        },
        StoreContract("consent withdrawn between submitting and claiming wins") { bench in
            try await bench.queue(2)
            try await bench.withdraw("p1")
            let claimed = try await bench.claim(by: bench.enlist())
            #expect(claimed.map(\.item.person.id.rawValue) == ["p2"])
            let entry = try await bench.delivery(of: "p1")
            #expect(entry.state == .skipped)
            #expect(entry.reason == "consent-withdrawn")
            #expect(entry.attempts == 0)
            try await bench.expectBalance()
        },
        StoreContract("a text opt-out leaves mail alone") { bench in
            try await bench.queue(1, [ScriptedDriver<MailChannel>(), ScriptedDriver<TextChannel>()])
            try await bench.withdraw("p1", from: TextChannel.id)
            let worker = try await bench.enlist()
            #expect(try await bench.claim(TextChannel.self, by: worker).isEmpty)
            #expect(try await bench.claim(MailChannel.self, by: worker).count == 1)
        },
        StoreContract("who did it while a try was under way is not asked again") { bench in
            try await bench.queue(1)
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(by: worker)
            #expect(try await bench.complete("hearing", "p1")?.withdrawn == 0)
            try await bench.settle(claimed, .retry(at: bench.start, "busy"), by: worker)
            #expect(try await bench.claim(by: worker).isEmpty)
            #expect(try await bench.delivery(of: "p1").reason == "already-done")
            try await bench.expectBalance()
        },
        StoreContract("an address that can no longer be used is not used") { bench in
            try await bench.queue(1, [ScriptedDriver<TextChannel>()])
            try await bench.add([
                try Samples.record(1, [:]).with { $0.phone = PhoneNumber(stored: "+12125550199", line: .fixed) }
            ])
            #expect(try await bench.claim(TextChannel.self, by: bench.enlist()).isEmpty)
            #expect(try await bench.delivery(of: "p1", TextChannel.id).reason == "bad-address")
        },
        StoreContract("a mend of the address between submitting and claiming is used") { bench in
            try await bench.queue(1)
            let mended = try EmailAddress("mended@example.org")
            try await bench.add([try Samples.record(1, [:]).with { $0.email = mended }])
            #expect(try await bench.claim(by: bench.enlist()).map(\.item.person.email) == [mended])
        },
        StoreContract("a closed call asks nobody, even before it was tidied up") { bench in
            let end = bench.start + .seconds(60)
            try await bench.queue(1, expiresAt: end)
            let worker = try await bench.enlist()
            #expect(try await bench.claim(by: worker, at: end).isEmpty)
            #expect(try await bench.delivery(of: "p1").reason == "expired")
        },
        StoreContract("of several reasons, the first in the order of the gate is given") { bench in
            let end = bench.start + .seconds(60)
            try await bench.queue(3, expiresAt: end)
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(by: worker)
            for person in ["p1", "p2"] { try await bench.complete("hearing", person) }
            try await bench.withdraw("p1")
            try await bench.settle(claimed, .retry(at: end, "busy"), by: worker)
            #expect(try await bench.claim(by: worker, at: end).isEmpty)
            #expect(try await bench.delivery(of: "p1").reason == "consent-withdrawn")
            #expect(try await bench.delivery(of: "p2").reason == "already-done")
            #expect(try await bench.delivery(of: "p3").reason == "expired")
            try await bench.expectBalance()
        },
        StoreContract("of those who share an address, the first who may be asked is, and nobody else") { bench in
            let shared = try EmailAddress("Household@example.org")
            let other = try EmailAddress("household@Example.ORG")
            try await bench.add([
                try Samples.record(1, [MailChannel.id: .withdrawn]).with { $0.email = shared },
                try Samples.record(2).with { $0.email = other }, try Samples.record(3).with { $0.email = shared },
                try Samples.record(4).with { $0.email = shared },
            ])
            try await bench.submit(Samples.call("hearing"))
            let claimed = try await bench.claim(by: bench.enlist())
            #expect(claimed.map(\.item.person.id.rawValue) == ["p2"])
            #expect(try await bench.delivery(of: "p1").reason == "consent-withdrawn")
            #expect(try await bench.delivery(of: "p3").reason == "duplicate-address")
            #expect(try await bench.delivery(of: "p4").reason == "duplicate-address")
        },
        StoreContract("a shared phone gets one text, a shared door one visit each") { bench in
            let phone = PhoneNumber(stored: "+12125550142", line: .mobile)
            let door = try Door(street: "7 Main St", locality: "Springfield", region: "IL", postalCode: "62701")
            let consents: [ChannelID: ConsentState] = [
                TextChannel.id: .granted, SheetChannel.id: .granted, MailChannel.id: .granted,
            ]
            try await bench.add(
                try (1...2).map { number in
                    try Samples.record(number, consents).with {
                        $0.phone = phone
                        $0.door = door
                    }
                }
            )
            let drivers: [any ChannelDriver] = [
                ScriptedDriver<MailChannel>(), ScriptedDriver<TextChannel>(), ScriptedDriver<SheetChannel>(),
            ]
            let plan = try await bench.submit(Samples.call("hearing"), drivers)
            #expect(plan.channels.map(\.send) == [2, 1, 2])
            #expect(try await bench.delivery(of: "p2", TextChannel.id).reason == "duplicate-address")
        },
    ]
}
