import App
import ArgumentParser
import Calls
import Deliveries
import People
import Reviews

/// `clarion explain CALL PERSON`.
struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say why a person was or was not asked, by which rule and entry."
    )

    @OptionGroup var place: Place
    @OptionGroup var output: FormatOption

    @Argument(help: "The call.")
    var call: String
    @Argument(help: "The person's id.")
    var person: String

    func run() async throws {
        try await reporting {
            let store = try await place.store()
            guard let explanation = try await store.explain(call, PersonID(rawValue: person)) else {
                throw try await Failure.unknown(call: call, person: person, in: store)
            }
            switch output.format {
            case .json, .jsonl: Console.print(explanation.json.line)
            case .table, .csv: ExplanationText(explanation: explanation).print()
            }
        }
    }
}

extension Failure {
    /// Says which of the two is not there.
    static func unknown(call: String, person: String, in store: some ReviewStore) async throws -> Failure {
        if try await store.status(of: call, now: .now) == nil {
            return Failure(.noInput, "There is no call '\(call)'. 'clarion status' lists the calls.")
        }
        return Failure(.noInput, "There is no person '\(person)'. 'clarion people list' lists them.")
    }
}

/// An explanation in sentences.
private struct ExplanationText {
    let explanation: Explanation

    func print() {
        let person = explanation.person
        Console.print(Console.bold("\(person) and '\(explanation.call)'"))
        Console.print(
            explanation.isSelected
                ? "The call's audience rule selects \(person)." : "The call's audience rule does not select \(person)."
        )
        if let done = explanation.completion {
            Console.print("\(person) did what was asked at \(done.at), known via \(done.via).")
        }
        for channel in explanation.channels {
            Console.print("\n\(Console.bold(channel.id.rawValue)): \(verdict(channel))")
            Console.print("  \(consent(channel))")
            if let answer = channel.answer {
                Console.print("  The \(Meeting(on: channel.id) == .byPhone ? "call" : "door") said: \(answer).")
            }
            if !channel.address.isEmpty { Console.print("  The address is \(channel.address).") }
        }
    }

    private func verdict(_ channel: Explanation.Channel) -> String {
        guard let state = channel.state else { return "not part of the call's audience when it was submitted" }
        guard let reason = channel.reason else { return state.rawValue }
        return "\(state.rawValue), \(reason)" + (SkipReason(rawValue: reason).map { ": \($0.sentence)" } ?? "")
    }

    private func consent(_ channel: Explanation.Channel) -> String {
        guard let record = channel.consent else {
            return "The consent ledger has no entry for this channel, and silence is no."
        }
        let change = record.change
        let wording = change.wording.isEmpty ? "" : ", in the words \"\(Listing.printable(change.wording))\""
        return "Entry \(record.sequence) of the consent ledger: \(change.state.rawValue) at \(change.at), "
            + "source: \(Listing.printable(change.source))\(wording)."
    }
}

extension SkipReason {
    /// The reason in a sentence.
    var sentence: String {
        switch self {
        case .noConsent: "the person never opted in to this channel"
        case .consentPending: "the person was asked to confirm and has not yet"
        case .consentWithdrawn: "the person opted out of this channel"
        case .noAddress: "nothing is known by which this channel reaches the person"
        case .badAddress: "the address cannot be used on this channel"
        case .suppressed: "the address was struck out"
        case .duplicateAddress: "somebody else in the audience has the same address and is asked there"
        case .alreadyDone: "the person has done already what is asked"
        case .expired: "the call has closed"
        case .tooSoon: "another call went to the person not long ago, and they asked to hear from us more seldom"
        }
    }
}
