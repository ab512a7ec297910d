package import Calls
package import Deliveries
package import People

extension Samples {
    /// A call that any channel can carry.
    package static let call = Call(
        slug: "rent-hearing",
        title: "Fill the room for rent stabilization",
        action: Action(
            kind: .attend,
            ask: "Come to the hearing",
            whenText: "Friday, December 4, 2026 at 6:30 PM",
            place: "City Hall, room 2",
            url: "https://riverside.example/hearing",
            reply: "YES"
        ),
        words: Words(source: "Dear {{first_name}},\n\nthe rent hearing is on December 4. We need you there.")
    )

    /// Somebody whom every channel can reach.
    ///
    /// - Parameter number: Tells one person from another; 1 or more.
    /// - Returns: A fictional person.
    /// - Throws: Never, unless the sample addresses above become invalid.
    package static func person(_ number: Int) throws(AddressFault) -> Person {
        Person(
            id: PersonID(rawValue: "p\(number)"),
            givenName: "Ada",
            familyName: "Sample\(number)",
            email: try EmailAddress("person\(number)@example.org"),
            phone: PhoneNumber(stored: "+12125550\(100 + number % 100)", line: .mobile),
            door: try Door(street: "\(number) Main St", locality: "Springfield", region: "IL", postalCode: "62701")
        )
    }

    /// Envelopes as a worker would hand them to a driver: one item each, or all in one where the channel groups.
    ///
    /// - Parameters:
    ///   - count: How many items.
    ///   - first: The number of the first delivery; the others count on from it.
    ///   - batch: The batch of the one envelope of a channel that groups.
    ///   - driver: Whose pace decides about grouping.
    ///   - call: What is asked.
    ///   - mayBegin: Whether a delivery may still be begun.
    /// - Returns: Envelopes of one briefing.
    /// - Throws: Never, unless the sample addresses become invalid.
    package static func envelopes(
        _ count: Int,
        from first: Int = 1,
        batch: Int = 1,
        for driver: any ChannelDriver,
        call: Call = Samples.call,
        mayBegin: @escaping @Sendable (DeliveryNumber) -> Bool = { _ in true }
    ) throws(AddressFault) -> [Envelope] {
        let briefing = Briefing(number: 7, call: call, organization: organization)
        var items: [Item] = []
        for number in first..<first + count {
            let delivery = DeliveryNumber(rawValue: Int64(number))
            let person = try person(number)
            items.append(Item(delivery: delivery, key: "k\(number)", attempt: 1, person: person, isFirst: number == 1))
        }
        if driver.pace.groups { 
            return [Envelope(briefing: briefing, batch: batch, items: items, mayBegin: mayBegin)]
        }
        return items.map { Envelope(briefing: briefing, items: [$0], mayBegin: mayBegin) }
    }
}
