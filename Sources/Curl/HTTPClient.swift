import Foundation

/// Sends HTTP requests over a few kept connections, all of them served by one thread of its own.
///
/// At most as many requests as there are connections are inside libcurl; the others wait outside, in order. Certificates
/// are checked, redirects are answers like any other, and no request is ever sent twice: where the fate of one is
/// unknown, ``HTTPFailure/unanswered(_:)`` says so. Ends its thread when it is let go of.
package final class HTTPClient: Sendable {
    /// The longest body that is read, in bytes.
    package static let longestBody = 64 * 1_024

    /// How long to wait for the other side.
    package struct Limits: Sendable {
        /// Until the connection stands, TLS included.
        package var connect: Duration
        /// Until the whole answer is there, counted from the beginning of the request.
        package var total: Duration
        /// Without a single byte in either direction, in whole seconds.
        package var silence: Duration

        /// Makes limits out of their parts.
        package init(
            connect: Duration = .seconds(10),
            total: Duration = .seconds(60),
            silence: Duration = .seconds(30)
        ) {
            self.connect = connect
            self.total = total
            self.silence = silence
        }
    }

    private let inbox: HTTPInbox
    private let allowed: HTTPPlaces

    /// Starts the thread.
    ///
    /// - Parameters:
    ///   - connections: How many requests may be under way at once; 1 or more.
    ///   - limits: How long to wait for the other side.
    package init(connections: Int, limits: Limits = Limits()) {
        let inbox = HTTPInbox()
        self.inbox = inbox
        let allowed = HTTPPlaces(max(1, connections))
        self.allowed = allowed
        let thread = Thread {
            do throws(CurlError) {
                try HTTPLoop(inbox: inbox, places: allowed, limits: limits).run()
            } catch {
                inbox.giveUp(error)
            }
        }
        thread.name = "http"
        thread.start()
    }

    deinit { inbox.close() }

    /// Sends a request and hands its result to a callback.
    ///
    /// - Parameters:
    ///   - request: What to send.
    ///   - batch: What it is withdrawn with.
    ///   - ahead: Whether it goes before those that wait already.
    ///   - mayBegin: Asked on the client's thread right before the request is begun; where it says no, the result is
    ///     ``HTTPFailure/withdrawn``.
    ///   - then: Called exactly once, on the client's thread: do little there.
    package func send(
        _ request: HTTPRequest,
        in batch: HTTPBatch,
        ahead: Bool = false,
        mayBegin: @escaping @Sendable () -> Bool = { true },
        then: @escaping @Sendable (HTTPResult) -> Void
    ) {
        inbox.add(HTTPJob(request: request, batch: batch, mayBegin: mayBegin, then: then), ahead: ahead)
    }

    /// Sends requests in their order, each as if alone: for many, at the cost of one hand-over.
    package func send(_ jobs: [HTTPJob]) { inbox.add(jobs) }

    /// Sends a request and waits for its result.
    ///
    /// Cancelling the task cuts the transfer off.
    ///
    /// - Parameter request: What to send.
    /// - Returns: The answer, or why there is none.
    package func send(_ request: HTTPRequest) async -> HTTPResult {
        let batch = HTTPBatch()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { caller in
                send(request, in: batch) { caller.resume(returning: $0) }
            }
        } onCancel: {
            withdraw(batch, within: .zero)
        }
    }

    /// Takes back all requests of a batch that were not begun, those still to come too.
    ///
    /// - Parameters:
    ///   - batch: The requests.
    ///   - grace: How long those under way may take to end by themselves.
    package func withdraw(_ batch: HTTPBatch, within grace: Duration) {
        batch.withdraw(cuttingOffAt: .now + grace)
        inbox.announceWithdrawal()
    }

    /// How many connections there may be at this moment; never less than there are.
    package var places: Int { allowed.open }

    /// Limits the connections from now on.
    ///
    /// Kept ones beyond it are closed as soon as no request is under way, and until then none begins. With 0, what waits is
    /// ``HTTPFailure/withdrawn``.
    ///
    /// - Parameter connections: 0 or more; at most what the client began with.
    package func limit(to connections: Int) {
        allowed.limit(to: connections)
        inbox.announceWithdrawal()
    }

    /// Begins no request, of whatever batch, until some time has passed.
    ///
    /// - Parameter wait: From now on; a second call can only make it longer.
    package func hold(for wait: Duration) {
        inbox.hold(until: .now + wait)
    }
}
