import Calls
import Deliveries

/// Lays out the HTML body of a mail: one column, styles in place since mail programs drop style sheets, nothing loaded from
/// anywhere.
///
/// The words come first, because they are what a person wants to read; the facts of the ask follow in a box with one button,
/// then the footer. Text is dark on light with a contrast of more than 7:1, and sizes follow the reader's own.
enum HTMLPage {
    static func compile(_ briefing: Briefing, wayOut: WayOut) throws(TemplateError) -> BodyPart? {
        guard let words = briefing.call.words(for: EmailDriver.id) else { return nil }
        let phrases = Phrases.of(briefing.call.language)
        if briefing.call.service == .confirmation { return try question(words, briefing, phrases) }
        var part = BodyPart()
        part.add(head(briefing))
        part.add(try words.html())
        addBox(briefing, phrases, to: &part)
        part.add(footerStart(briefing.organization, phrases, wayOut))
        part.addKey()
        part.add("\(stopEnd(phrases, wayOut))</p>\n")
        if let links = briefing.links { addChoices(links, phrases, to: &part) }
        part.add("</div>\n</div>\n</body>\n</html>")
        return part
    }

    /// A question whether the person wants to hear from us: the words, one button that says yes, and the way out for good.
    private static func question(_ words: Words, _ briefing: Briefing, _ phrases: Phrases) throws(TemplateError)
        -> BodyPart?
    {
        guard let links = briefing.links else { return nil }
        var part = BodyPart()
        part.add(head(briefing))
        part.add(try words.html())
        part.add("\n<p style=\"margin:1.5em 0\"><a style=\"\(buttonStyle)\" href=\"")
        part.addLink(links.confirm)
        part.add("\">\(escaped(briefing.call.action.ask))</a></p>\n")
        part.add(footer(briefing.organization))
        part.add("<p style=\"margin:.75em 0 0\"><a style=\"color:#1b4f9c\" href=\"")
        part.addLink(links.stop)
        part.add("\">\(escaped(phrases.never))</a></p>\n</div>\n</div>\n</body>\n</html>")
        return part
    }

    /// The facts of the ask, with a button to where it is done and, on installations with a web side, one to say that it is.
    private static func addBox(_ briefing: Briefing, _ phrases: Phrases, to part: inout BodyPart) {
        let action = briefing.call.action
        part.add(box(action, phrases))
        if let links = briefing.links {
            let hasButton = action.url.map { $0.lowercased().hasPrefix("http") } ?? false
            part.add("<p style=\"margin:1em 0 .25em\"><a style=\"\(hasButton ? linkStyle : buttonStyle)\" href=\"")
            part.addLink(links.ask)
            part.add("\">\(escaped(phrases.tell))</a></p>\n")
        }
        part.add("</div>\n")
    }

    private static func addChoices(_ links: PersonalLinks, _ phrases: Phrases, to part: inout BodyPart) {
        part.add("<p style=\"margin:.75em 0 0\"><a style=\"color:#1b4f9c\" href=\"")
        part.addLink(links.stop)
        part.add("\">\(escaped(phrases.unsubscribe))</a> · <a style=\"color:#1b4f9c\" href=\"")
        part.addLink(links.preferences)
        part.add("\">\(escaped(phrases.preferences))</a></p>\n")
    }

    private static let linkStyle = "color:#1b4f9c;font-weight:bold"
    private static let buttonStyle = """
        display:inline-block;padding:.6em 1.2em;background:#1b4f9c;color:#ffffff;text-decoration:none;\
        font-weight:bold;border-radius:4px
        """

    private static func head(_ briefing: Briefing) -> String {
        let language = escaped(briefing.call.language)
        let direction = Phrases.isRightToLeft(briefing.call.language) ? "rtl" : "ltr"
        return """
            <!DOCTYPE html>
            <html lang="\(language)" dir="\(direction)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(escaped(briefing.call.title))</title>
            </head>
            <body style="margin:0;padding:0;background:#f3f3ef">
            <div lang="\(language)" dir="\(direction)" style="max-width:36em;margin:0 auto;padding:1.5em;\
            background:#ffffff;color:#1c1c1a;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;\
            font-size:1em;line-height:1.5">

            """
    }

    private static func box(_ action: Action, _ phrases: Phrases) -> String {
        var box = """

            <div style="margin:1.5em 0;padding:1em 1.25em;background:#eef3fb;border:1px solid #c5d3ea;border-radius:6px">
            <p style="margin:0;font-size:1.25em;font-weight:bold">\(escaped(action.ask))</p>

            """
        let facts = [(phrases.when, action.whenText), (phrases.place, action.place)]
        for case (let name, let fact?) in facts {
            box += "<p style=\"margin:.5em 0 0\"><strong>\(name):</strong> \(escaped(fact))</p>\n"
        }
        if let url = action.url, url.lowercased().hasPrefix("http") {
            box += """
                <p style="margin:1em 0 .25em"><a href="\(escaped(url))" style="\(buttonStyle)">\
                \(escaped(phrases.button(action.kind)))</a></p>

                """
        }
        return box
    }

    /// Ends within the link by which a person opts out, where the delivery's key belongs.
    private static func footerStart(_ organization: Organization, _ phrases: Phrases, _ wayOut: WayOut) -> String {
        let stop = escaped(phrases.stop).split(separator: "%", maxSplits: 1).first.map(String.init) ?? ""
        return """
            \(footer(organization))\
            <p style="margin:.75em 0 0">\(escaped(phrases.reason.filled(with: organization.name))) \
            \(stop)<a style="color:#1b4f9c" href="\(escaped(wayOut.mailtoStart))
            """
    }

    /// Who writes; what follows stands in the same small print.
    private static func footer(_ organization: Organization) -> String {
        """
        <div style="margin-top:2em;padding-top:1em;border-top:1px solid #d6d6d0;color:#4a4a46;font-size:.875em">
        <p style="margin:0"><strong>\(escaped(organization.name))</strong><br>\(escaped(organization.postalAddress))</p>

        """
    }

    private static func stopEnd(_ phrases: Phrases, _ wayOut: WayOut) -> String {
        let rest = phrases.stop.split(separator: "%", maxSplits: 1).dropFirst().first ?? ""
        return "\">\(escaped(String(decoding: wayOut.mailbox.bytes, as: UTF8.self)))</a>\(escaped(String(rest)))"
    }

    /// Escapes by byte, so that no combining mark can carry a quote past it.
    static func escaped(_ text: String) -> String {
        var safe: [UInt8] = []
        safe.reserveCapacity(text.utf8.count + 16)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): safe += "&amp;".utf8
            case UInt8(ascii: "<"): safe += "&lt;".utf8
            case UInt8(ascii: ">"): safe += "&gt;".utf8
            case UInt8(ascii: "\""): safe += "&quot;".utf8
            case UInt8(ascii: "'"): safe += "&#39;".utf8
            default: safe.append(byte)
            }
        }
        return String(decoding: safe, as: UTF8.self)
    }
}
