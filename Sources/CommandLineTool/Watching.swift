import App
import ArgumentParser
import Deliveries
import Foundation
import Logging
import ServiceLifecycle
import Systemd
import Vitals
import Work

/// Where the worker's metrics and health are shown, if anywhere.
struct MetricsOptions: ParsableArguments {
    @Option(
        name: .customLong("metrics"),
        help: ArgumentHelp("Show /metrics, /healthz and /readyz there, such as 127.0.0.1:9464.", valueName: "host:port")
    )
    var asked: String?
    @Flag(
        name: .customLong("metrics-anywhere"),
        help: "Let other machines see --metrics, which asks nobody who they are."
    )
    var isAnywhere = false

    func validate() throws { _ = try address() }

    func address() throws -> VitalsAddress? {
        let text = asked ?? ProcessInfo.processInfo.environment["CLARION_METRICS"]
        guard let text, !text.isEmpty else { return nil }
        guard let address = VitalsAddress(text) else {
            throw ValidationError("'\(text)' is no address for --metrics. Write one such as 127.0.0.1:9464.")
        }
        guard isAnywhere || address.isLoopback else {
            throw ValidationError(
                "\(address) can be seen from other machines. If that is meant, say --metrics-anywhere as well."
            )
        }
        return address
    }
}

/// Those who watch the worker: the metrics page, where one was asked for, and the service manager, where there is one.
struct Watching {
    let observer: any WorkObserver
    private let store: any Store
    private let address: VitalsAddress?
    private let pulse = Pulse()
    private let metrics = WorkMetrics()
    private let reporter: ServiceReporter?

    init(store: any Store, address: VitalsAddress?) {
        self.store = store
        self.address = address
        reporter = ServiceManager(environment: ProcessInfo.processInfo.environment).map {
            [pulse, metrics] in ServiceReporter($0, pulse: pulse, metrics: metrics)
        }
        let watchers: [(any WorkObserver)?] = [pulse, metrics, reporter]
        observer =
            address == nil && reporter == nil ? Unobserved() : Observers(watchers.compactMap { $0 })
    }

    /// In the order in which they begin; they end the other way round, so that the worker's end is still seen.
    func services(around worker: any Service, _ logger: Logger) -> [any Service] {
        var services: [any Service] = []
        if let reporter { services.append(reporter) }
        guard let address else { return services + [worker] }
        let watch = QueueWatch(store, now: { .now })
        let (later, open) = StartingAfter.pair(worker)
        let server = VitalsServer(
            address,
            metrics: metrics,
            pulse: pulse,
            watch: watch,
            now: { .now },
            opened: {
                logger.info("metrics and health are shown at http://\(address)")
                open()
            }
        )
        return services + [watch, server, later]
    }
}
