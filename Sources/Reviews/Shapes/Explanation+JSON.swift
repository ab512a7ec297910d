import Calls
package import Deliveries
import People

extension Explanation {
    /// The rule and the entries, channel by channel.
    package var json: JSON {
        .object([
            ("call", .text(call)), ("person", .text(person.rawValue)), ("selected", .bool(isSelected)),
            ("done", .text(completion?.at.description)), ("done_via", .text(completion?.via)),
            (
                "channels",
                .object(
                    channels.map { channel in
                        (
                            channel.id.rawValue,
                            .object([
                                ("state", .text(channel.state?.rawValue)), ("reason", .text(channel.reason)),
                                ("address", .text(channel.address)), ("answer", .text(channel.answer)),
                                ("consent", channel.consent?.json ?? .null),
                            ])
                        )
                    }
                )
            ),
        ])
    }
}

extension ConsentRecord {
    /// A line of the ledger.
    package var json: JSON {
        .object([
            ("entry", .number(Int(sequence))), ("channel", .text(change.channel.rawValue)),
            ("state", .text(change.state.rawValue)), ("at", .text(change.at.description)),
            ("source", .text(change.source)), ("wording", .text(change.wording)),
            ("evidence", .text(change.evidence)), ("recorded_at", .text(recordedAt.description)),
            ("recorded_by", .text(recordedBy)),
        ])
    }
}
