/// A request, what it belongs to, and who wants to know.
///
/// One object, so that it goes through the queue as one reference.
package final class HTTPJob: Sendable {
    let request: HTTPRequest
    let batch: HTTPBatch
    /// Whether it may still be begun; asked right before.
    let mayBegin: @Sendable () -> Bool
    let then: @Sendable (HTTPResult) -> Void

    /// Makes a job of its parts.
    ///
    /// - Parameters:
    ///   - request: What to send.
    ///   - batch: What it is withdrawn with.
    ///   - mayBegin: Asked on the client's thread right before the request is begun; where it says no, the result is
    ///     ``HTTPFailure/withdrawn``.
    ///   - then: Called exactly once, on the client's thread: do little there.
    package init(
        request: HTTPRequest,
        batch: HTTPBatch,
        mayBegin: @escaping @Sendable () -> Bool,
        then: @escaping @Sendable (HTTPResult) -> Void
    ) {
        self.request = request
        self.batch = batch
        self.mayBegin = mayBegin
        self.then = then
    }
}

/// Requests that wait for a place: first come, first served.
struct HTTPQueue {
    /// Those before ``next`` are gone.
    private var waiting: [HTTPJob?] = []
    private var next = 0
    /// Requests that go before all others.
    private var ahead: [HTTPJob] = []

    /// Adds a request at the end, or before all those that came in the ordinary way.
    mutating func add(_ job: HTTPJob, ahead isAhead: Bool) {
        if isAhead { ahead.append(job) } else { waiting.append(job) }
    }

    /// Takes the first request.
    ///
    /// - Returns: `nil` when nobody waits.
    mutating func popFirst() -> HTTPJob? {
        if !ahead.isEmpty { return ahead.removeFirst() }
        guard next < waiting.count else { return nil }
        defer {
            waiting[next] = nil
            next += 1
            // The gone ones are dropped now and then, so that taking one costs the same however long the queue is.
            if next >= 64, next * 2 >= waiting.count {
                waiting.removeFirst(next)
                next = 0
            }
        }
        return waiting[next]
    }

    /// Takes all requests whose batch was withdrawn.
    mutating func removeWithdrawn() -> [HTTPJob] {
        let all = ahead + waiting[next...].compactMap(\.self)
        let withdrawn = all.filter { $0.batch.cutOffTime != nil }
        ahead.removeAll { $0.batch.cutOffTime != nil }
        waiting = waiting[next...].filter { $0?.batch.cutOffTime == nil }
        next = 0
        return withdrawn
    }

    /// Takes all requests.
    mutating func removeAll() -> [HTTPJob] {
        defer { self = HTTPQueue() }
        return ahead + waiting[next...].compactMap(\.self)
    }
}
