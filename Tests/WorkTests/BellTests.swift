import Testing

@testable import Work

@Suite(.timeLimit(.minutes(1)))
struct BellTests {
    @Test func aRingBeforeTheWaitIsNotLost() async {
        let bell = Bell()
        bell.ring()
        bell.ring()
        await bell.wait(atMost: .seconds(3_600))
    }

    @Test func aRingWakesTheOneWhoWaits() async {
        let bell = Bell()
        async let waiting: Void = bell.wait(atMost: .seconds(3_600))
        await Task.yield()
        bell.ring()
        await waiting
    }

    @Test func aWaitEndsWithItsTime() async {
        let bell = Bell()
        let clock = ContinuousClock()
        let waited = await clock.measure { await bell.wait(atMost: .milliseconds(20)) }
        #expect(waited >= .milliseconds(20))
    }

    @Test func aCancelledTaskDoesNotWait() async {
        let waiting = Task {
            await Bell().wait(atMost: .seconds(3_600))
            await Bell().wait(atMost: .seconds(3_600))
        }
        waiting.cancel()
        await waiting.value
    }

    @Test func manyRingsAndWaitsNeverHang() async {
        let bell = Bell()
        await withTaskGroup { group in
            group.addTask { for _ in 0..<2_000 { await bell.wait(atMost: .milliseconds(1)) } }
            group.addTask {
                for _ in 0..<20_000 {
                    bell.ring()
                    await Task.yield()
                }
            }
        }
    }

    @Test func aStopRingsEveryBellNowAndLater() async {
        let stop = Stop()
        let bells = (0..<3).map { _ in Bell() }
        for bell in bells.prefix(2) { stop.ring(bell) }
        #expect(!stop.isRequested)
        stop.request()
        #expect(stop.isRequested)
        stop.ring(bells[2])
        for bell in bells { await bell.wait(atMost: .seconds(3_600)) }
    }
}
