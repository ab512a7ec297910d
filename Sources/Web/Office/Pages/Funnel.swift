import Calls
import Deliveries
import Reviews

/// What became of everybody in the audience, channel by channel: left out, to be asked, sent, delivered, done.
struct Funnel {
    /// A row a channel.
    let rows: [[String: Any]]

    init(_ status: CallStatus, _ texts: Texts) {
        rows = status.channels.keys.sorted().map { channel in
            let states = status.channels[channel] ?? [:]
            let skipped = states[.skipped] ?? 0
            let asked = status.audience - skipped
            let delivered = states[.delivered] ?? 0
            let sent = (states[.sent] ?? 0) + delivered + (states[.bounced] ?? 0)
            let done = status.doneVia[channel.rawValue] ?? 0
            let steps = [("asked", asked), ("sent", sent), ("delivered", delivered), ("done", done)]
            let others: [DeliveryState] = [.queued, .sending, .held, .failed, .bounced, .cancelled, .skipped]
            return [
                "channel": texts.channelName(channel),
                "steps": steps.map { name, count -> [String: Any] in
                    [
                        "label": texts.text("funnel.\(name)"), "count": texts.language.written(count),
                        "value": String(count), "max": String(max(asked, 1)),
                    ]
                },
                "others": others.filter { (states[$0] ?? 0) > 0 }.map { state -> [String: Any] in
                    let query = QueryText.joined([
                        ("call", status.call), ("channel", channel.rawValue), ("state", state.rawValue),
                    ])
                    return [
                        "state": texts.text("state.\(state.rawValue)"),
                        "count": texts.language.written(states[state] ?? 0), "query": query,
                    ]
                },
            ]
        }
    }
}
