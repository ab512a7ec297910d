import Calls
import Deliveries
import Synchronization

/// The briefings of the calls under way: each read from the store once.
final class Briefings: Sendable {
    private let store: any DeliveryStore
    private let organization: Organization
    private let publicURL: String?
    private let returnSeal: ReturnSeal?
    private let known = Mutex<[Int64: Briefing]>([:])

    init(store: any DeliveryStore, organization: Organization, publicURL: String?, returnSeal: ReturnSeal?) {
        self.store = store
        self.organization = organization
        self.publicURL = publicURL
        self.returnSeal = returnSeal
    }

    /// A call's briefing; `nil` when the store has no such call.
    func briefing(_ number: Int64) async throws -> Briefing? {
        if let known = known.withLock({ $0[number] }) { return known }
        guard let call = try await store.content(ofCall: number) else { return nil }
        let briefing = Briefing(
            number: number,
            call: call,
            organization: organization,
            publicURL: publicURL,
            returnSeal: returnSeal
        )
        return known.withLock { known in
            // Two may have read it at once; drivers keep what they compile by the object they saw first.
            if let first = known[number] { return first }
            known[number] = briefing
            return briefing
        }
    }
}
