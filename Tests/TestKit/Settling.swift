package import Calls
package import Deliveries

extension DeliveryStore {
    /// Applies transitions as a worker does.
    ///
    /// - Returns: How many were applied; the deliveries must be different ones.
    package func settle(_ settlements: [Settlement], worker: WorkerNumber, now: Timestamp) async throws -> Int {
        settlements.count - (try await settle(settlements, by: worker, now: now)).count
    }
}
