import Calls
import Testing

struct NearMatchTests {
    private static let known = ["host", "port", "username", "password", "from", "lanes"]

    @Test(
        arguments: [
            ("hots", "host"), ("pasword", "password"), ("HOST", "host"), ("usrname", "username"), ("form", "from"),
            ("lane", "lanes"), ("passwrod", "password"),
        ]
    )
    func aSlipIsUnderstood(typed: String, meant: String) { #expect(NearMatch.find(typed, among: Self.known) == meant) }

    @Test(arguments: ["", "x", "zz", "completely", "🏠", "certificate"])
    func aGuessTooFarIsNotMade(typed: String) { #expect(NearMatch.find(typed, among: Self.known) == nil) }

    @Test func aHintNamesTheGuessOrEverythingThatIsKnown() {
        #expect(NearMatch.hint(for: "hots", among: Self.known) == " Did you mean 'host'?")
        let all = " Known: from, host, lanes, password, port, username."
        #expect(NearMatch.hint(for: "completely", among: Self.known) == all)
        #expect(NearMatch.find("host", among: [String]()) == nil)
    }

    @Test(
        arguments: [("", "", 0), ("a", "", 1), ("abc", "acb", 1), ("abc", "ABC", 0), ("kitten", "sitting", 3)]
    )
    func distanceCountsSteps(left: String, right: String, steps: Int) {
        #expect(NearMatch.distance(left, right) == steps)
        #expect(NearMatch.distance(right, left) == steps)
    }
}
