import Calls
import Deliveries
import Logging
import Synchronization

/// The briefings of the calls under way: each read from the store once.
final class Briefings: Sendable {
    private let store: any DeliveryStore
    private let organization: Organization
    private let publicURL: String?
    private let links: PersonalLinks?
    private let returnSeal: ReturnSeal?
    private let logger: Logger
    private let known = Mutex<[Int64: Briefing]>([:])

    init(
        store: any DeliveryStore,
        organization: Organization,
        publicURL: String?,
        links: PersonalLinks?,
        returnSeal: ReturnSeal?,
        logger: Logger
    ) {
        self.store = store
        self.organization = organization
        self.publicURL = publicURL
        self.links = links
        self.returnSeal = returnSeal
        self.logger = logger
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
            links: links,
            returnSeal: returnSeal
        )
        let (kept, isFirst) = known.withLock { known in
            // Two may have read it at once; drivers keep what they compile by the object they saw first.
            if let first = known[number] { return (first, false) }
            known[number] = briefing
            return (briefing, true)
        }
        if isFirst { logger.info("takes up the call '\(call.slug)'", metadata: ["call": "\(call.slug)"]) }
        return kept
    }
}
