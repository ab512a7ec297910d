package import Calls
package import Deliveries

/// Everything that `clarion.yaml` says.
package struct Settings: Sendable {
    package var organization: Organization
    /// A file for SQLite, `postgres://…` for PostgreSQL.
    package var database: String
    /// The address of the web side, without a slash at its end.
    package var publicURL: String?
    /// Signs links and return paths; empty or `nil` leaves it to a key of the database's own.
    package var secret: String?
    /// When and how often a delivery is tried again.
    package var retry: RetryPolicy
    /// What stands under each channel's name, in the file's order.
    package var channels: [(id: ChannelID, values: [String: String])]

    /// What holds where nothing is said.
    package static func standard(timezone: String) -> Settings {
        Settings(
            organization: Organization(name: "", postalAddress: "", timezone: timezone, region: "US"),
            database: "clarion.db",
            publicURL: nil,
            secret: nil,
            retry: RetryPolicy(),
            channels: []
        )
    }

    package func channelSettings(_ id: ChannelID) -> ChannelSettings? {
        channels.first { $0.id == id }.map { channel in
            ChannelSettings(channel: id, values: channel.values, organization: organization)
        }
    }
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
