import Calls
import Testing

struct TimestampTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"), (1_796_133_791_120, "2026-12-01T14:03:11.120Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
        ] as [(Int64, String)]
    )
    func printsAsRFC3339(milliseconds: Int64, text: String) {
        #expect(Timestamp(rawValue: milliseconds).description == text)
    }
}
