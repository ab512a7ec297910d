import Calls
import Deliveries

/// Lays out the plain body of a mail: the organizer's words, the facts of the ask, and the footer behind a signature mark.
enum PlainPage {
    static func compile(_ briefing: Briefing, wayOut: WayOut) throws(TemplateError) -> BodyPart? {
        guard let words = briefing.call.words(for: EmailDriver.id) else { return nil }
        let phrases = Phrases.of(briefing.call.language)
        if briefing.call.service == .confirmation { return try question(words, briefing, phrases) }
        let action = briefing.call.action
        var lines = ["", "", "* \(action.ask)"]
        if let when = action.whenText { lines.append("  \(phrases.when): \(when)") }
        if let place = action.place { lines.append("  \(phrases.place): \(place)") }
        if let url = action.url { lines.append("  \(url)") }
        var footer = ["", "", "-- ", briefing.organization.name, briefing.organization.postalAddress, ""]
        footer.append(phrases.reason.filled(with: briefing.organization.name))
        footer.append(phrases.stop.filled(with: String(decoding: wayOut.mailbox.bytes, as: UTF8.self)))
        var part = BodyPart()
        part.add(try words.text())
        part.add(lines.joined(separator: "\n"))
        guard let links = briefing.links else {
            part.add(footer.dropFirst().joined(separator: "\n"))
            return part
        }
        part.add("\n  \(phrases.tell): ")
        part.addLink(links.ask)
        part.add((footer + ["\(phrases.unsubscribe): "]).joined(separator: "\n"))
        part.addLink(links.stop)
        part.add("\n\(phrases.preferences): ")
        part.addLink(links.preferences)
        return part
    }

    /// A question whether the person wants to hear from us: the words, one link that says yes, and the way out for good.
    ///
    /// Nothing else, since the person has not agreed to anything yet; where there are no links there is nothing to ask.
    private static func question(_ words: Words, _ briefing: Briefing, _ phrases: Phrases) throws(TemplateError)
        -> BodyPart?
    {
        guard let links = briefing.links else { return nil }
        let organization = briefing.organization
        var part = BodyPart()
        part.add(try words.text())
        part.add("\n\n* \(briefing.call.action.ask):\n  ")
        part.addLink(links.confirm)
        part.add("\n\n-- \n\(organization.name)\n\(organization.postalAddress)\n\n\(phrases.never): ")
        part.addLink(links.stop)
        return part
    }
}

extension String {
    /// The text with its one `%` replaced.
    func filled(with word: String) -> String {
        guard let hole = firstIndex(of: "%") else { return self }
        return self[..<hole] + word + self[index(after: hole)...]
    }
}
