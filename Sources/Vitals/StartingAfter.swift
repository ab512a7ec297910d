package import ServiceLifecycle

/// A service that begins when another one is ready: nothing is sent before the port that was asked for is ours.
package struct StartingAfter: Service {
    private let service: any Service
    private let ready: AsyncStream<Never>

    /// Makes the pair.
    ///
    /// - Parameter service: What begins later.
    /// - Returns: The service, and what the other one calls when it is ready.
    package static func pair(_ service: any Service) -> (service: StartingAfter, open: @Sendable () -> Void) {
        let (ready, continuation) = AsyncStream<Never>.makeStream()
        return (StartingAfter(service: service, ready: ready), { continuation.finish() })
    }

    package func run() async throws {
        for await _ in ready {}
        try Task.checkCancellation()
        try await service.run()
    }
}
