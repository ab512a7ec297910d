import Calls
import Deliveries
import Foundation
import Yams

/// Reads `clarion.yaml`: every scalar as it was written, `${NAME}` from the environment, every fault at once.
package struct SettingsFile {
    private let path: String
    let environment: [String: String]
    var faults: [SettingsError.Fault] = []
    var settings: Settings

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
