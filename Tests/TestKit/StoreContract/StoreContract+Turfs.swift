import Calls
package import Deliveries
import People
import Testing

/// Doors are cut before they are printed, and what was cut is printed as it was cut.
extension StoreContract {
    package static let turfs: [StoreContract] = [
        StoreContract("a call that was cut is claimed turf by turf, each whole and with who walks it") { bench in
            try await bench.queueDoors(6)
            let cut = try await bench.cut()
            #expect([cut.turfs, cut.doors, cut.people, cut.added] == [3, 6, 6, 3])
            let turfs = try await bench.turfs()
            #expect(turfs.map(\.doors) == [2, 2, 2])
            #expect(turfs.allSatisfy { !$0.isPrinted && $0.walker.isEmpty && $0.call == "hearing" })
            let assigned = try await bench.store.assign([turfs[1].id], on: SheetChannel.id, to: "Ada")
            #expect(assigned.map(\.walker) == ["Ada"])
            let worker = try await bench.enlist()
            for (number, walker) in [(1, ""), (2, "Ada"), (3, "")] {
                let claimed = try await bench.claim(1, SheetChannel.self, by: worker)
                #expect(Set(claimed.compactMap { $0.item.person.door?.houseNumber }) == [2 * number - 1, 2 * number])
                #expect(Set(claimed.map(\.batch)) == [number])
                let turf = Turf(id: TurfID(call: claimed.first?.call ?? 0, number: number), walker: walker)
                #expect(claimed.allSatisfy { $0.turf == turf })
                try await bench.settle(claimed, by: worker)
            }
            #expect(try await bench.turfs().allSatisfy(\.isPrinted))
            try await bench.expectBalance()
        },
        StoreContract("cutting again begins with what stands, and empty turfs vanish") { bench in
            try await bench.queueDoors(6)
            _ = try await bench.cut()
            let first = try await bench.turfs()
            _ = try await bench.store.assign(first.map(\.id), on: SheetChannel.id, to: "Ada")
            #expect(try await bench.cut().moved == 0)
            #expect(try await bench.turfs().map(\.id) == first.map(\.id))
            // The third turf's doors go to the second and to a new one.
            let cut = try await bench.cut { doors, next in
                doors.map { door in
                    door.turf == 3 ? door.door.houseNumber == 5 ? 2 : next : door.turf ?? 0
                }
            }
            #expect([cut.turfs, cut.added, cut.vanished, cut.moved] == [3, 1, 1, 2])
            let turfs = try await bench.turfs()
            #expect(turfs.map(\.id.number) == [1, 2, 4], "no number is used twice")
            #expect(turfs.map(\.doors) == [2, 3, 1])
            #expect(turfs.map(\.walker) == ["Ada", "Ada", ""])
            let anew = try await bench.cut(isAnew: true)
            #expect([anew.added, anew.vanished] == [3, 3])
            #expect(try await bench.turfs().map(\.id.number) == [5, 6, 7])
        },
        StoreContract("what was printed of a cut call stays as it is") { bench in
            try await bench.queueDoors(6)
            _ = try await bench.cut()
            let worker = try await bench.enlist()
            try await bench.settle(try await bench.claim(1, SheetChannel.self, by: worker), by: worker)
            let cut = try await bench.cut { doors, next in
                #expect(doors.map(\.door.houseNumber) == [3, 4, 5, 6])
                return doors.map { _ in next }
            }
            #expect([cut.turfs, cut.printed, cut.vanished] == [1, 1, 2])
            let turfs = try await bench.turfs()
            #expect(turfs.map(\.id.number) == [1, 4])
            #expect(turfs.map(\.isPrinted) == [true, false])
            try await bench.settle(try await bench.claim(1, SheetChannel.self, by: worker), by: worker)
            await #expect(throws: TurfError.nothingToCut(call: "hearing", isPrinted: true)) { try await bench.cut() }
            await #expect(throws: TurfError.noSuchCall("nothing")) { try await bench.cut("nothing") }
            try await bench.expectBalance()
        },
        StoreContract("a turf that a worker gave back unprinted can be cut again, one that may be printed cannot") {
            bench in
            try await bench.queueDoors(4)
            _ = try await bench.cut()
            _ = try await bench.claimAndDie(1, SheetChannel.self)
            #expect(try await bench.rescue() == 2)
            _ = try await bench.cut { doors, next in
                #expect(doors.map(\.door.houseNumber) == [3, 4])
                return doors.map { _ in next }
            }
            let again = try await bench.claim(1, SheetChannel.self, by: bench.enlist())
            #expect(again.map(\.turf?.id.number) == [1, 1])
        },
        StoreContract("what is claimed while a call is cut is claimed before or after, and never half of it") { bench in
            try await bench.queueDoors(40)
            let worker = try await bench.enlist()
            async let cutting = Result { try await bench.cut() }
            let claimed = try await bench.claim(100, SheetChannel.self, by: worker)
            switch await cutting {
            case .success: #expect(claimed.count == 2 && claimed.allSatisfy { $0.turf != nil })
            case .failure(let error):
                #expect(error as? TurfError == .nothingToCut(call: "hearing", isPrinted: true))
                #expect(claimed.count == 40 && claimed.allSatisfy { $0.turf == nil })
            }
            #expect(Set(claimed.map(\.batch)).count == 1)
            try await bench.expectBalance()
        },
        StoreContract("a household is one door, and who opted out is not counted") { bench in
            try await bench.queueDoors(4, neighbors: 2)
            try await bench.withdraw("p5", from: SheetChannel.id)
            let cut = try await bench.cut { doors, next in
                #expect(doors.map(\.door.houseNumber) == [1, 2, 3, 4])
                return doors.map { _ in next }
            }
            #expect([cut.doors, cut.people] == [4, 7])
            let claimed = try await bench.claim(1, SheetChannel.self, by: bench.enlist())
            #expect(claimed.count == 7)
            let standing = try #require(try await bench.turfs().first)
            #expect([standing.doors, standing.people] == [4, 7])
            try await bench.expectBalance()
        },
        StoreContract("what failed of a turf is printed as that turf, or as one of its own beside what is printed") {
            bench in
            try await bench.queueDoors(4)
            _ = try await bench.cut()
            _ = try await bench.store.assign(try await bench.turfs().map(\.id), on: SheetChannel.id, to: "Ada")
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(1, SheetChannel.self, by: worker)
            try await bench.settle(claimed, .failed("no"), by: worker)
            #expect(try await bench.store.requeue("hearing", from: .failed, now: bench.start) == 2)
            let again = try await bench.claim(1, SheetChannel.self, by: worker)
            #expect(again.map(\.batch) == [1, 1])
            #expect(again.map(\.turf?.walker) == ["Ada", "Ada"])
            try await bench.settle([again[0]], by: worker)
            try await bench.settle([again[1]], .failed("no"), by: worker)
            #expect(try await bench.store.requeue("hearing", from: .failed, now: bench.start) == 1)
            let rest = try await bench.claim(1, SheetChannel.self, by: worker)
            #expect(rest.map(\.item.delivery) == [again[1].item.delivery])
            #expect(rest.map(\.batch) == [3], "nothing is printed over")
            #expect(rest.map(\.turf?.walker) == ["Ada"])
            #expect(try await bench.claim(9, SheetChannel.self, by: worker).map(\.batch) == [2, 2])
            try await bench.expectBalance()
        },
        StoreContract("what comes back of what is printed is printed behind the turfs, under a number of its own") {
            bench in
            try await bench.queueDoors(4)
            _ = try await bench.cut()
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(1, SheetChannel.self, by: worker)
            try await bench.settle(claimed, by: worker)
            #expect(try await bench.store.requeue("hearing", from: .sent, now: bench.start) == 2)
            #expect(try await bench.claim(9, SheetChannel.self, by: worker).map(\.batch) == [2, 2])
            let late = try await bench.claim(9, SheetChannel.self, by: worker)
            #expect(late.map(\.batch) == [3, 3])
            #expect(late.allSatisfy { $0.turf == nil })
        },
        StoreContract("what comes back of a printed turf is a turf of its own, and prints over nothing") { bench in
            try await bench.queueDoors(4)
            _ = try await bench.cut()
            _ = try await bench.store.assign(try await bench.turfs().map(\.id), on: SheetChannel.id, to: "Ada")
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(1, SheetChannel.self, by: worker)
            try await bench.settle([claimed[0]], by: worker)
            try await bench.settle([claimed[1]], .retry(at: bench.start, "the folder is full"), by: worker)
            let again = try await bench.claim(9, SheetChannel.self, by: worker)
            #expect(again.map(\.item.delivery) == [claimed[1].item.delivery])
            #expect(again.map(\.batch) == [3])
            let turf = Turf(id: TurfID(call: claimed[0].call, number: 3), walker: "Ada")
            #expect(again.map(\.turf) == [turf])
            try await bench.settle(again, by: worker)
            #expect(try await bench.claim(9, SheetChannel.self, by: worker).map(\.batch) == [2, 2])
            let turfs = try await bench.turfs()
            #expect(turfs.map(\.doors) == [1, 2, 1], "each counts who is on its sheets")
            #expect(turfs.map(\.isPrinted) == [true, false, true])
            try await bench.expectBalance()
        },
        StoreContract("a call begins with the turfs of an earlier one, by their doors") { bench in
            try await bench.queueDoors(6)
            _ = try await bench.cut()
            let first = try await bench.turfs()
            _ = try await bench.store.assign([first[2].id], on: SheetChannel.id, to: "Ada")
            try await bench.submit(Samples.call("second"), [ScriptedDriver<SheetChannel>()])
            await #expect(throws: TurfError.noTurfs(model: "second")) { try await bench.cut("second", like: "second") }
            let cut = try await bench.cut("second", like: "hearing") { doors, next in
                #expect(next == 4)
                #expect(doors.map(\.turf) == [1, 1, 2, 2, 3, 3])
                return doors.map { $0.turf ?? 0 }
            }
            #expect([cut.turfs, cut.added, cut.moved] == [3, 3, 0])
            let turfs = try await bench.turfs("second")
            #expect(turfs.map(\.id.number) == first.map(\.id.number))
            #expect(turfs.map(\.walker) == ["", "", "Ada"])
            await #expect(throws: TurfError.hasTurfs(call: "second")) { try await bench.cut("second", like: "hearing") }
            #expect(try await bench.store.turfs(of: nil, on: SheetChannel.id).count == 6)
        },
        StoreContract("a turf shows who is to be visited, and what came of it") { bench in
            try await bench.queueDoors(4)
            _ = try await bench.cut()
            let id = try #require(try await bench.turfs().first?.id)
            let before = try #require(try await bench.store.turf(id, on: SheetChannel.id))
            #expect(before.lines.map { $0.item.person.id.rawValue } == ["p1", "p2"])
            #expect(before.lines.allSatisfy { $0.state == .queued && $0.answer == nil })
            let worker = try await bench.enlist()
            let claimed = try await bench.claim(1, SheetChannel.self, by: worker)
            let places = claimed.enumerated().map { row, claimed in
                let top = Double(row)
                let place = PaperPlace(
                    sheet: "S1",
                    revision: "R",
                    paper: "a4",
                    geometry: 1,
                    row: row,
                    top: top,
                    doorTop: top
                )
                return Settlement(claimed.item.delivery, .sent(reference: nil), place: place)
            }
            _ = try await bench.store.settle(places, worker: worker, now: bench.start)
            let met = RowAnswer(result: .canvassed)
            _ = try await bench.store.enter(met, for: claimed[0].item.delivery, by: "test", now: bench.start)
            let after = try #require(try await bench.store.turf(id, on: SheetChannel.id))
            #expect(after.lines.map(\.answer) == [met, nil])
            #expect(after.standing.answered == 1)
            #expect(after.standing.isPrinted)
            let nowhere = TurfID(call: id.call, number: 99)
            #expect(try await bench.store.turf(nowhere, on: SheetChannel.id) == nil)
            #expect(try await bench.store.assign([nowhere, id], on: SheetChannel.id, to: "Ben").map(\.id) == [id])
        },
    ]
}

extension StoreBench {
    /// A call to people at so many doors of one street, one or more at each.
    fileprivate func queueDoors(_ count: Int, neighbors: Int = 1) async throws {
        try await add(
            try (0..<count * neighbors).map { index in
                let street = "\(index / neighbors + 1) Main St"
                let door = try Door(street: street, locality: "Springfield", region: "IL", postalCode: "62701")
                return try Samples.record(index + 1, [SheetChannel.id: .granted]).with { $0.door = door }
            }
        )
        try await submit(Samples.call("hearing"), [ScriptedDriver<SheetChannel>()])
    }

    /// Cuts; two houses a turf unless told otherwise, and what has a turf keeps it.
    @discardableResult
    package func cut(
        _ call: String = "hearing",
        like model: String? = nil,
        isAnew: Bool = false,
        by cutter: @escaping @Sendable ([TurfDoor], Int) -> [Int] = { doors, next in
            doors.map { $0.turf ?? next + (($0.door.houseNumber ?? 1) - 1) / 2 }
        }
    ) async throws -> TurfCut {
        let order = TurfOrder(call: call, channel: SheetChannel.id, model: model, isAnew: isAnew)
        return try await store.cut(order, now: start, by: cutter)
    }

    package func turfs(_ call: String = "hearing") async throws -> [TurfStanding] {
        try await store.turfs(of: call, on: SheetChannel.id)
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ work: () async throws -> Success) async {
        do { self = .success(try await work()) } catch { self = .failure(error) }
    }
}
