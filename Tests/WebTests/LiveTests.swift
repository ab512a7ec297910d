import Accounts
import Calls
import Deliveries
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import People
import Reviews
import StoreSQLite
import Synchronization
import TestKit
import Testing

@testable import Web

/// Open pages hear how their calls go on, through one reader, as long as they are logged in.
@Suite(.timeLimit(.minutes(2)))
struct LiveTests {
    private static let session = [UInt8](repeating: 1, count: 32)

    /// A database that counts how often it is asked.
    private final class Counted: Sendable {
        let figures = Mutex("first")
        let open = Mutex<Set<[UInt8]>>([session])
        let looks = Mutex(0)

        var source: LiveCalls.Source {
            LiveCalls.Source(
                figures: { _ in
                    self.looks.withLock { $0 += 1 }
                    return self.figures.withLock { $0 }
                },
                openSessions: { asked in self.open.withLock { $0.intersection(asked) } }
            )
        }
    }

    @Test func allFollowersOfACallHearOfAChangeThroughOneReader() async throws {
        let counted = Counted()
        let live = LiveCalls(every: .milliseconds(5))
        var streams: [AsyncStream<String>] = []
        for _ in 0..<LiveCalls.mostOfOne {
            streams.append(try #require(live.follow("hearing", session: Self.session, from: counted.source)))
        }
        #expect(live.follow("hearing", session: Self.session, from: counted.source) == nil)
        var readers = streams.map { $0.makeAsyncIterator() }
        for index in readers.indices { #expect(await readers[index].next() == "first") }
        counted.figures.withLock { $0 = "second" }
        for index in readers.indices {
            var heard = await readers[index].next()
            while heard == "first" { heard = await readers[index].next() }
            #expect(heard == "second")
        }
        counted.open.withLock { $0 = [] }
        for index in readers.indices { while await readers[index].next() != nil {} }
        #expect(live.count == 0)
    }

    @Test func eachLookIsForAllOfThem() async throws {
        let counted = Counted()
        counted.open.withLock { $0 = Set((1...50).map { [UInt8](repeating: $0, count: 32) }) }
        let live = LiveCalls(every: .seconds(3_600))
        var streams: [AsyncStream<String>] = []
        for byte in 1...50 as ClosedRange<UInt8> {
            let session = [UInt8](repeating: byte, count: 32)
            streams.append(try #require(live.follow("hearing", session: session, from: counted.source)))
        }
        var reader = try #require(streams.first).makeAsyncIterator()
        #expect(await reader.next() == "first")
        #expect(counted.looks.withLock { $0 } == 1)
    }

    @Test func thereIsNoRoomForAllTheWorld() async throws {
        let counted = Counted()
        let live = LiveCalls(every: .seconds(3_600))
        var streams: [AsyncStream<String>?] = []
        for number in 0..<(LiveCalls.most + 5) {
            let session = [UInt8(number / 256), UInt8(number % 256)]
            streams.append(live.follow("hearing", session: session, from: counted.source))
        }
        #expect(streams.count { $0 != nil } == LiveCalls.most)
    }

    @Test func thePageHearsFiguresUntilTheSessionEnds() async throws {
        try await OfficeBench.run(.viewer) { office in
            let page = try await office.get("/calls/hearing")
            #expect(page.headers[.contentSecurityPolicy]?.contains("script-src 'self'") == true)
            #expect(page.text.contains("data-live-from=\"/organize/calls/hearing/live\""))
            #expect(try await office.get("").headers[.contentSecurityPolicy]?.contains("script-src") == false)
            let script = try await office.get("/live.js")
            #expect(script.headers[.contentType] == "text/javascript; charset=utf-8")
            async let events = office.get("/calls/hearing/live")
            while office.site.desk.live.count == 0 { try await Task.sleep(for: .milliseconds(5)) }
            #expect(try await office.post("/logout", [:]).headers[.setCookie]?.contains("Max-Age=0") == true)
            let response = try await events
            #expect(response.status == .ok)
            #expect(response.headers[.contentType] == "text/event-stream; charset=utf-8")
            #expect(!response.text.contains(PageView.unknown))
            for line in response.text.split(separator: "\n") {
                #expect(line.hasPrefix("data: ") || line.hasPrefix("retry: "))
            }
        }
    }

    @Test func whoIsNotLoggedInHearsNothing() async throws {
        try await OfficeBench.run(.viewer) { office in
            let stranger = try await office.site.get("/organize/calls/hearing/live")
            #expect(stranger.status == .seeOther)
            let nothing = try await office.get("/calls/nothing/live")
            #expect(nothing.status == .notFound)
        }
    }
}
