/// A counterfeit of Clarion, small enough to be read at once, with one fault that can be chosen.
///
/// It sends one message to each person, dies in the middle, begins again, and writes a log and books as Clarion would.
struct WrongSender {
    enum Flaw: String, CaseIterable, Sendable {
        case none
        /// Writes "sent" first and sends then, so that a death in between loses the message.
        case acknowledgesBeforeSending
        /// After a death it begins at the beginning.
        case forgetsOutcomes
        /// Makes a new Message-ID for each try.
        case renamesRepetitions
        /// Gives every message the same Message-ID.
        case namesAllAlike
        /// Repeats texts whose fate is unknown, as if they were mails.
        case repeatsTexts
        /// Loses the row that it had in hand when it died.
        case dropsTheRowInHand
        /// Counts what it had in hand twice.
        case countsTwice
        /// Leaves what it had in hand where it was for ever.
        case rescuesNobody
        /// Says "failed" of what it had in hand.
        case givesUpWhatWasTaken
    }

    let flaw: Flaw
    let people: Int
    let channel: String

    /// Sends everything, dying once, with as many in flight as are given.
    func evidence(inFlight: Int, dyingAfter sent: Int) -> Evidence {
        var evidence = Evidence(people: people, channels: [channel])
        var states = [String](repeating: "queued", count: people)
        var tries = [Int](repeating: 0, count: people)
        let send: (Int) -> Void = { number in
            tries[number] += 1
            evidence.accepted.append(acceptance(number, attempt: tries[number]))
        }
        for number in 0..<sent {
            send(number)
            states[number] = "sent"
        }
        // The death: these were handed over, and their outcomes are not written.
        let inHand = sent..<(sent + inFlight)
        for number in inHand {
            states[number] = "sending"
            if flaw == .acknowledgesBeforeSending { states[number] = "sent" } else { send(number) }
        }
        evidence.inFlight[channel] = inFlight
        if flaw == .forgetsOutcomes { for number in 0..<sent { states[number] = "queued" } }
        for number in inHand where states[number] == "sending" {
            states[number] =
                switch flaw {
                case .rescuesNobody: "sending"
                case .givesUpWhatWasTaken: "failed"
                case .repeatsTexts: "queued"
                default: channel == "email" ? "queued" : "held"
                }
        }
        for number in 0..<people where states[number] == "queued" {
            send(number)
            states[number] = "sent"
        }
        write(states, inHand: inHand, to: &evidence)
        return evidence
    }

    private func write(_ states: [String], inHand: Range<Int>, to evidence: inout Evidence) {
        var counts: [String: Int] = [:]
        for (number, state) in states.enumerated() {
            counts[state, default: 0] += 1
            if flaw == .dropsTheRowInHand, inHand.contains(number) { continue }
            evidence.log.append(
                LogLine(
                    person: "p\(number + 1)",
                    channel: channel,
                    state: state,
                    reason: nil,
                    attempts: 1,
                    at: "2026-12-01T14:03:11.120Z",
                    reference: nil
                )
            )
        }
        if flaw == .countsTwice { counts["sent", default: 0] += inHand.count }
        evidence.books = [Books(audience: people, channels: [channel: counts], waiting: nil, state: "finished")]
    }

    private func acceptance(_ number: Int, attempt: Int) -> Acceptance {
        let identity =
            switch flaw {
            case .renamesRepetitions: "<\(number).\(attempt)@example.org>"
            case .namesAllAlike: "<one@example.org>"
            default: "<\(number)@example.org>"
            }
        return Acceptance(delivery: DeliveryID(person: "p\(number + 1)", channel: channel), identity: identity)
    }
}
