import Calls
import Deliveries
import HTTPTypes
import HummingbirdTesting
import People
import Reviews
import StoreSQLite
import TestKit
import Testing

@testable import Web

struct CalendarTests {
    private func file(_ action: Action) throws -> String {
        let call = Call(slug: "hearing", title: "Fill the room", action: action, words: nil)
        let file = CalendarFile(
            call: call,
            organization: Samples.organization,
            link: "https://act.example.org:8443/x/c/hearing",
            now: Samples.start
        )
        return String(decoding: try #require(file.bytes), as: UTF8.self)
    }

    @Test func aMomentIsWrittenInUTCAndADayAsADay() throws {
        let moment = Timestamp(rawValue: 1_796_430_600_000)
        let text = try file(Action(kind: .attend, ask: "Come", when: moment))
        #expect(text.contains("DTSTART:20261205T003000Z\r\n"))
        #expect(text.contains("DTSTAMP:20260601T120000Z\r\n"))
        #expect(text.contains("UID:hearing@act.example.org\r\n"))
        let day = try file(Action(kind: .attend, ask: "Come", when: moment, day: "2026-12-04"))
        #expect(day.contains("DTSTART;VALUE=DATE:20261204\r\n"))
    }

    @Test func textCannotBreakOutOfItsLine() throws {
        let hostile = "a;b,c\\d\r\nEND:VEVENT\nX"
        let text = try file(Action(kind: .attend, ask: hostile, when: Samples.start, place: hostile))
        #expect(text.contains("SUMMARY:a\\;b\\,c\\\\d\\nEND:VEVENT\\nX\r\n"))
        #expect(text.split(separator: "\r\n").filter { $0 == "END:VEVENT" }.count == 1)
    }

    @Test func longLinesAreFoldedBetweenCharacters() throws {
        let ask = String(repeating: "ñandú 🎉 ", count: 40)
        let bytes = Array(try file(Action(kind: .attend, ask: ask, when: Samples.start)).utf8)
        var line: [UInt8] = []
        for byte in bytes {
            line.append(byte)
            guard line.suffix(2) == [0x0D, 0x0A] else { continue }
            #expect(line.count <= 77)
            #expect(String(validating: line, as: UTF8.self) != nil)
            line = []
        }
        let unfolded = String(decoding: bytes, as: UTF8.self).replacing("\r\n ", with: "")
        #expect(unfolded.contains("SUMMARY:\(ask)"))
    }

    @Test func theFileHoldsNoToken() async throws {
        let call = Call(
            slug: "hearing",
            title: "Fill the room",
            action: Action(kind: .attend, ask: "Come", when: Samples.start + .seconds(90_000)),
            words: Words(source: "Come."),
            source: "x"
        )
        try await SiteBench.run(call) { bench in
            let response = try await bench.get(bench.ask() + "/event.ics")
            #expect(response.headers[.contentType] == "text/calendar; charset=utf-8")
            #expect(!response.text.contains("/a/"))
            #expect(response.text.contains("https://act.riverside.example/c/hearing"))
        }
    }
}
