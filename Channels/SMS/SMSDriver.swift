public import Calls
import Curl
public import Deliveries
public import People
import Synchronization

/// Text messages, through a gateway that speaks HTTP.
public final class SMSDriver: ChannelDriver {
    /// `sms`.
    public static let id = ChannelID(rawValue: "sms")
    /// A phone that takes text messages.
    public static let addressKind = AddressKind.textPhone

    let settings: SMSSettings
    let client: HTTPClient
    /// What was compiled, under the calls' numbers.
    private let wordings = Mutex<[Int64: Result<TextWording, WordsError>]>([:])
    private static let mostWordings = 16
    /// So many are handed over at once, while the words of those behind them are still being filled in.
    private static let group = 32
    /// How long what is on the wire may take to end once we are told to stop.
    private static let grace = Duration.seconds(5)

    /// Reads the channel's part of the settings; opens no connection.
    ///
    /// - Parameter settings: What stands under `channels.sms`.
    /// - Throws: ``ChannelSettingsError`` naming every fault, never showing a secret.
    public convenience init(settings: ChannelSettings) throws(ChannelSettingsError) {
        self.init(try SMSSettings(settings), limits: HTTPClient.Limits())
    }

    init(_ settings: SMSSettings, limits: HTTPClient.Limits) {
        self.settings = settings
        client = HTTPClient(connections: settings.connections, limits: limits)
    }

    /// At least one on the wire and one ready behind it on every connection; more where the gateway is quick, so that
    /// outcomes are written many at a time.
    ///
    /// An unknown fate is held, since texts cost money and nerves.
    public var pace: Pace {
        Pace(
            inHand: settings.connections * 100,
            least: settings.connections * 2,
            mayRepeat: false,
            rate: settings.rate,
            connections: settings.connections
        )
    }

    /// Limits the connections to the worker's share.
    public func allot(lanes: Int) { client.limit(to: lanes) }

    /// How many connections may be open.
    public var lanesOpen: Int { client.places }

    /// Counts parts and looks for signs that make texts expensive.
    ///
    /// - Parameter briefing: The call.
    /// - Returns: Something that is shown every person who would be asked.
    /// - Throws: ``WordsError`` when there are no words, or their fields cannot be read.
    public func forecast(_ briefing: Briefing) throws(WordsError) -> any Forecaster {
        let wording = try TextWording(briefing, addsOptOutLine: settings.addsOptOutLine)
        return TextForecaster(wording, maxParts: settings.maxParts)
    }

    /// The text with its link and its way out, and how the network counts it.
    ///
    /// - Parameters:
    ///   - briefing: The call.
    ///   - person: Whom; as if nothing was ever sent to them.
    /// - Returns: What stands on the person's phone.
    /// - Throws: ``WordsError`` when there are no words, or their fields cannot be read.
    public func preview(_ briefing: Briefing, for person: Person) throws(WordsError) -> Preview {
        let text = try TextWording(briefing, addsOptOutLine: settings.addsOptOutLine).text(for: person, isFirst: true)
        let parts = text.parts == 1 ? "1 part" : "\(text.parts) parts"
        return Preview(text: text.text, notes: ["\(parts), \(text.encoding.rawValue)"])
    }

    /// Hands every text to the gateway over at most as many connections as configured.
    ///
    /// - Parameters:
    ///   - envelopes: What is to be sent.
    ///   - report: Takes each item's outcome.
    public func deliver(_ envelopes: [Envelope], report: @escaping @Sendable (Report) -> Void) async {
        let round = SendingRound(client, settings, report)
        await withTaskCancellationHandler {
            var ready: [TextRequest] = []
            for envelope in envelopes {
                for item in envelope.items {
                    switch message(for: item, of: envelope.briefing) {
                    case .success(let message):
                        let request = settings.gateway.request(for: message)
                        ready.append(
                            TextRequest(delivery: item.delivery, request: request, mayBegin: envelope.mayBegin)
                        )
                    case .failure(let refusal): report(Report(item.delivery, .refused(reason: refusal.reason)))
                    }
                    guard ready.count == Self.group else { continue }
                    round.send(ready)
                    ready.removeAll(keepingCapacity: true)
                }
            }
            if !ready.isEmpty { round.send(ready) }
            await round.end()
        } onCancel: {
            client.withdraw(round.batch, within: Self.grace)
        }
    }

    /// Whether the gateway answers, and knows us where it can tell without sending anything.
    ///
    /// - Returns: What was found.
    public func examine() async -> [Finding] {
        var findings = [GatewayExamination.finding(await client.send(settings.gateway.probe), settings)]
        if !settings.address.isEncrypted, !settings.address.isLoopback {
            findings.append(
                .bad(
                    "channels.sms.url is not https: the token and all texts travel in the clear. Use https, or a tunnel."
                )
            )
        }
        return findings
    }

    private struct Refusal: Error {
        let reason: String
    }

    private func message(for item: Item, of briefing: Briefing) -> Result<TextMessage, Refusal> {
        guard let phone = item.person.phone else { return .failure(Refusal(reason: "there is no phone number")) }
        let text: SMSText
        switch wording(of: briefing) {
        case .success(let wording):
            text = wording.text(for: item.person, isFirst: item.isFirst, delivery: item.delivery)
        case .failure(let error): return .failure(Refusal(reason: GatewayWords.line(error.description)))
        }
        guard text.parts > 0 else { return .failure(Refusal(reason: "the text is empty for this person")) }
        guard text.parts <= settings.maxParts else {
            let reason =
                "the text takes \(text.parts) parts for this person; channels.sms.max_parts is \(settings.maxParts)"
            return .failure(Refusal(reason: reason))
        }
        return .success(
            TextMessage(
                phone: phone,
                text: text,
                key: item.key,
                returnToken: briefing.returnSeal?.token(item.delivery),
                person: item.person,
                briefing: briefing
            )
        )
    }

    private func wording(of briefing: Briefing) -> Result<TextWording, WordsError> {
        if let known = wordings.withLock({ $0[briefing.number] }) { return known }
        let compiled = Result { () throws(WordsError) in
            try TextWording(briefing, addsOptOutLine: settings.addsOptOutLine)
        }
        wordings.withLock { wordings in
            if wordings.count >= Self.mostWordings { wordings.removeAll() }
            wordings[briefing.number] = compiled
        }
        return compiled
    }
}
