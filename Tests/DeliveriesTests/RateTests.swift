import Calls
import Deliveries
import TestKit
import Testing

struct RateTests {
    @Test(arguments: ["20/s", "600/min", "1000/h", "10000/day", "1/s", "1000000/day"])
    func aRateIsRead(_ text: String) { #expect(Rate(text) != nil) }

    @Test(
        arguments: [
            "", "20", "/s", "20/", "0/s", "-1/s", "+1/s", "1.5/s", "20/sec", "20 /s", "20/ s", "1000001/s", "٢/s",
            "1/s/s",
            "99999999999999999999/s", "20/S",
        ]
    )
    func whatIsNoRateIsRefused(_ text: String) { #expect(Rate(text) == nil) }

    /// Takes as much as is allowed whenever anything is, for so many milliseconds.
    private func taken(_ rate: Rate, milliseconds: Int64) -> [(at: Int64, count: Int)] {
        var meter: Int64?
        var all: [(at: Int64, count: Int)] = []
        for at in 0..<milliseconds {
            let now = Timestamp(rawValue: Samples.start.rawValue + at)
            let count = rate.allowed(by: meter, at: now)
            guard count > 0 else { continue }
            meter = rate.meter(after: count, from: meter, at: now)
            all.append((at, count))
        }
        return all
    }

    @Test(arguments: [("20/s", 20), ("600/min", 10), ("1000/s", 1_000), ("7/s", 7), ("1/s", 1)])
    func noSecondSeesMoreThanTheRateAndATenthOfIt(text: String, perSecond: Int) throws {
        let rate: Rate = try #require(Rate(text))
        let taken = taken(rate, milliseconds: 20_000)
        for start in stride(from: Int64(0), to: 19_000, by: 37) {
            let count = taken.filter { (start..<start + 1_000).contains($0.at) }.reduce(0) { $0 + $1.count }
            #expect(count <= perSecond + max(1, perSecond / 10))
        }
        let all = taken.reduce(0) { $0 + $1.count }
        #expect(all <= perSecond * 20 + max(1, perSecond / 10))
        #expect(all >= perSecond * 19, "and what is allowed is used")
    }

    @Test func whoeverComesAtTheirTurnIsLetThroughAndNotBefore() throws {
        let rate = try #require(Rate("10000/day"))
        let start = Samples.start
        let meter = rate.meter(after: 1, from: nil, at: start)
        let turn = rate.nextTurn(by: meter, at: start)
        #expect(turn - start == .milliseconds(8_640))
        #expect(rate.allowed(by: meter, at: turn + .milliseconds(-1)) == 0)
        #expect(rate.allowed(by: meter, at: turn) == 1)
        #expect(rate.nextTurn(by: nil, at: start) == start)
    }

    @Test func aClockThatWasSetBackDoesNotStopTheChannel() throws {
        let rate = try #require(Rate("20/s"))
        let meter = rate.meter(after: 2, from: nil, at: Samples.start + .seconds(3 * 86_400))
        #expect(rate.nextTurn(by: meter, at: Samples.start) - Samples.start <= .milliseconds(100))
        #expect(rate.allowed(by: meter, at: Samples.start) > 0)
        let next = rate.meter(after: 2, from: meter, at: Samples.start)
        #expect(rate.allowed(by: next, at: Samples.start) == 0, "and it keeps to its rate")
    }

    @Test func whoseClockIsBehindWaitsForWhatOthersTook() throws {
        let rate = try #require(Rate("20/s"))
        let meter = rate.meter(after: 2, from: nil, at: Samples.start + .seconds(1))
        #expect(rate.allowed(by: meter, at: Samples.start) == 0)
        #expect(rate.nextTurn(by: meter, at: Samples.start) - Samples.start == .milliseconds(1_050))
    }

    @Test func aFasterSettingWaitsForWhatASlowerOneTook() throws {
        let (slow, fast) = (try #require(Rate("600/h")), try #require(Rate("20/s")))
        let meter = slow.meter(after: 1, from: nil, at: Samples.start)
        #expect(fast.allowed(by: meter, at: Samples.start + .seconds(5)) == 0)
        #expect(fast.allowed(by: meter, at: Samples.start + .seconds(6)) > 0)
    }
}
