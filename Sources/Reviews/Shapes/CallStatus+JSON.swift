import Calls
import Deliveries

extension CallStatus {
    /// The numbers, every state of every channel.
    package var json: JSON {
        .object([
            ("call", .text(call)), ("title", .text(title)), ("state", .text(course.rawValue)),
            ("audience", .number(audience)), ("goal", goal.map { .number($0) } ?? .null), ("done", .number(done)),
            ("done_via", .counts(doneVia.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })),
            ("arrived", .counts([("all", arrived), ("through_shared_links", shared)])),
            (
                "channels",
                .object(
                    channels.keys.sorted().map { channel in
                        (
                            channel.rawValue,
                            .counts(DeliveryState.allCases.map { ($0.rawValue, channels[channel]?[$0] ?? 0) })
                        )
                    }
                )
            ),
            ("results", .counts(results.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })),
            ("waiting_for", .text(waitingFor)),
        ])
    }
}
