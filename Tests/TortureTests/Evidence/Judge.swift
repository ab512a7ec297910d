/// Holds what the receivers counted against what Clarion says: a pure function, so that doctored evidence can show that it
/// bites.
enum Judge {
    /// The channels that may repeat a message whose answer was lost; the others must hold it.
    static let repeating: Set<String> = ["email"]

    /// Judges evidence.
    ///
    /// An acknowledged message that no receiver has is lost (Jepsen's way of counting); an unknown one may be there 0 or 1
    /// times.
    ///
    /// - Parameters:
    ///   - evidence: What was found.
    ///   - expectation: What had to be found.
    /// - Returns: Everything that is wrong; empty when the bars hold.
    static func findings(_ evidence: Evidence, _ expectation: Expectation) -> [Finding] {
        let taken = Dictionary(grouping: evidence.accepted, by: \.delivery)
        return missing(evidence) + lost(evidence, taken) + repeated(evidence, taken) + identities(taken)
            + states(evidence, expectation) + forgotten(evidence, expectation, taken) + books(evidence)
            + waits(evidence, expectation) + held(evidence, expectation) + changed(evidence)
            + evidence.timings.filter { $0.seconds > $0.limit }.map { .late($0) }
    }

    /// How often receivers took a message that they had already.
    static func repetitions(_ evidence: Evidence, on channel: String? = nil) -> Int {
        let taken = evidence.accepted.filter { channel == nil || $0.delivery.channel == channel }
        return taken.count - Set(taken.map(\.delivery)).count
    }

    /// How many repetitions there may be.
    static func bound(_ evidence: Evidence, on channel: String) -> Int {
        repeating.contains(channel) ? evidence.inFlight[channel] ?? 0 : 0
    }

    private static func missing(_ evidence: Evidence) -> [Finding] {
        let known = Dictionary(grouping: evidence.log, by: \.delivery)
        let absent = evidence.audience.filter { known[$0] == nil }
        let doubled = known.filter { $0.value.count > 1 }.keys.sorted()
        let invited = Set(evidence.audience)
        let strangers = known.keys.filter { !invited.contains($0) }.sorted()
        return absent.map { .missing($0) } + doubled.map { .listedTwice($0) } + strangers.map { .uninvited($0) }
    }

    private static func lost(_ evidence: Evidence, _ taken: [DeliveryID: [Acceptance]]) -> [Finding] {
        let acknowledged: Set = ["sent", "delivered", "bounced"]
        return evidence.log.filter { acknowledged.contains($0.state) && taken[$0.delivery] == nil }
            .map { .lost($0.delivery) }
    }

    private static func repeated(_ evidence: Evidence, _ taken: [DeliveryID: [Acceptance]]) -> [Finding] {
        let invited = Set(evidence.audience)
        let strangers = taken.keys.filter { !invited.contains($0) }.sorted()
        return strangers.map { .uninvited($0) }
            + evidence.channels.compactMap { channel in
                let count = repetitions(evidence, on: channel)
                let bound = bound(evidence, on: channel)
                return count > bound ? .repeated(channel: channel, count: count, bound: bound) : nil
            }
    }

    private static func identities(_ taken: [DeliveryID: [Acceptance]]) -> [Finding] {
        var owners: [String: DeliveryID] = [:]
        var findings: [Finding] = []
        for (delivery, acceptances) in taken.sorted(by: { $0.key < $1.key }) {
            let names = Set(acceptances.map(\.identity))
            if names.count > 1 { findings.append(.identityChanged(delivery)) }
            if repeating.contains(delivery.channel), names.contains(nil) { findings.append(.identityAbsent(delivery)) }
            for case let name? in names {
                if let owner = owners[name] { findings.append(.identityShared(owner, delivery)) }
                owners[name] = delivery
            }
        }
        return findings
    }

    private static func states(_ evidence: Evidence, _ expectation: Expectation) -> [Finding] {
        evidence.log.flatMap { line -> [Finding] in
            var findings: [Finding] = []
            if !expectation.allowedStates(of: line.delivery).contains(line.state) {
                findings.append(.state(line.delivery, line.state, line.reason))
            }
            if let attempts = expectation.allowedAttempts(of: line.delivery), !attempts.contains(line.attempts) {
                findings.append(.attempts(line.delivery, line.attempts, attempts))
            }
            return findings
        }
    }

    private static func forgotten(
        _ evidence: Evidence,
        _ expectation: Expectation,
        _ taken: [DeliveryID: [Acceptance]]
    ) -> [Finding] {
        // Held says that it may have gone out, which is true; these say that it did not.
        var untrue: Set = ["queued", "failed", "cancelled", "skipped"]
        if expectation.mayGoAgain { untrue.remove("queued") }
        return evidence.log.filter { untrue.contains($0.state) && taken[$0.delivery] != nil }
            .map { .forgotten($0.delivery, $0.state) }
    }

    private static func books(_ evidence: Evidence) -> [Finding] {
        var findings: [Finding] = []
        for books in evidence.books {
            if books.audience != evidence.people { findings.append(.audience(books.audience, evidence.people)) }
            for channel in evidence.channels {
                let sum = books.channels[channel, default: [:]].values.reduce(0, +)
                if sum != evidence.people { findings.append(.unbalanced(channel, sum: sum, evidence.people)) }
            }
        }
        guard let last = evidence.books.last else { return [.noBooks] }
        for channel in evidence.channels {
            let counted = Dictionary(grouping: evidence.log.filter { $0.channel == channel }, by: \.state)
                .mapValues(\.count)
            let told = last.channels[channel, default: [:]].filter { $0.value != 0 }
            if counted != told { findings.append(.logAndStatusDiffer(channel)) }
        }
        return findings
    }

    private static func waits(_ evidence: Evidence, _ expectation: Expectation) -> [Finding] {
        guard let wanted = expectation.waitsFor else { return [] }
        let said = evidence.books.last?.waiting ?? ""
        return said.contains(wanted) ? [] : [.doesNotSayWhatItWaitsFor(wanted, said)]
    }

    private static func held(_ evidence: Evidence, _ expectation: Expectation) -> [Finding] {
        guard expectation.holdsOnlyInFlight else { return [] }
        return evidence.channels.compactMap { channel in
            let count = evidence.log.count { $0.channel == channel && $0.state == "held" }
            let most = evidence.inFlight[channel] ?? 0
            return count > most ? .held(channel: channel, count: count, most: most) : nil
        }
    }

    private static func changed(_ evidence: Evidence) -> [Finding] {
        guard let settled = evidence.settled else { return [] }
        let before = Dictionary(settled.map { ($0.delivery, $0) }) { first, _ in first }
        return evidence.log.filter { before[$0.delivery] != $0 }.map { .changedWithoutARight($0.delivery) }
    }
}
