public import Calls
public import Deliveries
import Foundation
public import People

/// Carries calls by mail, over one mail server.
///
///     envelope ─▶ MailTemplate (compiled once per call) ─▶ Mail ─▶ Lanes (one thread, many connections)
///                                                                     └▶ Dialogue (RFC 5321, pure) ─▶ outcome
public struct EmailDriver: ChannelDriver {
    /// `email`.
    public static let id = ChannelID(rawValue: "email")
    /// A mailbox.
    public static let addressKind = AddressKind.mailbox

    /// Mails rendered at a time, so that the first are on the wire while the next are written.
    private static let chunk = 32
    /// The same where each takes a millisecond to sign.
    private static let signedChunk = 8

    let settings: EmailSettings
    private let templates: TemplateCache
    private let lanes: Lanes
    private let now: @Sendable () -> Timestamp

    /// Reads the channel's part of the settings; opens nothing.
    ///
    /// - Parameter settings: What stands under `channels.email`.
    /// - Throws: ``ChannelSettingsError`` naming every fault.
    public init(settings: ChannelSettings) throws(ChannelSettingsError) {
        try self.init(settings: settings, patience: Patience()) {
            Timestamp(rawValue: Int64(Date.now.timeIntervalSince1970 * 1_000))
        }
    }

    init(
        settings: ChannelSettings,
        patience: Patience,
        now: @escaping @Sendable () -> Timestamp
    ) throws(ChannelSettingsError) {
        let read = try EmailSettings(settings)
        self.settings = read
        templates = TemplateCache(identity: read.identity)
        lanes = Lanes(to: read.endpoint, limit: read.connections, patience: patience)
        self.now = now
    }

    /// Enough for two mails on each lane, a batch in the making and one whose outcomes are being written; a repeated mail has
    /// the same Message-ID.
    public var pace: Pace {
        Pace(
            inHand: max(600, settings.connections * 20),
            mayRepeat: true,
            rate: settings.rate,
            connections: settings.connections
        )
    }

    /// Limits the connections to the worker's share.
    public func allot(lanes share: Int) { lanes.limit(to: share) }

    /// Where returned mail comes to, as far as the settings say.
    package var returns: ReturnsSettings { settings.returns }

    /// How many connections are open or being opened.
    public var lanesOpen: Int { lanes.open }

    /// Compiles the words, so that every fault is found before anything is sent.
    ///
    /// - Parameter briefing: The call.
    /// - Returns: A forecast without figures: a mail costs nothing that could be counted.
    /// - Throws: ``WordsError`` when the words cannot be sent by mail.
    public func forecast(_ briefing: Briefing) throws(WordsError) -> any Forecaster {
        MailForecaster(fieldNames: try MailTemplate(briefing, from: settings.identity).fieldNames)
    }

    /// The subject and both bodies, as a mail program shows them.
    ///
    /// - Parameters:
    ///   - briefing: The call.
    ///   - person: Whom.
    /// - Returns: What the person would read.
    /// - Throws: ``WordsError`` when the words cannot be sent by mail.
    public func preview(_ briefing: Briefing, for person: Person) throws(WordsError) -> Preview {
        try MailTemplate(briefing, from: settings.identity).preview(for: person)
    }

    /// Sends a mail for each item, over as many connections as are needed and configured.
    ///
    /// - Parameters:
    ///   - envelopes: What is to be sent.
    ///   - report: Takes each item's outcome, on the lanes' thread or on the caller's.
    public func deliver(_ envelopes: [Envelope], report: @escaping @Sendable (Report) -> Void) async {
        let count = envelopes.reduce(0) { $0 + $1.items.count }
        guard count > 0 else { return }
        let batch = Batch(count: count, report: report)
        await withTaskCancellationHandler {
            await submit(envelopes, of: batch)
            await batch.finished()
        } onCancel: {
            batch.cancel()
            lanes.sweep()
        }
    }

    /// Connects, introduces itself, logs in, and says goodbye.
    public func examine() async -> [Finding] { await Examination(of: settings.endpoint).findings() }

    /// Writes the mails and hands them to the lanes; where they are signed, on every core at once.
    ///
    /// A signature by RSA takes ten times as long as all the rest of a mail.
    private func submit(_ envelopes: [Envelope], of batch: Batch) async {
        var items: [(Item, Envelope)] = []
        for envelope in envelopes { items += envelope.items.map { ($0, envelope) } }
        guard !settings.signing.isOff else {
            for start in stride(from: 0, to: items.count, by: Self.chunk) {
                submit(items[start..<min(start + Self.chunk, items.count)], of: batch)
            }
            return
        }
        await withTaskGroup(of: Void.self) { group in
            var start = 0
            var open = 0
            while start < items.count {
                if open >= ProcessInfo.processInfo.activeProcessorCount {
                    await group.next()
                    open -= 1
                }
                let chunk = items[start..<min(start + Self.signedChunk, items.count)]
                group.addTask { submit(chunk, of: batch) }
                start += Self.signedChunk
                open += 1
            }
        }
    }

    private func submit(_ items: ArraySlice<(Item, Envelope)>, of batch: Batch) {
        var jobs: [Job] = []
        let date = DateHeader(now())
        for (item, envelope) in items {
            if batch.isCancelled {
                batch.settle(item.delivery, .interrupted)
                continue
            }
            switch mail(for: item, of: envelope.briefing, date: date) {
            case .success(let mail):
                jobs.append(Job(mail: mail, delivery: item.delivery, batch: batch, mayBegin: envelope.mayBegin))
            case .failure(let refusal): batch.settle(item.delivery, .refused(reason: refusal.reason))
            }
        }
        if !jobs.isEmpty { lanes.submit(jobs) }
    }

    /// Why no mail can be made for an item.
    private struct Refusal: Error {
        let reason: String
    }

    private func mail(for item: Item, of briefing: Briefing, date: DateHeader) -> Result<Mail, Refusal> {
        guard let recipient = item.person.email.flatMap(EnvelopeAddress.init) else {
            return .failure(Refusal(reason: "the person has no address that could be used for mail"))
        }
        do {
            let template = try templates.template(for: briefing)
            let ticket = Int(truncatingIfNeeded: item.delivery.rawValue)
            return .success(
                template.mail(for: item, to: recipient, date: date, ticket: ticket, signing: settings.signing)
            )
        } catch {
            return .failure(Refusal(reason: "the words cannot be sent: \(error)"))
        }
    }
}
