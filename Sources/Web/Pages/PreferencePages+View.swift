import Calls
import Deliveries
import Hummingbird
import People
import Reviews

/// A channel that could reach a person, and what they said of it.
struct ChannelChoice {
    let profile: ChannelProfile
    /// `nil` is silence.
    let state: ConsentState?
}

extension PreferencePages {
    /// The channels for which we hold an address of the person, or on which they have said something.
    func choices(of person: Person) async throws -> [ChannelChoice] {
        let records = try await site.store.person(person.id)?.1 ?? []
        return site.channels.compactMap { profile in
            let state = records.last { $0.change.channel == profile.id }?.change.state
            guard state != nil || person.reachability(by: profile.addressKind) == .reachable else { return nil }
            return ChannelChoice(profile: profile, state: state)
        }
    }

    /// The page.
    ///
    /// - Parameters:
    ///   - request: Who looks.
    ///   - visit: Whose choices.
    ///   - saved: The name of the words that say what was done just now.
    /// - Returns: The answer.
    /// - Throws: What the store throws.
    func page(_ request: Request, _ visit: Visit, saved: String? = nil) async throws -> Response {
        let person = visit.person
        let texts = site.texts(request, person: person, call: visit.standing.call)
        let own = site.links.preferences(visit.delivery)
        let name = site.organization.name
        var view = site.view(texts, title: texts.text("choices_title"))
        view.set("saved", saved.map { texts.text($0) })
        view.set("choices_intro", texts.text("choices_intro", ["organization": name]))
        view.set("form_action", own)
        view.set("channels", try await choices(of: person).map { row($0, of: person, texts) })
        view.set("often_hint", texts.text("often_hint", ["organization": name]))
        view.set("frequencies", Self.frequencies(person.frequency, texts))
        view.set("languages", Self.languages(texts.language))
        view.set("all_action", "\(own)/stop")
        view.set("stored", try await stored(person, texts))
        view.set("data_link", "\(own)/data.json")
        view.set("erase_link", "\(own)/erase")
        return try site.page("preferences", view)
    }

    private func row(_ choice: ChannelChoice, of person: Person, _ texts: Texts) -> [String: Any] {
        let channel = choice.profile.id
        return [
            "id": channel.rawValue,
            "channel_label": texts.find("channel_title.\(channel)") ?? channel.rawValue,
            "address": person.maskedAddress(by: choice.profile.addressKind),
            "granted": choice.state == .granted,
            "yes_label": texts.choice("yes", channel, site.organization.name),
            "no_label": texts.choice("no", channel, site.organization.name),
        ]
    }

    private static func frequencies(_ chosen: Frequency, _ texts: Texts) -> [[String: Any]] {
        Frequency.allCases.map { frequency in
            [
                "value": frequency.rawValue, "name": texts.text("often_\(frequency.rawValue)"),
                "chosen": frequency == chosen,
            ]
        }
    }

    private static func languages(_ chosen: PageLanguage) -> [[String: Any]] {
        [(PageLanguage.english, "English"), (.spanish, "Español")].map { language, name in
            ["tag": language.rawValue, "name": name, "chosen": language == chosen]
        }
    }

    /// What we know, addresses in part only: a message that was passed on takes its links along.
    private func stored(_ person: Person, _ texts: Texts) async throws -> [[String: Any]] {
        var query = LogQuery()
        query.person = person.id
        let messages = Gathering<Void>()
        try await site.store.log(query) { _ in messages.add(()) }
        let lines = [
            ("data_name", person.fullName), ("data_email", person.email?.description ?? ""),
            ("data_phone", person.phone?.description ?? ""), ("data_door", person.door?.description ?? ""),
            ("data_often", person.frequency == .every ? "" : texts.text("often_\(person.frequency.rawValue)")),
            ("data_language", person.language), ("data_tags", person.tags.joined(separator: ", ")),
            ("data_messages", texts.text("data_count", count: messages.all.count)),
        ]
        return lines.filter { !$0.1.isEmpty }.map { ["label": texts.text($0.0), "value": $0.1] }
    }
}

extension Texts {
    /// The exact words beside a yes or a no to a channel; a yes is recorded with them.
    func choice(_ answer: String, _ channel: ChannelID, _ organization: String) -> String {
        let name = "choice_\(answer).\(channel)"
        return text(find(name) == nil ? "choice_\(answer).other" : name, ["organization": organization])
    }
}
