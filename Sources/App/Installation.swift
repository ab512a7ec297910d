package import Calls
package import Deliveries
import Foundation
package import StoreSQLite

/// Settings turned into parts that work: the drivers of the configured channels and the database.
package struct Installation: Sendable {
    package let settings: Settings
    /// In the order of ``ChannelList``.
    package let drivers: [any ChannelDriver]

    /// Makes the drivers of all configured channels.
    ///
    /// - Parameters:
    ///   - settings: What `clarion.yaml` says.
    ///   - path: The settings' path, for sentences.
    /// - Throws: ``SettingsError`` with every fault of every channel.
    package init(_ settings: Settings, path: String) throws(SettingsError) {
        var drivers: [any ChannelDriver] = []
        var faults: [SettingsError.Fault] = []
        for type in ChannelList.drivers {
            guard let part = settings.channelSettings(type.id) else { continue }
            do {
                drivers.append(try type.init(settings: part))
            } catch {
                faults += error.faults.map { SettingsError.Fault(line: nil, problem: $0) }
            }
        }
        guard faults.isEmpty else { throw SettingsError(path: path, faults: faults) }
        self.settings = settings
        self.drivers = drivers
    }

    package var channelIDs: [ChannelID] { drivers.map { type(of: $0).id } }

    /// The drivers a call goes out on: those it names, else all.
    package func drivers(for call: Call) -> [any ChannelDriver] {
        guard let wanted = call.channels else { return drivers }
        return drivers.filter { wanted.contains(type(of: $0).id) }
    }

    /// Opens the database that the settings name.
    package static func openStore(_ settings: Settings) throws -> SQLiteStore {
        let database = settings.database
        if database.hasPrefix("postgres://") || database.hasPrefix("postgresql://") {
            throw DatabaseKindError()
        }
        return try SQLiteStore(path: database)
    }

    /// Opens the tokens of links and return paths, and makes them.
    package func linkSeal(of store: any AnswerStore) -> LinkSeal {
        LinkSeal(phrase: settings.secret, or: store.linkSecret)
    }

    /// The readers of everything that the services of the configured channels send.
    package func answerReaders(of store: any AnswerStore) -> [any AnswerReader] {
        let seal = linkSeal(of: store)
        return drivers.compactMap { $0 as? any AnsweredDriver }
            .flatMap { $0.answerReaders(seal, organization: settings.organization) }
    }

    /// All that is needed to plan a call.
    package func planning(_ call: Call) -> Planning {
        let briefing = Briefing(
            number: 0,
            call: call,
            organization: settings.organization,
            publicURL: settings.publicURL
        )
        return Planning(briefing: briefing, drivers: drivers(for: call))
    }
}

/// The database that the settings name cannot be used by this Clarion.
package struct DatabaseKindError: Error, Equatable, Sendable, CustomStringConvertible {
    package let description =
        "This Clarion keeps its data in SQLite only. Name a file under 'database:', such as clarion.db."
}

extension Timestamp {
    /// The time of day of this machine.
    package static var now: Timestamp {
        Timestamp(rawValue: Int64(Date().timeIntervalSince1970 * 1_000))
    }
}
