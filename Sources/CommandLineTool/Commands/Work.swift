import UnixSignals
import App
import ArgumentParser
import Calls
import Deliveries
import Logging
import ServiceLifecycle
import Synchronization
import Work

/// `clarion work`.
struct Work: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Send what is queued, until stopped.",
        discussion: "SIGINT and SIGTERM end it cleanly: what is in flight is finished or given back."
    )

    @OptionGroup var place: Place

    @Flag(name: .long, help: "End when nothing is due or in flight.")
    var drain = false

    func run() async throws {
        try await reporting {
            let installation = try place.installation()
            guard !installation.drivers.isEmpty else {
                throw Failure(.wrongSettings, "No channel is configured, so there is nothing to work with.")
            }
            let store = try Place.open(installation.settings)
            let counts = Mutex<[DeliveryState: Int]>([:])
            let worker = Worker(
                store: store,
                drivers: installation.drivers,
                organization: installation.settings.organization,
                publicURL: installation.settings.publicURL,
                returnSeal: ReturnSeal(installation.linkSeal(of: store)),
                options: WorkOptions(drains: drain, policy: installation.settings.retry),
                logger: Words.logger,
                now: { .now }
            ) { settlements in
                let done = counts.withLock { counts in
                    for settlement in settlements { counts[settlement.transition.state, default: 0] += 1 }
                    return counts.values.reduce(0, +)
                }
                Progress.current.show("deliveries", done: done)
            }
            try await Self.serve(worker)
            Progress.current.clear()
            Console.say(Self.summary(counts.withLock { $0 }))
        }
    }

    /// Runs the worker as a service, so that signals stop it gracefully.
    private static func serve(_ worker: Worker) async throws {
        var configuration = ServiceGroupConfiguration(
            services: [.init(service: worker, successTerminationBehavior: .gracefullyShutdownGroup)],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: Logger(label: "service") { _ in SwiftLogNoOpLogHandler() }
        )
        configuration.maximumGracefulShutdownDuration = .seconds(9)
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch {
            throw Failure(.unavailable, "The worker stopped: \(error)")
        }
    }

    private static func summary(_ counts: [DeliveryState: Int]) -> String {
        let parts = DeliveryState.allCases.compactMap { state -> String? in
            guard let count = counts[state], count > 0 else { return nil }
            return state == .queued ? "\(count) to be tried again" : "\(count) \(state.rawValue)"
        }
        return parts.isEmpty ? "Nothing was due." : parts.joined(separator: ", ") + "."
    }
}

/// What an operator reads on standard error.
enum Words {
    static var logger: Logger {
        Logger(label: "clarion") { _ in ConsoleLog() }
    }

    private struct ConsoleLog: LogHandler {
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .info

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            Console.say("\(Timestamp.now) \(event.level.rawValue): \(event.message)")
        }
    }
}
