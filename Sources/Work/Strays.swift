import Calls
import Deliveries
import Logging

/// Gives back what bears this worker's number though it does not have it: nobody else would, for as long as it lives.
struct Strays: Sendable {
    let store: any DeliveryStore
    let worker: WorkerNumber
    let grip: Grip
    let options: WorkOptions
    let observer: any WorkObserver
    let logger: Logger

    /// Looks once; what two looks in a row did not find in hand goes the way of a dead worker's deliveries.
    func look(now: Timestamp) async throws {
        let strays = grip.strays(among: try await store.held(by: worker, on: options.channels))
        if strays.isEmpty { return }
        let freed = try await store.free(strays, of: worker, repeating: options.repeating, now: now)
        guard freed > 0 else { return }
        observer.note(.rescued(freed))
        logger.warning(
            "\(freed) deliveries bear this worker's number and are not in its hands: the database lost what became of them",
            metadata: ["count": .stringConvertible(freed)]
        )
    }
}
