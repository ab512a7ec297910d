import Calls
import Deliveries
import People
package import Reviews
import Testing

extension StoreContract {
    /// Who comes by themselves, and through whose link.
    static let arriving: [StoreContract] = [
        StoreContract("a stranger who comes is counted, and is nobody whom a call could reach") { bench in
            try await bench.queue(2)
            #expect(try await bench.arrive("Zoë 🌻") != nil)
            let stranger = try #require(try await bench.people().last)
            #expect(stranger.givenName == "Zoë 🌻")
            #expect(stranger.language == "es")
            #expect(stranger.email == nil && stranger.phone == nil && stranger.door == nil)
            let status = try await bench.status()
            #expect(status.doneVia == ["web": 1])
            #expect([status.arrived, status.shared, status.audience] == [1, 0, 2])
            #expect(try await bench.store.standing(of: "hearing")?.done == 1)
            #expect(try await bench.submit(Samples.call("second")).channels.map(\.send) == [2])
            #expect(try await bench.store.verifyLedger() == 2, "nobody said yes to anything")
            try await bench.expectBalance()
        },
        StoreContract("whoever comes to a call that is not there is not kept") { bench in
            try await bench.queue(1)
            #expect(try await bench.arrive("Grace", at: "nothing") == nil)
            #expect(try await bench.people().count == 1)
        },
        StoreContract("two of one name are two persons, and neither is anybody who was asked") { bench in
            try await bench.queue(1)
            let name = try #require(try await bench.people().first).givenName
            let first = try #require(try await bench.arrive(name))
            #expect(try await bench.arrive(name) != first)
            #expect(try await bench.people().count == 3)
            #expect(try await bench.store.visit(try await bench.delivery(of: "p1").number)?.completion == nil)
        },
        StoreContract("those who come through a link are counted for everybody up the tree, and for no other call") {
            bench in
            try await bench.queue(1)
            try await bench.submit(Samples.call("second"))
            let link = Sharer.delivery(try await bench.delivery(of: "p1").number)
            let other = Sharer.delivery(try await bench.delivery(of: "p1", slug: "second").number)
            let child = Sharer.arrival(try #require(try await bench.arrive("Ada", through: link)))
            let grandchild = Sharer.arrival(try #require(try await bench.arrive("Grace", through: child)))
            _ = try await bench.arrive("Joan", through: link)
            _ = try await bench.arrive("Mary")
            _ = try await bench.arrive("Edith", at: "second", through: link)
            #expect(try await bench.store.countOfArrivals(through: link) == 3)
            #expect(try await bench.store.countOfArrivals(through: child) == 1)
            #expect(try await bench.store.countOfArrivals(through: grandchild) == 0)
            #expect(try await bench.store.countOfArrivals(through: other) == 0)
            let (here, there) = (try await bench.status(), try await bench.status("second"))
            #expect([here.arrived, here.shared] == [4, 3])
            #expect([there.arrived, there.shared] == [1, 0], "a link to another call brings nobody to this one")
            #expect(try await bench.store.standing(sharedBy: grandchild)?.call.slug == "hearing")
        },
        StoreContract("a link that nobody passed on leads nowhere, and who names it came by themselves") { bench in
            try await bench.queue(1)
            for sharer in [
                Sharer.delivery(DeliveryNumber(rawValue: 9_999)), .arrival(ArrivalNumber(rawValue: 1)),
                .arrival(ArrivalNumber(rawValue: .max)),
            ] {
                #expect(try await bench.store.standing(sharedBy: sharer) == nil)
                #expect(try await bench.store.countOfArrivals(through: sharer) == 0)
            }
            #expect(try await bench.arrive("Grace", through: .arrival(ArrivalNumber(rawValue: .max))) != nil)
            #expect(try await bench.status().arrived == 1)
            #expect(try await bench.status().shared == 0)
        },
        StoreContract("whoever is forgotten shares no more, and what came of it stays counted") { bench in
            try await bench.queue(1)
            let delivery = try await bench.delivery(of: "p1").number
            let child = try #require(try await bench.arrive("Ada", through: .delivery(delivery)))
            _ = try await bench.arrive("Grace", through: .arrival(child))
            #expect(try await bench.store.forget(PersonID(rawValue: "p1"), now: bench.start))
            #expect(try await bench.store.standing(sharedBy: .delivery(delivery)) == nil)
            #expect(try await bench.store.countOfArrivals(through: .delivery(delivery)) == 0)
            #expect(try await bench.store.countOfArrivals(through: .arrival(child)) == 1)
            let visit = try #require(try await bench.store.visit(delivery))
            #expect(visit.isForgotten && visit.person.givenName.isEmpty && visit.person.email == nil)
            let ada = try #require(try await bench.people().first { $0.givenName == "Ada" })
            #expect(try await bench.store.forget(ada.id, now: bench.start))
            #expect(try await bench.store.countOfArrivals(through: .arrival(child)) == 0)
            #expect(try await bench.people().map(\.givenName) == ["Grace"])
            let status = try await bench.status()
            #expect([status.done, status.arrived, status.shared] == [2, 2, 2])
            try await bench.expectBalance()
        },
        StoreContract("many who come at once, while a file is read in, are all kept apart") { bench in
            try await bench.queue(1)
            let other = StoreBench(try await bench.another(), another: bench.another)
            let link = Sharer.delivery(try await bench.delivery(of: "p1").number)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for own in [bench, other] {
                    group.addTask { for _ in 0..<10 { _ = try await own.arrive("Grace", through: link) } }
                }
                group.addTask {
                    for number in 2...11 { try await other.add([try Samples.record(number).with { $0.id = nil }]) }
                }
                try await group.waitForAll()
            }
            let people = try await bench.people()
            #expect(people.count == 31 && Set(people.map(\.id)).count == 31)
            #expect(try await bench.store.countOfArrivals(through: link) == 20)
            #expect(try await bench.status().done == 20)
        },
    ]
}

extension StoreBench {
    /// Somebody comes, who speaks Spanish.
    package func arrive(_ name: String, at slug: String = "hearing", through sharer: Sharer? = nil) async throws
        -> ArrivalNumber?
    {
        try await store.take(Arrival(call: slug, name: name, language: "es", sharer: sharer), now: start)
    }
}
