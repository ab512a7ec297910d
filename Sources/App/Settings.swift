package import Calls
package import Deliveries
package import Webhooks

/// Everything that `clarion.yaml` says.
package struct Settings: Sendable {
    package var organization: Organization
    /// A file for SQLite, `postgres://…` for PostgreSQL.
    package var database: String
    /// The address of the web side, without a slash at its end.
    package var publicURL: String?
    /// What links are signed with; `nil` leaves it to a key that the database keeps.
    package var secret: Secret?
    /// How the web side listens.
    package var web = WebSettings()
    /// When and how often a delivery is tried again.
    package var retry: RetryPolicy
    /// For how long a worker may be silent before another one takes what it holds.
    package var lease: Duration
    /// What fell due longer ago than this while no worker ran is held for a person's word.
    package var holdOverdue: Duration
    /// What stands under each channel's name, in the file's order.
    package var channels: [(id: ChannelID, values: [String: String])]
    /// Whom else to tell of what happens.
    package var webhooks: [WebhookTarget] = []

    /// What holds where nothing is said.
    package static func standard(timezone: String) -> Settings {
        Settings(
            organization: Organization(name: "", postalAddress: "", timezone: timezone, region: "US"),
            database: "clarion.db",
            publicURL: nil,
            secret: nil,
            retry: RetryPolicy(),
            lease: .seconds(120),
            holdOverdue: .seconds(24 * 3_600),
            channels: []
        )
    }

    /// Whether the database is a server's and no file.
    package var isPostgreSQL: Bool { database.hasPrefix("postgres://") || database.hasPrefix("postgresql://") }

    package func channelSettings(_ id: ChannelID) -> ChannelSettings? {
        channels.first { $0.id == id }.map { channel in
            ChannelSettings(channel: id, values: channel.values, organization: organization)
        }
    }
}

/// A text that never prints.
package struct Secret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package let text: String

    package init(_ text: String) { self.text = text }

    package var description: String { "•••" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// How the web side listens.
package struct WebSettings: Sendable, Equatable {
    /// Host and port; the proxy that speaks TLS to the world connects to it.
    package var listen = ListenAddress(host: "127.0.0.1", port: 8_080)
    /// The header field in which that proxy names the visitor's address; `nil` takes the connection's own.
    package var addressField: String?
    /// How many requests each token of the API has in a minute.
    package var requestsPerMinute = 600
    /// Whether a call from the browser is queued only when a second person has agreed to its plan.
    package var needsApproval = false
}

/// A host and a port to listen on.
package struct ListenAddress: Sendable, Equatable, CustomStringConvertible {
    package let host: String
    package let port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `127.0.0.1:8080`, `[::1]:8080` or `localhost:0`, where 0 lets the system choose.
    ///
    /// - Returns: `nil` for anything else.
    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        self.init(host: String(host), port: Int(port))
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// What is wrong with a settings file, in words its owner can act on; never shows a value.
package struct SettingsError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A fault and its line, where it stands on one.
    package struct Fault: Equatable, Sendable {
        package let line: Int?
        package let problem: String

        package init(line: Int?, problem: String) {
            self.line = line
            self.problem = problem
        }
    }

    package let path: String
    /// Every fault, in the order of the lines; never empty.
    package let faults: [Fault]

    package init(path: String, faults: [Fault]) {
        self.path = path
        self.faults = faults
    }

    package var description: String {
        faults.map { fault in "\(path)\(fault.line.map { ":\($0)" } ?? ""): \(fault.problem)" }.joined(separator: "\n")
    }
}
