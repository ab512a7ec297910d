import Calls
import Deliveries
import Foundation
import Webhooks
import Yams

/// Reads `clarion.yaml`: every scalar as it was written, `${NAME}` from the environment, every fault at once.
package struct SettingsFile {
    private let path: String
    private let environment: [String: String]
    private var faults: [SettingsError.Fault] = []
    private var settings: Settings

    /// Reads a settings file.
    ///
    /// - Parameters:
    ///   - text: The file's text.
    ///   - path: Its path, for sentences.
    ///   - environment: Where `${NAME}` is found.
    ///   - timezone: The zone of this machine, where the file names none.
    /// - Returns: The settings, defaults filled in.
    /// - Throws: ``SettingsError`` with every fault.
    package static func read(
        _ text: String,
        path: String,
        environment: [String: String],
        timezone: String
    ) throws(SettingsError) -> Settings {
        var file = SettingsFile(path: path, environment: environment, settings: .standard(timezone: timezone))
        do {
            if let root = try Yams.compose(yaml: text) { file.readRoot(root) }
        } catch {
            file.faults.append(YAMLFault.fault(error))
        }
        guard file.faults.isEmpty else {
            throw SettingsError(path: path, faults: file.faults.sorted { ($0.line ?? 0) < ($1.line ?? 0) })
        }
        return file.settings
    }

    private init(path: String, environment: [String: String], settings: Settings) {
        self.path = path
        self.environment = environment
        self.settings = settings
    }

    private mutating func readRoot(_ root: Node) {
        for (key, value) in entries(root, named: "the file") {
            switch key.name {
            case "organization": readOrganization(value)
            case "database": readDatabase(value, key)
            case "public_url": readPublicURL(value, key)
            case "secret": settings.secret = text(value, key).flatMap { $0.isEmpty ? nil : Secret($0) }
            case "web": readWeb(value)
            case "retry": readRetry(value)
            case "lease": settings.lease = period(value, key, from: .seconds(2)) ?? settings.lease
            case "hold_overdue":
                settings.holdOverdue = period(value, key, from: .seconds(3_600)) ?? settings.holdOverdue
            case "channels": readChannels(value)
            case "webhooks": readWebhooks(value)
            default: refuse(key, among: Self.known)
            }
        }
    }

    private static let known = [
        "organization", "database", "public_url", "secret", "web", "retry", "lease", "hold_overdue", "channels",
        "webhooks",
    ]

    /// A time that must not be shorter than the least that makes sense.
    private mutating func period(_ node: Node, _ key: Key, from least: Duration) -> Duration? {
        let known = faults.count
        guard let text = text(node, key), faults.count == known, let period = duration(text, key, named: key.name)
        else { return nil }
        if period >= least { return period }
        fault(key, "\(key.name) is too short. Write at least \(least.components.seconds)s.")
        return nil
    }

    private mutating func readOrganization(_ node: Node) {
        var (name, address) = ("", "")
        var (timezone, region) = (settings.organization.timezone, settings.organization.region)
        for (key, value) in entries(node, named: "organization") {
            guard let text = text(value, key) else { continue }
            switch key.name {
            case "name": name = text
            case "postal_address": address = text
            case "timezone":
                timezone = text
                if TimeZone(identifier: text) == nil {
                    fault(key, "organization.timezone is no zone. Write one such as America/Chicago.")
                }
            case "region":
                region = text.uppercased()
                if region.utf8.count != 2 {
                    fault(key, "organization.region is no country. Write two letters such as US.")
                }
            default: refuse(key, among: ["name", "postal_address", "timezone", "region"])
            }
        }
        settings.organization = Organization(name: name, postalAddress: address, timezone: timezone, region: region)
    }

    private mutating func readDatabase(_ node: Node, _ key: Key) {
        let known = faults.count
        guard let text = text(node, key) else { return }
        // SQLite would take no name for a database that vanishes with the process.
        if text.isEmpty, faults.count == known { fault(key, "database is empty. Name a file, such as clarion.db.") }
        settings.database = text
    }

    private mutating func readPublicURL(_ node: Node, _ key: Key) {
        guard let text = text(node, key), !text.isEmpty else { return }
        guard text.hasPrefix("https://") || text.hasPrefix("http://"), URL(string: text)?.host() != nil else {
            fault(key, "public_url is no web address. Write one such as https://act.example.org.")
            return
        }
        settings.publicURL = text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    private mutating func readWeb(_ node: Node) {
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

    private mutating func readRetry(_ node: Node) {
        var (attempts, first, longest) = (settings.retry.attempts, settings.retry.first, settings.retry.longest)
        for (key, value) in entries(node, named: "retry") {
            guard let text = text(value, key) else { continue }
            switch key.name {
            case "attempts":
                guard let number = Int(text), (1...100).contains(number) else {
                    fault(key, "retry.attempts must be a whole number from 1 to 100.")
                    continue
                }
                attempts = number
            case "first": first = duration(text, key, named: "retry.first") ?? first
            case "longest": longest = duration(text, key, named: "retry.longest") ?? longest
            default: refuse(key, among: ["attempts", "first", "longest"])
            }
        }
        settings.retry = RetryPolicy(attempts: attempts, first: first, longest: max(first, longest))
    }

    private mutating func duration(_ text: String, _ key: Key, named name: String) -> Duration? {
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        if let unit = text.last.flatMap({ units[$0] }), let number = Double(text.dropLast()), number >= 0,
            number * unit <= 30 * 86_400
        {
            return .milliseconds(Int64(number * unit * 1_000))
        }
        fault(key, "\(name) is no time. Write a number with s, m, h or d behind it, such as 60s.")
        return nil
    }

    private mutating func readChannels(_ node: Node) {
        for (name, value) in entries(node, named: "channels") {
            guard let driver = ChannelList.driver(named: name.name) else {
                fault(
                    name,
                    "channels.\(name.name) is no channel of this Clarion."
                        + NearMatch.hint(for: name.name, among: ChannelList.names)
                )
                continue
            }
            var values: [String: String] = [:]
            for (key, value) in entries(value, named: "channels.\(name.name)") {
                values[key.name] = text(value, key) ?? ""
            }
            settings.channels.append((id: driver.id, values: values))
        }
    }
}

/// Whom else to tell of what happens.
extension SettingsFile {
    private mutating func readWebhooks(_ node: Node) {
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

extension SettingsFile {
    /// A key and its line.
    private struct Key {
        let name: String
        let line: Int?
    }

    /// The entries of a mapping; anything else is a fault, an empty value is an empty mapping.
    private mutating func entries(_ node: Node, named name: String) -> [(Key, Node)] {
        switch node {
        case .mapping(let mapping):
            return mapping.map { (Key(name: $0.key.scalar?.string ?? "", line: $0.key.mark?.line), $0.value) }
        case .scalar(let scalar) where scalar.string.isEmpty || scalar.string == "~": return []
        default:
            faults.append(.init(line: node.mark?.line, problem: "\(name) must be a list of 'key: value' lines."))
            return []
        }
    }

    /// A scalar as it was written, with `${NAME}` filled in.
    private mutating func text(_ node: Node, _ key: Key) -> String? {
        guard case .scalar(let scalar) = node else {
            fault(key, "\(key.name) must be a single value.")
            return nil
        }
        var out = ""
        var rest = scalar.string[...]
        while let open = rest.firstRange(of: "${"), let close = rest[open.upperBound...].firstIndex(of: "}") {
            let name = String(rest[open.upperBound..<close])
            out += rest[..<open.lowerBound]
            if let value = environment[name] {
                out += value
            } else if key.name != "secret" {
                fault(key, "\(key.name) needs the environment variable \(name), which is not set.")
            }
            rest = rest[rest.index(after: close)...]
        }
        return out + rest
    }

    private mutating func fault(_ key: Key, _ problem: String) {
        faults.append(.init(line: key.line, problem: problem))
    }

    private mutating func refuse(_ key: Key, among known: [String]) {
        fault(key, "'\(key.name)' is not a known setting." + NearMatch.hint(for: key.name, among: known))
    }
}

/// A YAML parser's complaint in words for people.
private enum YAMLFault {
    static func fault(_ error: any Error) -> SettingsError.Fault {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            .init(line: mark.line, problem: "this is not valid YAML: \(problem). Look at indents, colons and quotes.")
        case .duplicatedKeysInMapping(let keys, _):
            .init(line: nil, problem: "these keys stand there twice: \(keys.map { "\($0)" }.joined(separator: ", ")).")
        default: .init(line: nil, problem: "this is not valid YAML.")
        }
    }
}
