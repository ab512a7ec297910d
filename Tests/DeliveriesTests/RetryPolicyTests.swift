import Deliveries
import Testing

struct RetryPolicyTests {
    @Test(
        arguments: [
            (1, 60), (2, 240), (3, 960), (4, 3_840), (5, 15_360), (6, 21_600), (7, 21_600), (1_000_000, 21_600),
        ]
    )
    func waitsGrowFourfoldUpToTheLongest(attempt: Int, seconds: Int) {
        #expect(RetryPolicy().delay(after: attempt) == .seconds(seconds))
    }

    @Test func theTriesOfTheUsualPolicySpanAboutADay() {
        let policy = RetryPolicy()
        let span = (1..<policy.attempts).reduce(Duration.zero) { $0 + policy.delay(after: $1) }
        #expect(policy.attempts == 8)
        #expect(.seconds(12 * 3_600) < span && span < .seconds(36 * 3_600))
    }

    @Test func aWaitIsNeverLongerThanTheLongestNorEndless() {
        #expect(RetryPolicy(first: .seconds(60), longest: .seconds(60)).delay(after: 9) == .seconds(60))
        #expect(RetryPolicy(first: .zero, longest: .zero).delay(after: 9) == .zero)
        #expect(RetryPolicy(first: .seconds(90), longest: .seconds(60)).delay(after: 1) == .seconds(60))
    }
}
