package import Calls
import Hummingbird
import Logging
import Reviews
import ServiceLifecycle
import Synchronization

/// Shows metrics and health over HTTP.
///
/// `/metrics`, `/healthz` and `/readyz` tell numbers and nobody's name.
package struct VitalsServer: Service {
    private let address: VitalsAddress
    private let metrics: WorkMetrics
    private let pulse: Pulse
    private let watch: QueueWatch
    private let now: @Sendable () -> Timestamp
    private let started: Timestamp
    private let opened: @Sendable () -> Void

    /// How long a loop of the worker may be away before the worker counts as stuck.
    package static let stuck = Duration.seconds(150)
    /// How old a sign of life, or a look at the queue, may be before the worker counts as not ready.
    package static let stale = Duration.seconds(20)

    /// Makes a server.
    ///
    /// - Parameters:
    ///   - address: Where it listens.
    ///   - metrics: What the worker counted.
    ///   - pulse: Whether the worker gets on.
    ///   - watch: What the queue looks like.
    ///   - now: The time of day.
    ///   - opened: Hears that the port is ours.
    package init(
        _ address: VitalsAddress,
        metrics: WorkMetrics,
        pulse: Pulse,
        watch: QueueWatch,
        now: @escaping @Sendable () -> Timestamp,
        opened: @escaping @Sendable () -> Void
    ) {
        self.address = address
        self.metrics = metrics
        self.pulse = pulse
        self.watch = watch
        self.now = now
        self.opened = opened
        started = now()
    }

    /// Serves until the worker has ended.
    ///
    /// - Throws: ``PortError`` when the port cannot be had.
    package func run() async throws {
        let isOpen = Mutex(false)
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname(address.host, port: address.port)),
            onServerRunning: { [opened] _ in
                isOpen.withLock { $0 = true }
                opened()
            },
            logger: Logger(label: "vitals") { _ in SwiftLogNoOpLogHandler() }
        )
        do {
            try await application.run()
        } catch  where !isOpen.withLock({ $0 }) {
            throw PortError(address: address, reason: PortError.words(of: error))
        }
    }

    private var router: Router<BasicRequestContext> {
        let router = Router()
        router.get("metrics") { _, _ in Self.page(.ok, metricsText, type: Exposition.contentType) }
        router.get("healthz") { _, _ in
            isAlive ? Self.page(.ok, "alive\n") : Self.page(.serviceUnavailable, "stuck: a loop does not come round\n")
        }
        router.get("readyz") { _, _ in
            unready.map { Self.page(.serviceUnavailable, "\($0)\n") } ?? Self.page(.ok, "ready\n")
        }
        return router
    }

    var metricsText: String {
        MetricsPage(
            counts: metrics.counts,
            sight: watch.last,
            sinceSignOfLife: pulse.sinceSignOfLife(),
            started: started,
            now: now(),
            present: .now
        ).text
    }

    var isAlive: Bool { pulse.isBeating(within: Self.stuck) }

    /// Why the worker is not ready; `nil` when it is.
    var unready: String? {
        guard let life = pulse.sinceSignOfLife() else { return "the worker has not begun" }
        if metrics.counts.isStopping { return "the worker is stopping" }
        if life > Self.stale { return "the database has taken no sign of life for a while" }
        guard let sight = watch.last, sight.at.duration(to: .now) <= Self.stale else {
            return "the database does not answer"
        }
        return nil
    }

    private static func page(
        _ status: HTTPResponse.Status,
        _ text: String,
        type: String = "text/plain; charset=utf-8"
    ) -> Response {
        Response(
            status: status,
            headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }
}

/// The address for metrics cannot be had.
package struct PortError: Error, Equatable, Sendable, CustomStringConvertible {
    package let address: VitalsAddress
    /// What the system says; empty when it says nothing of use.
    package let reason: String

    package var description: String {
        "Metrics cannot be shown at \(address)\(reason.isEmpty ? "" : ": \(reason)"). "
            + "Does another program, or another worker, listen there? Name another port with --metrics."
    }

    /// The system's words out of a socket library's error, which begin with the call and end with a number.
    static func words(of error: any Error) -> String {
        let text = "\(error)"
        guard let end = text.firstRange(of: " (errno:"), let start = text[..<end.lowerBound].firstRange(of: "): ")
        else { return "" }
        // Some put their words between brackets of their own.
        return text[start.upperBound..<end.lowerBound].filter { $0 != ")" }.lowercased()
    }
}
