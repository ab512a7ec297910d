import UnixSignals
import App
import ArgumentParser
import Calls
import Deliveries
import Logging
import ServiceLifecycle
import Vitals
import Web
import Webhooks
import Work

/// `clarion serve`.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Answer the links in messages, until stopped.",
        discussion: """
            The pages speak plain HTTP to a proxy that speaks TLS to the world; 'public_url' in the settings is the address \
            under which people reach them. SIGINT and SIGTERM end it cleanly.
            """
    )

    @OptionGroup var place: Place

    @Option(name: .long, help: ArgumentHelp("Where to listen, instead of 'web.listen'.", valueName: "host:port"))
    var listen: String?

    @Flag(name: .long, help: "Send what is queued as well, in the same process.")
    var work = false

    @OptionGroup var metrics: MetricsOptions
    @OptionGroup var log: LogOptions

    func validate() throws {
        guard work || metrics.asked == nil else {
            throw ValidationError("--metrics shows a worker's metrics; say --work as well.")
        }
    }

    func run() async throws {
        try await reporting {
            let logger = try log.logger()
            let installation = try place.installation()
            let settings = installation.settings
            let address = try address(settings)
            if work, installation.drivers.isEmpty {
                throw Failure(.wrongSettings, "No channel is configured, so there is nothing to work with.")
            }
            let store = try await Place.open(settings)
            guard let links = Installation.links(settings, store) else {
                throw Failure(
                    .wrongSettings,
                    "The settings name no public_url, so no message can lead here. Write the address under which people "
                        + "reach this machine, such as 'public_url: https://act.example.org'."
                )
            }
            var services: [ServiceGroupConfiguration.ServiceConfiguration] = []
            let speaker = AnswerSpeaker(installation.drivers, organization: settings.organization)
            services.append(.init(service: speaker))
            if work {
                let watching = Watching(store: store, address: try metrics.address())
                let worker = worker(installation, store, links, watching.observer, logger)
                services.append(.init(service: try await WebhookRelay.registered(store, settings, logger)))
                services += watching.services(around: worker, logger).map { .init(service: $0) }
            }
            let site = WebSite(
                store: store,
                links: links,
                organization: settings.organization,
                channels: installation.drivers.map { ChannelProfile($0) },
                addressField: settings.web.addressField,
                paper: installation.drivers.lazy.compactMap { $0 as? any PaperReader }.first,
                answers: Self.answers(installation, store, speaker),
                logger: logger,
                desk: Desk(
                    channels: installation.knownChannels,
                    planning: { installation.planning($0) },
                    readRowCode: Installation.delivery(ofRowCode:),
                    requestsPerMinute: settings.web.requestsPerMinute,
                    needsApproval: settings.web.needsApproval
                ),
                now: { .now }
            )
            let application = site.application(host: address.host, port: address.port) { port in
                let here = ListenAddress(host: address.host, port: port)
                Console.say("Listening on http://\(here), for \(links.publicURL)")
            }
            services.append(.init(service: application))
            try await Self.run(services, at: address)
        }
    }

    private static func answers(
        _ installation: Installation,
        _ store: any Store,
        _ speaker: AnswerSpeaker
    ) -> AnswerSide {
        let pages = ServicePages()
        return AnswerSide(
            readers: installation.answerReaders(of: store),
            fetch: { await pages.fetch($0) },
            taken: { speaker.hear($0, $1) }
        )
    }

    private func address(_ settings: Settings) throws -> ListenAddress {
        guard let listen else { return settings.web.listen }
        guard let address = ListenAddress(listen) else {
            throw Failure(.wrongCommandLine, "'--listen' needs a host with a port, such as 127.0.0.1:8080.")
        }
        return address
    }

    private func worker(
        _ installation: Installation,
        _ store: any Store,
        _ links: PersonalLinks,
        _ observer: any WorkObserver,
        _ logger: Logger
    ) -> SpokenWorker {
        let worker = Worker(
            store: store,
            drivers: installation.drivers,
            organization: installation.settings.organization,
            publicURL: installation.settings.publicURL,
            links: links,
            returnSeal: ReturnSeal(links.seal),
            options: WorkOptions(
                policy: installation.settings.retry,
                silence: installation.settings.lease,
                holdOverdue: installation.settings.holdOverdue
            ),
            logger: logger,
            observer: observer
        )
        return SpokenWorker(worker: worker)
    }

    /// Runs the services until one of them fails or a signal asks them to stop; the pages stop first.
    private static func run(
        _ services: [ServiceGroupConfiguration.ServiceConfiguration],
        at address: ListenAddress
    ) async throws {
        var configuration = ServiceGroupConfiguration(
            services: services,
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: Logger(label: "service") { _ in SwiftLogNoOpLogHandler() }
        )
        configuration.maximumGracefulShutdownDuration = .seconds(9)
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch let failure as Failure {
            throw failure
        } catch let error as PortError {
            throw Failure(.unavailable, "\(error)")
        } catch {
            throw Failure(
                .unavailable,
                "The web side cannot listen on \(address). Is another program there already, and may you use that port?"
            )
        }
    }
}

/// The worker beside the pages; what ends it is put into words, so that it is not taken for a fault of theirs.
private struct SpokenWorker: Service {
    let worker: Worker

    func run() async throws {
        do { try await worker.run() } catch { throw Failure(.unavailable, "The worker stopped: \(error)") }
    }
}
