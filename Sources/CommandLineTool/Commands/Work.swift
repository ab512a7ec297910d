import App
import ArgumentParser
import Calls
import Deliveries
import Foundation
import Logging
import Reviews
import ServiceLifecycle
import Synchronization
import UnixSignals
import Vitals
import Webhooks
import Work

/// `clarion work`.
struct Work: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Send what is queued, until stopped.",
        discussion: """
            SIGINT and SIGTERM end it cleanly: what is in flight is finished or given back.

            The environment's CLARION_METRICS, CLARION_LOG_FORMAT and CLARION_LOG_LEVEL stand in for the options.
            """
    )

    @OptionGroup var place: Place

    @Flag(name: .long, help: "End when nothing is due or in flight.")
    var drain = false
    @OptionGroup var metrics: MetricsOptions
    @OptionGroup var log: LogOptions

    func run() async throws {
        try await reporting {
            let logger = try log.logger()
            let address = try metrics.address()
            let installation = try place.installation()
            guard !installation.drivers.isEmpty else {
                throw Failure(.wrongSettings, "No channel is configured, so there is nothing to work with.")
            }
            let store = try await Place.open(installation.settings)
            let watching = Watching(store: store, address: address)
            let counts = Mutex<[DeliveryState: Int]>([:])
            let worker = Worker(
                store: store,
                drivers: installation.drivers,
                organization: installation.settings.organization,
                publicURL: installation.settings.publicURL,
                links: Installation.links(installation.settings, store),
                returnSeal: ReturnSeal(installation.linkSeal(of: store)),
                options: WorkOptions(
                    drains: drain,
                    policy: installation.settings.retry,
                    silence: installation.settings.lease,
                    holdOverdue: installation.settings.holdOverdue
                ),
                logger: logger,
                observer: watching.observer
            ) { settlements in
                let done = counts.withLock { counts in
                    for settlement in settlements { counts[settlement.transition.state, default: 0] += 1 }
                    return counts.values.reduce(0, +)
                }
                Progress.current.show("deliveries", done: done)
            }
            // First, so that it ends last and tells what the worker's last outcomes wrote.
            let relay = try await WebhookRelay.registered(store, installation.settings, logger)
            try await Self.serve([relay] + watching.services(around: worker, logger))
            Progress.current.clear()
            let end = counts.withLock { $0 }
            if try log.format() == .json {
                // A program that reads lines of JSON shall find nothing else.
                let numbers = end.map { ($0.key.rawValue, Logger.Metadata.Value.stringConvertible($0.value)) }
                logger.info("\(Self.summary(end))", metadata: Logger.Metadata(uniqueKeysWithValues: numbers))
            } else {
                Console.say(Self.summary(end))
            }
        }
    }

    /// Runs the services; signals stop them gracefully, the last one first, and the worker's end ends them all.
    private static func serve(_ services: [any Service]) async throws {
        var configuration = ServiceGroupConfiguration(
            services: services.enumerated().map { index, service in
                .init(
                    service: service,
                    successTerminationBehavior: index == services.count - 1 ? .gracefullyShutdownGroup : .ignore
                )
            },
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: Logger(label: "service") { _ in SwiftLogNoOpLogHandler() }
        )
        configuration.maximumGracefulShutdownDuration = .seconds(9)
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch let error as PortError {
            throw Failure(.unavailable, "\(error)")
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

/// How `work` writes its log.
struct LogOptions: ParsableArguments {
    @Option(name: .long, help: "How to write the log: words or json.")
    var logFormat: LogFormat?
    @Option(
        name: .long,
        help: "From which level on: \(LogLevel.allCases.map(\.rawValue).joined(separator: ", "))."
    )
    var logLevel: LogLevel?

    func validate() throws { _ = try logger() }

    func logger() throws -> Logger {
        try format().logger(try logLevel ?? Self.named("CLARION_LOG_LEVEL") ?? LogLevel.info)
    }

    func format() throws -> LogFormat { try logFormat ?? Self.named("CLARION_LOG_FORMAT") ?? .words }

    /// What the environment says in an option's place.
    private static func named<Value: RawRepresentable<String> & CaseIterable>(_ name: String) throws -> Value? {
        guard let word = ProcessInfo.processInfo.environment[name], !word.isEmpty else { return nil }
        guard let value = Value(rawValue: word) else {
            let known = Value.allCases.map(\.rawValue)
            throw ValidationError("\(name) is no such word." + NearMatch.hint(for: word, among: known))
        }
        return value
    }
}
