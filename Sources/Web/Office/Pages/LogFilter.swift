import Calls
import Deliveries
import HTTPTypes
import Hummingbird
import People
import Reviews

/// What the address of the log says: which deliveries, and from which place on.
struct LogFilter {
    let call, channel, state, person: String?
    /// Only what changed at or before this place.
    let until: LogPlace?

    /// Reads an address.
    ///
    /// - Throws: `HTTPError` for a state that is none, or a place that is none.
    init(_ values: [String: String]) throws {
        call = values["call"]
        channel = values["channel"]
        state = values["state"]
        person = values["person"]
        if let state, DeliveryState(rawValue: state) == nil { throw HTTPError(.badRequest) }
        until = try values["until"].map { text in
            let numbers = text.split(separator: "-").map { Int64($0) }
            guard numbers.count == 2, let at = numbers[0], let number = numbers[1] else { throw HTTPError(.badRequest) }
            return LogPlace(at: Timestamp(rawValue: at), number: DeliveryNumber(rawValue: number))
        }
    }

    /// Asks the store; addresses stay masked.
    func query(atMost limit: Int) -> LogQuery {
        var query = LogQuery()
        query.call = call
        query.channel = channel.map(ChannelID.init(rawValue:))
        query.state = state.flatMap(DeliveryState.init)
        query.person = person.map(PersonID.init(rawValue:))
        query.until = until
        query.limit = limit
        return query
    }

    /// The same filter from another place on.
    func text(until place: LogPlace? = nil) -> String {
        QueryText.joined([
            ("call", call), ("channel", channel), ("state", state), ("person", person),
            ("until", place.map { "\($0.at.rawValue)-\($0.number.rawValue)" }),
        ])
    }
}
