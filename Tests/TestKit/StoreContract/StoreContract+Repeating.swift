import Accounts
import Calls
import Testing

/// Requests that a program sends again.
extension StoreContract {
    private static func bytes(_ number: UInt8) -> [UInt8] { Array(repeating: number, count: 32) }

    static let repeating: [StoreContract] = [
        StoreContract("a request that was answered is answered with the same words") { bench in
            let (id, other) = (bytes(1), bytes(2))
            #expect(try await bench.store.beginRequest(id, fingerprint: bytes(9), now: bench.start) == .new)
            #expect(try await bench.store.beginRequest(id, fingerprint: bytes(9), now: bench.start) == .underWay)
            #expect(try await bench.store.beginRequest(id, fingerprint: bytes(8), now: bench.start) == .otherRequest)
            #expect(try await bench.store.beginRequest(other, fingerprint: bytes(8), now: bench.start) == .new)
            try await bench.store.keepAnswer(status: 201, "{\"é\":1}", of: id)
            // An answer that was given is not taken back.
            try await bench.store.abandonRequest(id)
            let again = try await bench.store.beginRequest(id, fingerprint: bytes(9), now: bench.start)
            #expect(again == .answered(status: 201, body: "{\"é\":1}"))
            #expect(try await bench.store.beginRequest(id, fingerprint: bytes(8), now: bench.start) == .otherRequest)
        },
        StoreContract("a request that did nothing may be sent again") { bench in
            #expect(try await bench.store.beginRequest(bytes(1), fingerprint: bytes(9), now: bench.start) == .new)
            try await bench.store.abandonRequest(bytes(1))
            #expect(try await bench.store.beginRequest(bytes(1), fingerprint: bytes(8), now: bench.start) == .new)
        },
        StoreContract("a request whose process died is done by whoever asks again, and forgotten after a day") {
            bench in
            let (id, same) = (bytes(1), bytes(9))
            let late = bench.start + RepeatRule.patience
            #expect(try await bench.store.beginRequest(id, fingerprint: same, now: bench.start) == .new)
            #expect(try await bench.store.beginRequest(id, fingerprint: same, now: late + .seconds(-1)) == .underWay)
            #expect(try await bench.store.beginRequest(id, fingerprint: same, now: late) == .new)
            #expect(try await bench.store.beginRequest(id, fingerprint: same, now: late + .seconds(1)) == .underWay)
            try await bench.store.keepAnswer(status: 200, "{}", of: id)
            let next = late + RepeatRule.memory
            let kept = RepeatedRequest.answered(status: 200, body: "{}")
            #expect(try await bench.store.beginRequest(id, fingerprint: same, now: next) == kept)
            #expect(try await bench.store.beginRequest(id, fingerprint: bytes(8), now: next + .seconds(1)) == .new)
        },
        StoreContract("of two requests at once under one key one is done") { bench in
            let other = try await bench.another()
            async let one = bench.store.beginRequest(bytes(1), fingerprint: bytes(9), now: bench.start)
            async let two = other.beginRequest(bytes(1), fingerprint: bytes(9), now: bench.start)
            let both = try await [one, two]
            #expect(both.contains(.new) && both.contains(.underWay))
        },
    ]
}
