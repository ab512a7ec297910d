import Testing

@testable import Calls

struct LocalTimeTests {
    @Test(
        arguments: [
            ("2026-12-04T18:30", "2026-12-05T00:30:00.000Z", "Friday, December 4, 2026 at 6:30 PM"),
            ("2026-12-04 18:30:59", "2026-12-05T00:30:59.000Z", "Friday, December 4, 2026 at 6:30 PM"),
            ("2026-12-04T18:30Z", "2026-12-04T18:30:00.000Z", "Friday, December 4, 2026 at 12:30 PM"),
            ("2026-12-04T00:00+05:30", "2026-12-03T18:30:00.000Z", "Thursday, December 3, 2026 at 12:30 PM"),
            ("2026-12-04T00:05-0600", "2026-12-04T06:05:00.000Z", "Friday, December 4, 2026 at 12:05 AM"),
            ("2026-07-04", "2026-07-04T05:00:00.000Z", "Saturday, July 4, 2026"),
            ("2028-02-29", "2028-02-29T06:00:00.000Z", "Tuesday, February 29, 2028"),
            ("2027-03-14T03:00", "2027-03-14T08:00:00.000Z", "Sunday, March 14, 2027 at 3:00 AM"),
            ("2026-11-01T01:30", "2026-11-01T06:30:00.000Z", "Sunday, November 1, 2026 at 1:30 AM"),
        ]
    )
    func readsTimesInTheOrganizationsZone(written: String, moment: String, words: String) throws {
        let call = try MessageFileTests.parse("---\ntitle: A\naction: { ask: B, when: '\(written)' }\n---\nx")
        #expect(call.action.when?.description == moment)
        #expect(call.action.whenText == words)
    }

    @Test(arguments: [("2026-12-04T18:30", "2026-12-05T00:30:00.000Z"), ("2026-12-04", "2026-12-05T06:00:00.000Z")])
    func aDayThatExpiresLastsUntilItsEnd(written: String, moment: String) throws {
        let call = try MessageFileTests.parse("---\ntitle: A\nexpiryDate: \(written)\naction: { ask: B }\n---\nx")
        #expect(call.expiresAt?.description == moment)
    }

    @Test(
        arguments: [
            ("2026-12-04", nil), ("2026-02-29", .value), ("2100-02-29", .value), ("2026-13-01", .value),
            ("2026-00-10", .value),
            ("2026-12-04T24:00", .value), ("2026-12-04T12:60", .value), ("1969-12-31", .value), ("2026-12-4", .form),
            ("12/04/2026", .form), ("2026-12-04T", .form), ("2026-12-04T18", .form), ("2026-12-04T18:30 ", .form),
            ("2026-12-04Z", .form), ("2026-12-04T18:30+15:00", .value), ("２０２６-12-04", .form), ("", .form),
        ] as [(String, WrittenTime.Failure?)]
    )
    func knowsFormFromCalendar(text: String, failure: WrittenTime.Failure?) {
        do throws(WrittenTime.Failure) {
            _ = try WrittenTime(text)
            #expect(failure == nil)
        } catch {
            #expect(error == failure)
        }
    }

    @Test func countsDaysBothWays() {
        for days in stride(from: Int64(-800_000), to: 800_000, by: 97) {
            #expect(CivilDate(daysSince1970: days).daysSince1970 == days)
        }
        #expect(CivilDate(year: 2026, month: 12, day: 4)?.weekday == 5)
        #expect(CivilDate(daysSince1970: -3).weekday == 1)
    }
}
