package import People

extension DeliveryStore {
    /// Waits until nothing of a person is in a worker's hands: for pages that promise that nothing leaves after their answer.
    ///
    /// Call it after the opt-out is written, since only then nothing new is claimed. What is on the wire is waited for; what
    /// was not begun is given back by the worker within about a second.
    ///
    /// - Parameters:
    ///   - person: Who opted out.
    ///   - limit: How long to wait at most.
    /// - Returns: False when the time was up first: something may still arrive.
    package func waitUntilNothingIsInHand(of person: PersonID, atMost limit: Duration) async throws -> Bool {
        let end = ContinuousClock.now + limit
        while try await inHand(of: person) > 0 {
            if ContinuousClock.now >= end { return false }
            try await Task.sleep(for: .milliseconds(20))
        }
        return true
    }
}
