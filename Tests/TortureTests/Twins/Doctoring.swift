/// A deliberately wrong twin of honest evidence: what a Clarion with one fault would have left behind.
///
/// Every round's evidence is doctored in each way that fits it, and the judge must find each; a bar that lets a wrong twin pass
/// proves nothing.
struct Doctoring: Sendable {
    let name: String
    /// Makes the twin; `nil` where the evidence has nothing that could be wrong in this way.
    let twin: @Sendable (Evidence, Expectation) -> Evidence?
    /// Whether a finding is the one that the twin deserves.
    let deserves: @Sendable (Finding) -> Bool

    /// The names of the twins that the judge took for honest; empty when every bar bites.
    static func unnoticed(_ act: Act) -> [String] {
        all.compactMap { doctoring in
            guard let twin = doctoring.twin(act.evidence, act.expectation) else { return nil }
            let findings = Judge.findings(twin, act.expectation)
            return findings.contains(where: doctoring.deserves) ? nil : doctoring.name
        }
    }

    /// How many of the twins fit the evidence.
    static func count(_ act: Act) -> Int {
        all.count { $0.twin(act.evidence, act.expectation) != nil }
    }

    static let all: [Doctoring] = [
        Doctoring(name: "acknowledged before it was sent") { evidence, _ in
            guard let sent = evidence.log.first(where: { $0.state == "sent" }) else { return nil }
            var twin = evidence
            twin.accepted.removeAll { $0.delivery == sent.delivery }
            return twin
        } deserves: {
            if case .lost = $0 { true } else { false }
        },

        Doctoring(name: "sent once more than the deaths explain") { evidence, _ in
            guard let first = evidence.accepted.first else { return nil }
            var twin = evidence
            let channel = first.delivery.channel
            let room = Judge.bound(evidence, on: channel) - Judge.repetitions(evidence, on: channel)
            for _ in 0...max(0, room) { twin.accepted.append(first) }
            return twin
        } deserves: {
            if case .repeated = $0 { true } else { false }
        },

        Doctoring(name: "sent again under another name") { evidence, _ in
            guard let first = evidence.accepted.first, first.identity != nil else { return nil }
            var twin = evidence
            twin.accepted.append(Acceptance(delivery: first.delivery, identity: "<another@example.org>"))
            return twin
        } deserves: {
            if case .identityChanged = $0 { true } else { false }
        },

        Doctoring(name: "one name for two messages") { evidence, _ in
            guard let first = evidence.accepted.first, first.identity != nil,
                let other = evidence.accepted.first(where: { $0.delivery != first.delivery && $0.identity != nil })
            else { return nil }
            var twin = evidence
            twin.accepted.removeAll { $0.delivery == other.delivery }
            twin.accepted.append(Acceptance(delivery: other.delivery, identity: first.identity))
            return twin
        } deserves: {
            if case .identityShared = $0 { true } else { false }
        },

        Doctoring(name: "a text repeated instead of held") { evidence, _ in
            guard let text = evidence.accepted.first(where: { $0.delivery.channel == "sms" }) else { return nil }
            var twin = evidence
            twin.accepted.append(text)
            return twin
        } deserves: {
            if case .repeated(channel: "sms", _, bound: 0) = $0 { true } else { false }
        },

        Doctoring(name: "a row dropped") { evidence, _ in
            guard !evidence.log.isEmpty else { return nil }
            var twin = evidence
            twin.log.removeLast()
            return twin
        } deserves: {
            if case .missing = $0 { true } else { false }
        },

        Doctoring(name: "an outcome forgotten") { evidence, expectation in
            guard let taken = evidence.accepted.first,
                let index = evidence.log.firstIndex(where: { $0.delivery == taken.delivery })
            else { return nil }
            var twin = evidence
            twin.log[index].state = expectation.mayGoAgain ? "failed" : "queued"
            return twin
        } deserves: {
            if case .forgotten = $0 { true } else { false }
        },

        Doctoring(name: "a delivery left in somebody's hands") { evidence, expectation in
            guard !evidence.log.isEmpty,
                !expectation.allowedStates(of: evidence.log[0].delivery).contains("sending")
            else { return nil }
            var twin = evidence
            twin.log[0].state = "sending"
            return twin
        } deserves: {
            if case .state(_, "sending", _) = $0 { true } else { false }
        },

        Doctoring(name: "an attempt too many") { evidence, expectation in
            guard
                let index = evidence.log.indices.first(where: {
                    expectation.allowedAttempts(of: evidence.log[$0].delivery) != nil
                }), let allowed = expectation.allowedAttempts(of: evidence.log[index].delivery)
            else { return nil }
            var twin = evidence
            twin.log[index].attempts = allowed.upperBound + 1
            return twin
        } deserves: {
            if case .attempts = $0 { true } else { false }
        },

        Doctoring(name: "books that do not balance") { evidence, _ in
            guard !evidence.books.isEmpty, let channel = evidence.channels.first else { return nil }
            var twin = evidence
            twin.books[0].channels[channel]?["queued", default: 0] += 1
            return twin
        } deserves: {
            if case .unbalanced = $0 { true } else { false }
        },

        Doctoring(name: "a status that the log does not bear out") { evidence, _ in
            guard var last = evidence.books.last, let channel = evidence.channels.first, evidence.people > 0,
                let state = last.channels[channel]?.first(where: { $0.value > 0 })?.key
            else { return nil }
            last.channels[channel]?[state, default: 0] -= 1
            last.channels[channel]?[state == "bounced" ? "sent" : "bounced", default: 0] += 1
            var twin = evidence
            twin.books[twin.books.count - 1] = last
            return twin
        } deserves: {
            if case .logAndStatusDiffer = $0 { true } else { false }
        },

        Doctoring(name: "too slow an end") { evidence, _ in
            guard !evidence.timings.isEmpty else { return nil }
            var twin = evidence
            twin.timings[0].seconds = twin.timings[0].limit + 0.1
            return twin
        } deserves: {
            if case .late = $0 { true } else { false }
        },

        Doctoring(name: "silence about what it waits for") { evidence, expectation in
            guard expectation.waitsFor != nil, let last = evidence.books.last else { return nil }
            var twin = evidence
            twin.books.append(Books(audience: last.audience, channels: last.channels, waiting: nil, state: last.state))
            return twin
        } deserves: {
            if case .doesNotSayWhatItWaitsFor = $0 { true } else { false }
        },

        Doctoring(name: "more held than was in flight") { evidence, expectation in
            guard expectation.holdsOnlyInFlight, let channel = evidence.channels.last else { return nil }
            var twin = evidence
            for index in twin.log.indices where twin.log[index].channel == channel { twin.log[index].state = "held" }
            return evidence.inFlight[channel, default: 0] < evidence.people ? twin : nil
        } deserves: {
            if case .held = $0 { true } else { false }
        },

        Doctoring(name: "a word of a worker without a lease") { evidence, _ in
            guard evidence.settled != nil, !evidence.log.isEmpty else { return nil }
            var twin = evidence
            twin.log[0].at = "2026-01-01T00:00:00.000Z"
            return twin
        } deserves: {
            if case .changedWithoutARight = $0 { true } else { false }
        },
    ]
}
