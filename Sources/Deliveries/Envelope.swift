public import Calls
public import People

/// A delivery's number in its store: positive, never used again.
public struct DeliveryNumber: RawRepresentable, Hashable, Sendable, Comparable {
    /// The number itself.
    public let rawValue: Int64

    /// Takes a number as it is.
    ///
    /// - Parameter rawValue: Positive.
    public init(rawValue: Int64) { self.rawValue = rawValue }

    /// Deliveries sort in the order in which they were planned.
    public static func < (left: DeliveryNumber, right: DeliveryNumber) -> Bool { left.rawValue < right.rawValue }
}

/// What is the same for every delivery of a call: made once by the worker, shared by all its envelopes.
public final class Briefing: Sendable {
    /// The call's number in its store: positive, never used again.
    ///
    /// Drivers keep what they compile under it.
    public let number: Int64
    /// What is asked, and in which words.
    public let call: Call
    /// Who asks.
    public let organization: Organization
    /// The address of the web side, without a slash at its end, where there is one.
    public let publicURL: String?
    /// Makes the links in messages; `nil` where the installation has no web side.
    public let links: PersonalLinks?
    /// What marks messages so that their return can be told; `nil` where nothing comes back, as in a plan.
    package let returnSeal: ReturnSeal?

    /// Gathers what is the same for everyone.
    public convenience init(
        number: Int64,
        call: Call,
        organization: Organization,
        publicURL: String? = nil,
        links: PersonalLinks? = nil
    ) {
        self.init(
            number: number,
            call: call,
            organization: organization,
            publicURL: publicURL,
            links: links,
            returnSeal: nil
        )
    }

    package init(
        number: Int64,
        call: Call,
        organization: Organization,
        publicURL: String?,
        links: PersonalLinks?,
        returnSeal: ReturnSeal?
    ) {
        self.number = number
        self.call = call
        self.organization = organization
        self.publicURL = publicURL ?? links?.publicURL
        self.links = links
        self.returnSeal = returnSeal
    }

    /// The call's own fields, as templates name them.
    public static let fieldNames = [
        "organization", "title", "ask", "when", "where", "url", "reply", "goal", "call", linkField,
    ]
    /// The link to the call's page: each delivery's own in a message, the public one on paper that many people see.
    public static let linkField = "link"

    /// The call's value for a field of the words.
    ///
    /// - Parameter name: The field's name, `where`.
    /// - Returns: The value; `nil` when the call has no field of that name.
    public func value(of name: String) -> String? {
        switch name {
        case "organization": organization.name
        case "title": call.title
        case "ask": call.action.ask
        case "when": call.action.whenText ?? ""
        case "where": call.action.place ?? ""
        case "url": call.action.url ?? ""
        case "reply": call.action.reply ?? ""
        case "goal": call.goal.map(String.init) ?? ""
        case "call": call.slug
        case Self.linkField: links?.publicPage(of: call.slug) ?? ""
        default: nil
        }
    }
}

/// One delivery in an envelope: a person to be asked.
public struct Item: Sendable {
    /// The delivery's number; outcomes are reported under it.
    public let delivery: DeliveryNumber
    /// The same for every attempt at this delivery and for no other: letters and digits.
    ///
    /// Message-IDs and idempotency keys are made from it, so that a receiver can tell a repetition.
    public let key: String
    /// How many attempts this makes; the first is 1.
    public let attempt: Int
    /// Whom to ask.
    public let person: Person
    /// Whether nothing was ever sent to this person on this channel.
    public let isFirst: Bool

    /// Makes an item out of its parts.
    public init(delivery: DeliveryNumber, key: String, attempt: Int, person: Person, isFirst: Bool) {
        self.delivery = delivery
        self.key = key
        self.attempt = attempt
        self.person = person
        self.isFirst = isFirst
    }
}

/// All that a driver sees of the deliveries it is handed: one for mail and text, a batch of doors for a sheet.
public struct Envelope: Sendable {
    /// What is the same for everyone.
    public let briefing: Briefing
    /// Counted per call and channel from 1 where the channel groups its deliveries, else 0.
    ///
    /// An envelope that is handed over again after a crash has the same batch, so that a driver can replace what it
    /// began.
    public let batch: Int
    /// The turf that the batch is, where the call's doors were cut before; `nil` leaves cutting to the driver.
    public let turf: Turf?
    /// The deliveries; never empty, exactly one unless the channel groups.
    public let items: [Item]
    /// Whether a delivery may still be begun, since its person may have opted out while it waited for a lane.
    ///
    /// Ask right before the first byte of it leaves, and again before its words do where the two lie apart; report
    /// `interrupted` where the answer is no. Cheap, from any thread.
    public let mayBegin: @Sendable (DeliveryNumber) -> Bool
    /// Which of several deliveries may still be begun, all of them asked about at one moment.
    ///
    /// For what goes out together, such as a printed sheet: a permission that lapses between two questions would tear it apart.
    public let whichMayBegin: @Sendable ([DeliveryNumber]) -> Set<DeliveryNumber>

    /// Makes an envelope out of its parts; without `whichMayBegin`, `mayBegin` is asked about one after the other.
    public init(
        briefing: Briefing,
        batch: Int = 0,
        turf: Turf? = nil,
        items: [Item],
        mayBegin: @escaping @Sendable (DeliveryNumber) -> Bool = { _ in true },
        whichMayBegin: (@Sendable ([DeliveryNumber]) -> Set<DeliveryNumber>)? = nil
    ) {
        self.briefing = briefing
        self.batch = batch
        self.turf = turf
        self.items = items
        self.mayBegin = mayBegin
        self.whichMayBegin = whichMayBegin ?? { Set($0.filter(mayBegin)) }
    }
}

/// Where a template of the words finds its values: the person first, then the call.
public struct EnvelopeFields: FieldSource {
    /// Whom to ask.
    public let person: Person
    /// What is the same for everyone.
    public let briefing: Briefing
    /// Which delivery it is, for the link in it; `nil` where words can hold no link.
    public let delivery: DeliveryNumber?

    /// Joins them.
    public init(person: Person, briefing: Briefing, delivery: DeliveryNumber? = nil) {
        self.person = person
        self.briefing = briefing
        self.delivery = delivery
    }

    /// The call's value where the call has such a field, else the person's.
    ///
    /// - Parameter name: The field's name.
    /// - Returns: The value; `nil` when neither has it.
    public func value(of name: String) -> String? {
        if name == Briefing.linkField { return delivery.flatMap { briefing.links?.ask($0) } ?? "" }
        return briefing.value(of: name) ?? person.value(of: name)
    }
}
