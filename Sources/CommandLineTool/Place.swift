import App
import ArgumentParser
import Calls
import Deliveries
import Foundation
import Synchronization

/// Where settings and data are: options that may stand before the command or behind it.
struct Place: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("The settings.", valueName: "file"), completion: .file())
    var config: String?

    @Option(
        name: .long,
        help: ArgumentHelp("The database, instead of the one in the settings.", valueName: "path-or-url")
    )
    var database: String?

    /// What stood before the command.
    ///
    /// The parser hands a command only what stands behind its name.
    private static let before = Mutex<(config: String?, database: String?)>((nil, nil))

    func validate() throws {
        Self.before.withLock { before in
            before.config = config ?? before.config
            before.database = database ?? before.database
        }
    }

    private var settingsPath: String? {
        let named = config ?? Self.before.withLock(\.config) ?? ProcessInfo.processInfo.environment["CLARION_CONFIG"]
        if let named, !named.isEmpty { return named }
        return ["clarion.yaml", "/etc/clarion/clarion.yaml"].first { FileManager.default.fileExists(atPath: $0) }
    }

    /// The settings, and the path they came from.
    func settings() throws -> (Settings, path: String) {
        let environment = ProcessInfo.processInfo.environment
        let zone = TimeZone.current.identifier
        var settings = Settings.standard(timezone: zone)
        let path = settingsPath
        if let path {
            let text = try InputFile.text(path)
            do {
                settings = try SettingsFile.read(text, path: path, environment: environment, timezone: zone)
            } catch {
                throw Failure(.wrongSettings, error.description)
            }
        }
        let named = database ?? Self.before.withLock(\.database) ?? environment["CLARION_DATABASE"]
        if let named, !named.isEmpty { settings.database = named }
        return (settings, path ?? "clarion.yaml")
    }

    /// Settings turned into working parts.
    func installation() throws -> Installation {
        let (settings, path) = try settings()
        do {
            return try Installation(settings, path: path)
        } catch {
            throw Failure(.wrongSettings, error.description)
        }
    }

    /// The database alone; channels that are configured wrongly do not matter.
    func store() async throws -> any Store { try await Self.open(try settings().0) }

    static func open(_ settings: Settings) async throws -> any Store {
        do {
            return try await Installation.openStore(settings)
        } catch let error as DatabaseNameError {
            throw Failure(.wrongSettings, error.description)
        } catch {
            throw Failure(.unavailable, "\(error)")
        }
    }
}
