package import Calls
package import Deliveries
package import Logging
import ServiceLifecycle

/// Tells other programs what happens, each at its own pace, so that one that does not answer holds up nobody else.
///
/// It is a service: asked to stop, it goes round once more, briefly, and ends. What was not told stays in the database for
/// whoever comes next.
package struct WebhookRelay: Service {
    private let store: any WebhookStore
    private let targets: [WebhookTarget]
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    private let pause: Duration

    /// How many messages a listener gets at once.
    private static let batch = 20
    private static let connections = 4
    /// A listener that fails is asked less and less often, with one message.
    private static let longestPause = Duration.seconds(300)
    /// For how long the last round may take.
    private static let lastRound = Duration.seconds(3)

    /// Makes a relay.
    ///
    /// - Parameters:
    ///   - store: Where the messages are.
    ///   - targets: Whom to tell; nobody else is told from now on.
    ///   - logger: For what an operator should know.
    ///   - pause: Between two looks at the database.
    ///   - now: The time of day.
    package init(
        store: any WebhookStore,
        targets: [WebhookTarget],
        logger: Logger,
        pause: Duration = .seconds(1),
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.store = store
        self.targets = targets
        self.logger = logger
        self.pause = pause
        self.now = now
    }

    /// Makes known who listens; to be done before anything happens that they should hear.
    package func register() async throws {
        try await store.listen(targets.map(\.listener), now: now())
    }

    package func run() async throws {
        guard !targets.isEmpty else {
            try? await gracefulShutdown()
            return
        }
        await cancelWhenGracefulShutdown {
            await withTaskGroup { group in
                group.addTask { await noteFinished() }
                for target in targets { group.addTask { await serve(target) } }
            }
        }
        // What the last outcomes of a worker wrote should not wait for the next one.
        await withTaskGroup { group in
            group.addTask {
                try? await store.noteFinishedCalls(now: now())
                await withTaskGroup { round in
                    for target in targets {
                        round.addTask {
                            let sender = WebhookSender(target, connections: Self.connections)
                            _ = try? await tellSome(sender, atMost: Self.batch)
                        }
                    }
                }
            }
            group.addTask { try? await Task.sleep(for: Self.lastRound) }
            await group.next()
            group.cancelAll()
        }
    }

    private func noteFinished() async {
        while !Task.isCancelled {
            do {
                try await store.noteFinishedCalls(now: now())
            } catch is CancellationError {
                return
            } catch {
                logger.error("finished calls cannot be noted for webhooks: \(error)")
            }
            try? await Task.sleep(for: pause * 5)
        }
    }

    private func serve(_ target: WebhookTarget) async {
        let sender = WebhookSender(target, connections: Self.connections)
        var wait = pause
        while !Task.isCancelled {
            let isFailing = wait > pause
            do {
                switch try await tellSome(sender, atMost: isFailing ? 1 : Self.batch) {
                case .nothing: break
                case .taken:
                    wait = pause
                    continue
                case .failed: wait = min(max(wait, pause) * 2, Self.longestPause)
                }
            } catch is CancellationError {
                return
            } catch {
                logger.error("messages for \(target) cannot be read: \(error)")
                wait = min(wait * 2, Self.longestPause)
            }
            try? await Task.sleep(for: wait)
        }
    }

    private enum Round {
        case nothing, taken, failed
    }

    /// Tells what is due; whether all of it was taken.
    private func tellSome(_ sender: WebhookSender, atMost limit: Int) async throws -> Round {
        let target = sender.target
        let messages = try await store.webhookMessages(for: target.name, atMost: limit, now: now())
        if messages.isEmpty { return .nothing }
        return try await withThrowingTaskGroup(of: Bool.self) { group in
            for message in messages {
                group.addTask {
                    let (result, reason) = await sender.tell(message, now: now())
                    if let reason {
                        logger.warning(
                            "\(target) did not take a message of \(message.event.rawValue): \(reason)",
                            metadata: ["attempts": .stringConvertible(message.attempts + 1)]
                        )
                    }
                    // A task of its own: what was taken must be noted even when the rest has been cancelled.
                    try await Task { try await store.settleWebhook(message.number, result, now: now()) }.value
                    return result == .taken
                }
            }
            return try await group.reduce(true) { $0 && $1 } ? .taken : .failed
        }
    }
}
