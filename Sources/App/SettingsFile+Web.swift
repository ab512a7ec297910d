import Calls
import Deliveries
import Foundation
import Webhooks
import Yams

/// The web side: where it is, and what it asks.
extension SettingsFile {
    mutating func readPublicURL(_ node: Node, _ key: Key) {
        guard let text = text(node, key), !text.isEmpty else { return }
        guard text.hasPrefix("https://") || text.hasPrefix("http://"), URL(string: text)?.host() != nil else {
            fault(key, "public_url is no web address. Write one such as https://act.example.org.")
            return
        }
        settings.publicURL = text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    mutating func readWeb(_ node: Node) {
        for (key, value) in entries(node, named: "web") {
            guard let text = text(value, key) else { continue }
            switch key.name {
            case "listen":
                if let address = ListenAddress(text) {
                    settings.web.listen = address
                } else {
                    fault(key, "web.listen is no host with a port. Write one such as 127.0.0.1:8080.")
                }
            case "address_field":
                let isName = !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
                if isName {
                    settings.web.addressField = text
                } else {
                    fault(key, "web.address_field is no header field. Write one such as X-Forwarded-For.")
                }
            case "requests_per_minute":
                if let number = Int(text), (1...1_000_000).contains(number) {
                    settings.web.requestsPerMinute = number
                } else {
                    fault(key, "web.requests_per_minute must be a whole number from 1 to 1000000.")
                }
            case "approval":
                if ["required", "off"].contains(text) {
                    settings.web.needsApproval = text == "required"
                } else {
                    fault(key, "web.approval is 'required' or 'off'." + NearMatch.hint(for: text, among: ["required"]))
                }
            default: refuse(key, among: ["listen", "address_field", "requests_per_minute", "approval"])
            }
        }
    }
}

/// Whom else to tell of what happens.
extension SettingsFile {
    mutating func readWebhooks(_ node: Node) {
        switch node {
        case .sequence(let sequence): for entry in sequence { readWebhook(entry) }
        case .scalar(let scalar) where scalar.string.isEmpty || scalar.string == "~": break
        default:
            faults.append(.init(line: node.mark?.line, problem: "webhooks must be a list, each with url and secret."))
        }
    }

    private mutating func readWebhook(_ node: Node) {
        let place = Key(name: "webhooks", line: node.mark?.line)
        var (url, secret) = ("", "")
        var events = Set(WebhookEvent.allCases)
        let known = faults.count
        for (key, value) in entries(node, named: "an entry of webhooks") {
            switch key.name {
            case "url": url = text(value, key) ?? ""
            case "secret": secret = text(value, key) ?? ""
            case "events": events = readEvents(value, key)
            default: refuse(key, among: ["url", "secret", "events"])
            }
        }
        guard faults.count == known else { return }
        if secret.utf8.count < 16 {
            fault(place, "the secret of a webhook must have 16 signs or more. Make one: openssl rand -hex 32.")
        }
        guard let target = WebhookTarget(url: url, secret: secret, events: events), target.isPrivate else {
            fault(place, "the url of a webhook must begin with https://, or with http:// on this machine.")
            return
        }
        if settings.webhooks.contains(where: { $0.name == target.name }) {
            fault(place, "two webhooks have the same url. Name all its events in one.")
        }
        settings.webhooks.append(target)
    }

    /// The events of a list, or of a text with blanks between them.
    private mutating func readEvents(_ node: Node, _ key: Key) -> Set<WebhookEvent> {
        let names: [String]
        if case .sequence(let sequence) = node {
            names = sequence.compactMap { text($0, key) }
        } else {
            names = (text(node, key) ?? "").split { $0 == " " || $0 == "," }.map(String.init)
        }
        let known = WebhookEvent.allCases.map(\.rawValue)
        for name in names where !known.contains(name) {
            fault(key, "'\(name)' is no event." + NearMatch.hint(for: name, among: known))
        }
        if names.isEmpty { fault(key, "events names none. Without it, all are told.") }
        return Set(names.compactMap(WebhookEvent.init))
    }
}
