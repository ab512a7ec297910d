import Accounts
import Calls
import Deliveries
import People

/// One message of a draft, to its writer's own address through the channel's own driver: outside the queue, the books and the
/// ledger.
///
/// It bears a mark, its links are those of a plan and open nothing, and no answer to it is counted: what comes back of it names
/// a number that stands for no delivery.
struct TestMessage: Sendable {
    let driver: any ChannelDriver
    let envelope: Envelope
    /// Where it goes, masked.
    let address: String

    /// How long somebody waits in front of the page.
    private static let patience = Duration.seconds(30)

    /// Makes a message; `nil` when the call does not go out on the channel, or no address is known for it.
    ///
    /// - Parameters:
    ///   - planning: The draft's call.
    ///   - channel: By which it goes.
    ///   - own: Where it goes.
    ///   - seal: Marks it, so that its return is told from that of a delivery.
    init?(_ planning: Planning, on channel: String, to own: OwnAddresses, seal: ReturnSeal) {
        guard let driver = planning.drivers.first(where: { type(of: $0).id.rawValue == channel }),
            let address = Self.maskedAddress(own, of: type(of: driver).addressKind)
        else { return nil }
        self.driver = driver
        self.address = address
        // Drivers know calls and deliveries by their numbers, and this call is in no store either.
        let number = DeliveryNumber.forTest()
        let item = Item(
            delivery: number,
            key: "test\(String(UInt64.random(in: .min ... .max), radix: 36))",
            attempt: 1,
            person: Draft.sample(at: own),
            isFirst: true
        )
        let plain = planning.briefing
        let briefing = Briefing(
            number: number.rawValue,
            call: plain.call.markedAsTest,
            organization: plain.organization,
            publicURL: plain.publicURL,
            links: plain.links,
            returnSeal: seal
        )
        envelope = Envelope(briefing: briefing, items: [item])
    }

    /// The masked address that a channel would use; `nil` when there is none, and where it goes on paper.
    static func maskedAddress(_ own: OwnAddresses, of kind: AddressKind) -> String? {
        let person = Draft.sample(at: own)
        guard kind == .mailbox || kind == .textPhone, person.reachability(by: kind) == .reachable else { return nil }
        return person.maskedAddress(by: kind)
    }

    /// Sends it.
    ///
    /// - Returns: What the channel said; `interrupted` when it said nothing in time.
    func send() async -> Outcome {
        let heard = Gathering<Outcome>()
        let (driver, envelope) = (driver, envelope)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await driver.deliver([envelope]) { report in heard.add(report.outcome) } }
            group.addTask { try? await Task.sleep(for: Self.patience) }
            await group.next()
            group.cancelAll()
        }
        return heard.all.first ?? .interrupted
    }
}

extension Call {
    /// The same call, with a mark before the subject and before the words.
    fileprivate var markedAsTest: Call {
        let mark = { (words: Words) in
            // A paragraph of its own, escaped, so that it changes nothing of what follows.
            Words(source: "\\[TEST\\]\n\n\(words.source)", firstLine: words.firstLine - 2)
        }
        return Call(
            slug: slug,
            title: title,
            subject: "[TEST] \(subject)",
            from: from,
            audience: audience,
            channels: channels,
            action: action,
            goal: goal,
            publishAt: publishAt,
            expiresAt: expiresAt,
            language: language,
            words: words.map(mark),
            sections: sections.mapValues(mark),
            options: options,
            source: source
        )
    }
}
