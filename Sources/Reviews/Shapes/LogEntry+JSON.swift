import Calls
import Deliveries
import People

extension LogEntry {
    /// A line of the log.
    package var json: JSON {
        .object([
            ("call", .text(call)), ("person", .text(person.rawValue)), ("channel", .text(channel.rawValue)),
            ("purpose", .text(purpose)), ("state", .text(state.rawValue)), ("reason", .text(reason)),
            ("attempts", .number(attempts)), ("due", .text(due?.description)), ("at", .text(at.description)),
            ("reference", .text(reference)), ("address", .text(address)),
            ("answer", .text(answer)),
        ])
    }
}
