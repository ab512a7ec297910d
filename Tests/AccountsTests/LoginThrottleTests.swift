import Accounts
import Calls
import Testing

@Suite struct LoginThrottleTests {
    let throttle = LoginThrottle()
    let start = Timestamp(rawValue: 1_800_000_000_000)

    private func name(_ text: String) throws -> LoginName { try #require(LoginName(rawValue: text)) }

    @Test func aFewWrongPasswordsCostNothing() throws {
        for _ in 0..<4 { throttle.tried(try name("ana"), from: "198.51.100.7", now: start) }
        #expect(throttle.wait(try name("ana"), from: "198.51.100.7", now: start) == nil)
    }

    @Test func everyFurtherOneCostsTwiceAsMuchUpToAQuarterOfAnHour() throws {
        let ana = try name("ana")
        for _ in 0..<5 { throttle.tried(ana, from: "198.51.100.7", now: start) }
        #expect(
            throttle.wait(ana, from: "203.0.113.9", now: start) == .seconds(1),
            "the name waits wherever it comes from"
        )
        throttle.tried(ana, from: "198.51.100.7", now: start)
        #expect(throttle.wait(ana, from: "198.51.100.7", now: start) == .seconds(2))
        for _ in 0..<40 { throttle.tried(ana, from: "198.51.100.7", now: start) }
        #expect(throttle.wait(ana, from: "198.51.100.7", now: start) == .seconds(900))
        #expect(throttle.wait(ana, from: "198.51.100.7", now: start + .seconds(901)) == nil)
    }

    @Test func aSourceThatGuessesAtManyNamesWaitsForEach() throws {
        for index in 0..<6 { throttle.tried(try name("n\(index)"), from: "198.51.100.7", now: start) }
        #expect(throttle.wait(try name("new"), from: "198.51.100.7", now: start) == .seconds(2))
        #expect(throttle.wait(try name("new"), from: "203.0.113.9", now: start) == nil)
    }

    @Test func theRightPasswordClearsTheNameButNotTheSource() throws {
        let ana = try name("ana")
        for _ in 0..<6 { throttle.tried(ana, from: "198.51.100.7", now: start) }
        throttle.tried(ana, from: "198.51.100.7", now: start)
        throttle.succeeded(ana, from: "198.51.100.7", triedAt: start)
        #expect(throttle.wait(ana, from: "203.0.113.9", now: start) == nil)
        #expect(throttle.wait(ana, from: "198.51.100.7", now: start) == .seconds(2))
    }

    @Test func manyRightPasswordsFromOneOfficeCostNothing() throws {
        for index in 0..<40 {
            let name = try name("n\(index)")
            throttle.tried(name, from: "198.51.100.7", now: start)
            throttle.succeeded(name, from: "198.51.100.7", triedAt: start)
        }
        #expect(throttle.wait(try name("n1"), from: "198.51.100.7", now: start) == nil)
    }

    @Test func aRightPasswordMakesNobodyElseAtTheAddressWait() throws {
        let source = "198.51.100.7"
        for index in 0..<9 { throttle.tried(try name("n\(index)"), from: source, now: start) }
        #expect(throttle.wait(try name("third"), from: source, now: start) == .seconds(16))
        let later = start + .seconds(16)
        #expect(throttle.wait(try name("right"), from: source, now: later) == nil)
        throttle.tried(try name("right"), from: source, now: later)
        throttle.succeeded(try name("right"), from: source, triedAt: later)
        #expect(throttle.wait(try name("third"), from: source, now: later) == nil)
        #expect(throttle.wait(try name("third"), from: source, now: start) == .seconds(16))
    }

    @Test func aRightPasswordTakesBackNoTryButItsOwn() throws {
        let source = "198.51.100.7"
        for index in 0..<5 { throttle.tried(try name("n\(index)"), from: source, now: start) }
        let later = start + .seconds(60)
        throttle.tried(try name("right"), from: source, now: later)
        throttle.tried(try name("wrong"), from: source, now: later + .seconds(1))
        throttle.succeeded(try name("right"), from: source, triedAt: later)
        #expect(throttle.wait(try name("third"), from: source, now: later + .seconds(1)) == .seconds(2))
    }

    @Test func anHourOfQuietForgets() throws {
        let ana = try name("ana")
        for _ in 0..<8 { throttle.tried(ana, from: "198.51.100.7", now: start) }
        let later = start + .seconds(3_601)
        throttle.tried(ana, from: "198.51.100.7", now: later)
        #expect(throttle.wait(ana, from: "198.51.100.7", now: later) == nil)
    }

    @Test func manyNamesDoNotFillTheMemory() throws {
        let last = try name("x29999")
        for index in 0..<30_000 {
            throttle.tried(try name("x\(index)"), from: "198.51.100.7", now: start + .milliseconds(Int64(index)))
        }
        #expect(throttle.wait(last, from: "198.51.100.7", now: start + .seconds(30)) != nil)
    }
}
