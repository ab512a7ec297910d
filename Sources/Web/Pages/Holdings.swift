import Calls
import Deliveries
import Foundation
import People
import Reviews

/// Everything that we hold about a person, as a file for them to take along.
struct Holdings: Encodable {
    struct Consent: Encodable {
        let channel, state, at, source, wording, evidence: String
    }

    struct Message: Encodable {
        let call, channel, state, at: String
    }

    struct Done: Encodable {
        let call, at, via, evidence: String
    }

    let id, given_name, family_name, email, phone, language, timezone, frequency: String
    let street, unit, locality, region, postal_code, country: String
    let latitude, longitude: Double?
    let tags: [String]
    let attributes: [String: String]
    let consent: [Consent]
    let messages: [Message]
    let done: [Done]

    /// The file.
    ///
    /// - Parameters:
    ///   - id: Whose.
    ///   - store: Where it lies.
    /// - Returns: JSON, indented; an empty object when there is no such person.
    /// - Throws: What the store throws.
    static func json(of id: PersonID, in store: any WebStore) async throws -> [UInt8] {
        guard let (person, records) = try await store.person(id) else { return Array("{}".utf8) }
        var query = LogQuery()
        query.person = id
        let messages = Gathering<Message>()
        try await store.log(query) { entry in
            messages.add(
                Message(
                    call: entry.call,
                    channel: entry.channel.rawValue,
                    state: entry.state.rawValue,
                    at: entry.at.description
                )
            )
        }
        let done = try await store.completions(of: id)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .withoutEscapingSlashes]
        return Array(try encoder.encode(Holdings(person, records, messages.all, done)))
    }

    private init(_ person: Person, _ records: [ConsentRecord], _ messages: [Message], _ done: [CompletedCall]) {
        id = person.id.rawValue
        given_name = person.givenName
        family_name = person.familyName
        email = person.email?.exact ?? ""
        phone = person.phone?.exact ?? ""
        language = person.language
        timezone = person.timezone
        frequency = person.frequency.rawValue
        street = person.door?.street ?? ""
        unit = person.door?.unit ?? ""
        locality = person.door?.locality ?? ""
        region = person.door?.region ?? ""
        postal_code = person.door?.postalCode ?? ""
        country = person.door?.country ?? ""
        latitude = person.door?.latitude
        longitude = person.door?.longitude
        tags = person.tags
        attributes = person.attributes
        consent = records.map { record in
            Consent(
                channel: record.change.channel.rawValue,
                state: record.change.state.rawValue,
                at: record.change.at.description,
                source: record.change.source,
                wording: record.change.wording,
                evidence: record.change.evidence
            )
        }
        self.messages = messages
        self.done = done.map { done in
            Done(
                call: done.call,
                at: done.completion.at.description,
                via: done.completion.via,
                evidence: done.completion.evidence
            )
        }
    }
}
