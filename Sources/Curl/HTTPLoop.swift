import CCurl
import CCurlShim

/// The thread behind an ``HTTPClient``: begins requests, lets libcurl move their bytes, and hands out results.
///
/// Lives on one thread; other threads talk to it through its ``HTTPInbox``.
final class HTTPLoop {
    private let inbox: HTTPInbox
    private let places: HTTPPlaces
    private var multi: UnsafeMutableRawPointer
    private let watch: HTTPWatch
    /// How many there may be at most, whatever the limit is at present.
    private let connections: Int
    /// Free handles; the one used last comes first, since its connection is the warmest.
    private var free: [HTTPTransfer] = []
    /// Handles under way, by libcurl's name for them.
    private var underWay: [UnsafeMutableRawPointer: HTTPTransfer] = [:]
    /// Whether any of those under way may have been withdrawn.
    private var hasWithdrawn = false

    /// Makes as many handles as there may be connections.
    ///
    /// - Throws: ``CurlError`` when libcurl cannot start.
    init(inbox: HTTPInbox, places: HTTPPlaces, limits: HTTPClient.Limits) throws(CurlError) {
        try CurlLibrary.prepare()
        watch = try HTTPWatch()
        guard let multi = curl_multi_init() else { throw CurlError(CURLE_OUT_OF_MEMORY) }
        let connections = places.open
        self.inbox = inbox
        self.places = places
        self.multi = multi
        self.connections = connections
        ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, connections)
        for _ in 0..<connections { free.append(try HTTPTransfer(limits: limits)) }
        watch.attach(to: multi)
        inbox.attach(watch)
    }

    deinit {
        free = []
        curl_multi_cleanup(multi)
    }

    /// Serves requests until the inbox is closed.
    func run() {
        CurlLibrary.blockBrokenPipeSignal()
        while true {
            let now = ContinuousClock.now
            let takings = inbox.take(places: room(), now: now, givesBack: places.limit == 0)
            for job in takings.withdrawn { job.then(.failure(.withdrawn)) }
            var hasRefused = false
            for job in takings.begun {
                if job.mayBegin() {
                    begin(job)
                } else {
                    job.then(.failure(.withdrawn))
                    hasRefused = true
                }
            }
            if takings.isClosed { break }
            watch.work(multi)
            let hasResults = handOutResults()
            let busy = underWay.count
            if takings.hasWithdrawals { hasWithdrawn = true }
            let nextCut = hasWithdrawn ? cutOffWithdrawn(now) : nil
            hasWithdrawn = nextCut != nil
            // Results free places, and places are filled before anybody sleeps.
            if hasResults || hasRefused || underWay.count < busy { continue }
            watch.wait(until: [takings.lookAgain, nextCut].compactMap(\.self).min())
        }
        inbox.detach()
        for transfer in Array(underWay.values) { cutOff(transfer) }
    }

    /// How many requests may begin now.
    private func room() -> Int {
        if places.areTooMany {
            guard underWay.isEmpty, let fresh = curl_multi_init() else { return 0 }
            // libcurl closes what it keeps when the whole is given up, and not before.
            ccurl_multi_set_long(fresh, CURLMOPT_MAXCONNECTS, connections)
            curl_multi_cleanup(multi)
            watch.attach(to: fresh)
            multi = fresh
            places.shrink()
        }
        return min(free.count, places.open - underWay.count)
    }

    private func begin(_ job: HTTPJob) {
        guard let transfer = free.popLast() else { return job.then(.failure(.withdrawn)) }
        underWay[transfer.name] = transfer
        do throws(CurlError) {
            try transfer.load(job)
            if curl_multi_add_handle(multi, transfer.name) != CURLM_OK { end(transfer, CURLE_FAILED_INIT) }
        } catch {
            end(transfer, CURLcode(error.code))
        }
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

    private func cutOff(_ transfer: HTTPTransfer) {
        end(transfer, CURLE_ABORTED_BY_CALLBACK) { result in
            switch result {
            case .failure(.notSent): .failure(.withdrawn)
            case .failure(.unanswered): .failure(.unanswered("we had to stop before the answer came"))
            case .success, .failure(.withdrawn): result
            }
        }
    }

    private func end(
        _ transfer: HTTPTransfer,
        _ code: CURLcode,
        as meaning: (HTTPResult) -> HTTPResult = { $0 }
    ) {
        // Removing first: a callback may ask for the next request, and libcurl wants the handle back before that.
        curl_multi_remove_handle(multi, transfer.name)
        underWay[transfer.name] = nil
        let ended = transfer.unload(code)
        free.append(transfer)
        if let (job, result) = ended { job.then(meaning(result)) }
    }

    /// Cuts off the transfers whose batch was withdrawn and whose time is up.
    ///
    /// - Returns: When the next one's time is up.
    private func cutOffWithdrawn(_ now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        var next: ContinuousClock.Instant?
        for transfer in Array(underWay.values) {
            guard let time = transfer.job?.batch.cutOffTime else { continue }
            if time <= now {
                cutOff(transfer)
            } else {
                next = min(next ?? time, time)
            }
        }
        return next
    }
}
