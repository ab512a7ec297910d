import Calls
import Deliveries
import TestKit
import Testing

@testable import Work

struct CircuitTests {
    private let start = Samples.start

    private func waits(_ waiting: Waiting, times: Int) -> [Duration] {
        var circuit = Circuit()
        var now = start
        return (0..<times).map { _ in
            _ = circuit.open(waiting, now: now)
            let next = circuit.wait?.next ?? now
            defer { now = next }
            return next - now
        }
    }

    @Test(
        arguments: [
            (Waiting.Cause.unreachable, [5, 10, 20, 40, 80, 160, 300, 300]),
            (.throttled, [2, 4, 8, 16, 32, 64, 128, 256, 300]),
        ]
    )
    func theWaitDoublesUpToFiveMinutes(cause: Waiting.Cause, seconds: [Int]) {
        #expect(waits(Waiting(cause, reason: "away"), times: seconds.count) == seconds.map { .seconds($0) })
    }

    @Test func theWaitNeverOverflows() {
        #expect(waits(Waiting(.unreachable, reason: "away"), times: 200).last == .seconds(300))
    }

    @Test func theWaitThatTheOtherSideAskedForIsKept() {
        let waiting = Waiting(.throttled, reason: "429", after: .seconds(1_000))
        #expect(waits(waiting, times: 3) == Array(repeating: .seconds(1_000), count: 3))
    }

    @Test func manyWhoTellOfOneTroubleLengthenNothing() {
        var circuit = Circuit()
        let news = (0..<50).map { _ in circuit.open(Waiting(.unreachable, reason: "away"), now: start) }
        #expect(news == [true] + Array(repeating: false, count: 49))
        #expect(circuit.wait?.next == start + .seconds(5))
    }

    @Test func itIsOpenUntilTheWaitIsOverThenProbesThenCloses() throws {
        var circuit = Circuit()
        #expect(!circuit.isOpen(at: start) && !circuit.isProbing)
        _ = circuit.open(Waiting(.unreachable, reason: "<ada@example.org> is away"), now: start)
        let wait = try #require(circuit.wait)
        #expect(wait.since == start)
        #expect(wait.reason == "<a•••@example.org> is away")
        #expect(circuit.isOpen(at: wait.next + .milliseconds(-1)))
        #expect(!circuit.isOpen(at: wait.next) && circuit.isProbing)
        let isNews = circuit.open(Waiting(.unreachable, reason: "still away"), now: wait.next)
        #expect(isNews)
        #expect(circuit.wait?.since == start)
        let closings = [circuit.close(), circuit.close()]
        #expect(closings == [true, false])
        #expect(circuit == Circuit())
    }
}
