package import Calls
package import Deliveries
import Foundation
import Paper
import Postgres
import StorePostgres
import StoreSQLite

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

    /// The channels that a message file may name: all there are, as long as none is configured.
    package var knownChannels: [ChannelID] { channelIDs.isEmpty ? ChannelList.drivers.map { $0.id } : channelIDs }

    /// The delivery that the code at a row of a printed sheet stands for; `nil` for what is no such code.
    package static func delivery(ofRowCode text: String) -> DeliveryNumber? { try? RowCode.decode(text) }

    /// The drivers a call goes out on: those it names, else all.
    package func drivers(for call: Call) -> [any ChannelDriver] {
        guard let wanted = call.channels else { return drivers }
        return drivers.filter { wanted.contains(type(of: $0).id) }
    }

    /// Opens the database that the settings name: a file, or a server's.
    ///
    /// - Parameter settings: What `clarion.yaml` says.
    /// - Returns: The store.
    /// - Throws: ``DatabaseNameError`` when the name is none, else the engine's own words.
    package static func openStore(_ settings: Settings) async throws -> any Store {
        guard ServerAddress.looksLike(settings.database) else {
            if settings.database.contains("://") { throw DatabaseNameError() }
            return try SQLiteStore(path: settings.database)
        }
        do {
            return try await PostgresStore.open(settings.database, connections: connections)
        } catch PostgresStoreError.invalidAddress {
            throw DatabaseNameError()
        }
    }

    /// Moves everything from a file to a server.
    ///
    /// - Parameters:
    ///   - path: The SQLite file.
    ///   - url: The address of an empty PostgreSQL database.
    /// - Returns: What was moved.
    /// - Throws: ``DatabaseNameError``, ``MoveError``, or the engines' own words; then nothing was.
    package static func move(from path: String, to url: String) async throws -> Moved {
        guard ServerAddress.looksLike(url) else { throw DatabaseNameError() }
        let source = try SQLiteStore(path: path)
        do {
            return try await PostgresStore.open(url, connections: 1).move(from: source)
        } catch PostgresStoreError.invalidAddress {
            throw DatabaseNameError()
        }
    }

    /// For a worker: one for each channel, one for outcomes, one for signs of life.
    ///
    /// Other commands use one or two.
    private static let connections = 5

    /// The database as it may be shown: without user and password.
    package static func shownDatabase(_ settings: Settings) -> String {
        guard settings.database.contains("://") else { return settings.database }
        return (try? ServerAddress(settings.database))?.description ?? "the database"
    }

    /// What makes and opens the links in messages; `nil` where the settings name no web side.
    package static func links(_ settings: Settings, _ store: any Store) -> PersonalLinks? {
        settings.publicURL.map { address in
            PersonalLinks(publicURL: address, seal: linkSeal(settings, store))
        }
    }

    /// Opens the tokens of links and return paths, and makes them.
    package static func linkSeal(_ settings: Settings, _ store: any Store) -> LinkSeal {
        LinkSeal(phrase: settings.secret?.text, or: store.linkSecret)
    }

    /// Opens the tokens of links and return paths, and makes them.
    package func linkSeal(of store: any Store) -> LinkSeal {
        Self.linkSeal(settings, store)
    }

    /// The readers of everything that the services of the configured channels send.
    package func answerReaders(of store: any Store) -> [any AnswerReader] {
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
            publicURL: settings.publicURL,
            links: settings.publicURL.map { PersonalLinks.sample(publicURL: $0) }
        )
        return Planning(briefing: briefing, drivers: drivers(for: call))
    }
}

/// What stands under `database:` names no database; it is not repeated, since a password may stand in it.
package struct DatabaseNameError: Error, Equatable, Sendable, CustomStringConvertible {
    package let description =
        "What stands under 'database:' names no database. Write a file such as clarion.db, or "
        + "postgres://user:password@host:5432/name with signs such as @ : / in a password as %40 %3A %2F."
}

extension Timestamp {
    /// The time of day of this machine.
    package static var now: Timestamp {
        Timestamp(rawValue: Int64(Date().timeIntervalSince1970 * 1_000))
    }
}
