import Calls
import Deliveries

/// Lays out the plain body of a mail: the organizer's words, the facts of the ask, and the footer behind a signature mark.
enum PlainPage {
    static func compile(_ briefing: Briefing, wayOut: WayOut) throws(TemplateError) -> BodyPart? {
        guard let words = briefing.call.words(for: EmailDriver.id) else { return nil }
        let phrases = Phrases.of(briefing.call.language)
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
}

extension String {
    /// The text with its one `%` replaced.
    func filled(with word: String) -> String {
        guard let hole = firstIndex(of: "%") else { return self }
        return self[..<hole] + word + self[index(after: hole)...]
    }
}
