package import Accounts
package import Deliveries
package import Reviews
import Testing

/// Everything that a store is, and the look at itself that `doctor` takes.
package protocol StoreUnderTest: DeliveryStore, CallStore, PeopleStore, ReviewStore, QueueHealthStore, VisitStore,
    ArrivalStore, SheetStore, CustodyStore, TurfStore, SignUpStore, AccountStore, OverviewStore, AnswerStore,
    ProposalStore, WebhookStore
{
    func examine() async throws -> [Finding]
}

/// One rule of the law of a store, by its name; each wants a fresh, empty store.
package struct StoreContract: Sendable, CustomTestStringConvertible {
    package let testDescription: String
    private let check: @Sendable (StoreBench) async throws -> Void

    init(_ testDescription: String, check: @escaping @Sendable (StoreBench) async throws -> Void) {
        self.testDescription = testDescription
        self.check = check
    }

    /// Sets the rule against a store; a breach is a recorded issue.
    package func verify(_ bench: StoreBench) async throws { try await check(bench) }

    /// The whole law: every engine runs it.
    package static let rules: [StoreContract] =
        claiming + settling + doubt + gate + withdrawing + overdue + rates + allotments + batches + workers + planning
        + submitting + proposing + steering + closing + reviewing
        + logging + following + watching
        + visiting + arriving + joining + seldom + receipts + replies + overlooking
        + importing + matching + consenting + forgetting + accounts + repeating + telling + concurrency + books
        + sheets + takingBack + strikes + custody + turfs + signingUp + undoingSignUps
}
