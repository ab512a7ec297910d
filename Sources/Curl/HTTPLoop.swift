import CCurl
import CCurlShim

/// The thread behind an ``HTTPClient``: begins requests, lets libcurl move their bytes, and hands out results.
///
/// Lives on one thread; other threads talk to it through its ``HTTPInbox``.
final class HTTPLoop {
    private let inbox: HTTPInbox
    private let multi: UnsafeMutableRawPointer
    /// Free handles; the one used last comes first, since its connection is the warmest.
    private var free: [HTTPTransfer] = []
    /// Handles under way, by libcurl's name for them.
    private var underWay: [UnsafeMutableRawPointer: HTTPTransfer] = [:]

    /// Makes as many handles as there may be connections.
    init(inbox: HTTPInbox, connections: Int, limits: HTTPClient.Limits) {
        self.inbox = inbox
        HTTPLoop.startLibrary
        multi = curl_multi_init()
        ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, connections)
        free = (0..<connections).compactMap { _ in HTTPTransfer(limits: limits) }
        inbox.attach(multi)
    }

    deinit {
        free = []
        curl_multi_cleanup(multi)
    }

    /// Serves requests until the inbox is closed.
    func run() {
        while true {
            let now = ContinuousClock.now
            let takings = inbox.take(places: free.count, now: now)
            for job in takings.withdrawn { job.then(.failure(.withdrawn)) }
            for job in takings.begun { begin(job) }
            if takings.isClosed { break }
            let nextCut = cutOffWithdrawn(now)
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            // Results free places, and places are filled before anybody sleeps.
            if handOutResults() { continue }
            let alarm = [takings.lookAgain, nextCut].compactMap(\.self).min()
            curl_multi_poll(multi, nil, 0, Self.milliseconds(until: alarm), nil)
        }
        inbox.detach()
        for transfer in Array(underWay.values) { end(transfer, CURLE_ABORTED_BY_CALLBACK) }
    }

    private func begin(_ job: HTTPJob) {
        guard let transfer = free.popLast() else { return job.then(.failure(.withdrawn)) }
        transfer.load(job)
        underWay[transfer.handle] = transfer
        let code = curl_multi_add_handle(multi, transfer.handle)
        if code != CURLM_OK { end(transfer, CURLE_FAILED_INIT) }
    }

    private func handOutResults() -> Bool {
        var found = false
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            let code = ccurl_message_result(message)
            guard let handle = ccurl_message_handle(message), let transfer = underWay[handle] else { continue }
            end(transfer, code)
            found = true
        }
        return found
    }

    private func end(_ transfer: HTTPTransfer, _ code: CURLcode) {
        // Removing first: a callback may ask for the next request, and libcurl wants the handle back before that.
        curl_multi_remove_handle(multi, transfer.handle)
        underWay[transfer.handle] = nil
        let ended = transfer.unload(code)
        free.append(transfer)
        ended?.job.then(ended.result)
    }

    /// Cuts off the transfers whose batch was withdrawn and whose time is up.
    ///
    /// - Returns: When the next one's time is up.
    private func cutOffWithdrawn(_ now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        var next: ContinuousClock.Instant?
        for transfer in Array(underWay.values) {
            guard let time = transfer.job?.batch.cutOffTime else { continue }
            if time <= now {
                end(transfer, CURLE_ABORTED_BY_CALLBACK)
            } else {
                next = min(next ?? time, time)
            }
        }
        return next
    }

    private static func milliseconds(until alarm: ContinuousClock.Instant?) -> Int32 {
        // Without an alarm, libcurl's own time-outs and the inbox's calls end the sleep.
        guard let alarm else { return 60_000 }
        return Int32(clamping: max(0, (alarm - .now).wholeMilliseconds))
    }

    /// libcurl wants this once, before its first handle.
    private static let startLibrary: Void = { _ = curl_global_init(ccurl_global_all) }()
}
