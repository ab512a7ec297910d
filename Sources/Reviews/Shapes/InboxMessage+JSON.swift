import Calls
package import Deliveries
import People

extension InboxMessage {
    /// A message, with the sender as it is to be shown.
    package func json(sender: String) -> JSON {
        .object([
            ("number", .number(Int(number.rawValue))), ("at", .text(at.description)),
            ("channel", .text(channel.rawValue)), ("person", .text(person?.rawValue)), ("from", .text(sender)),
            ("perhaps_opt_out", .bool(isPerhapsStop)), ("words", .text(words)),
            ("handled_at", .text(handledAt?.description)),
        ])
    }
}
