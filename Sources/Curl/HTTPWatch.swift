import CCurl
import CCurlShim
import Glibc

/// The sockets that libcurl wants to be called about, and when it wants to be called without any news of them.
///
/// With it libcurl works on what has news alone; left to itself it would ask the system about every socket, one by one, each time
/// that any of them has an answer. Everything but ``wake()`` belongs to the thread of the ``HTTPLoop``; hence `@unchecked Sendable`.
final class HTTPWatch: @unchecked Sendable {
    /// The first is ``call``.
    private var entries: [pollfd] = []
    /// Written to by other threads.
    private let call: Int32
    /// When libcurl wants to be called in any case.
    private var alarm: ContinuousClock.Instant?
    private var ready: [(socket: curl_socket_t, news: Int32)] = []

    /// Makes a watch without sockets.
    ///
    /// - Throws: ``CurlError`` when the process has no file descriptors left.
    init() throws(CurlError) {
        call = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        guard call >= 0 else { throw CurlError(CURLE_FAILED_INIT, detail: SystemError(number: errno).description) }
        entries.append(pollfd(fd: call, events: Int16(POLLIN), revents: 0))
    }

    deinit { close(call) }

    /// Has a multi handle tell what it wants, instead of the one before, which is gone; it must be given up before the watch is.
    func attach(to multi: UnsafeMutableRawPointer) {
        alarm = nil
        entries.removeSubrange(1...)
        ccurl_multi_watch(multi, Self.hearOfSocket, Self.hearOfTime, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Ends the wait of the thread that waits, or its next one; from any thread.
    func wake() { eventfd_write(call, 1) }

    /// Blocks until there is news, libcurl wants to be called, or a moment has come.
    func wait(until moment: ContinuousClock.Instant?) {
        let end = [moment, alarm].compactMap(\.self).min()
        let now = ContinuousClock.now
        let limit = end.map { $0 <= now ? 0 : Int32(clamping: ($0 - now).wholeMilliseconds) } ?? 60_000
        guard poll(&entries, nfds_t(entries.count), limit) > 0 else {
            for index in entries.indices { entries[index].revents = 0 }
            return
        }
        if entries[0].revents != 0 {
            var calls: eventfd_t = 0
            eventfd_read(call, &calls)
        }
    }

    /// Lets libcurl work on what has news, and on what is due.
    func work(_ multi: UnsafeMutableRawPointer) {
        // Noted first: libcurl changes what is watched while it works.
        ready.removeAll(keepingCapacity: true)
        for index in entries.indices.dropFirst() where entries[index].revents != 0 {
            ready.append((entries[index].fd, Self.news(Int32(entries[index].revents))))
            entries[index].revents = 0
        }
        var running: Int32 = 0
        for (socket, news) in ready { curl_multi_socket_action(multi, socket, news, &running) }
        if let alarm, alarm <= .now {
            self.alarm = nil
            curl_multi_socket_action(multi, ccurl_socket_timeout, 0, &running)
        }
    }

    private static func news(_ events: Int32) -> Int32 {
        var news: Int32 = 0
        // Whatever went wrong with a socket, reading it tells what.
        if events & (POLLIN | POLLHUP | POLLERR) != 0 { news |= CURL_CSELECT_IN }
        if events & POLLOUT != 0 { news |= CURL_CSELECT_OUT }
        if events & POLLNVAL != 0 { news |= CURL_CSELECT_ERR }
        return news
    }

    private func watch(_ socket: curl_socket_t, _ what: Int32) {
        let known = entries.dropFirst().firstIndex { $0.fd == socket }
        guard what == CURL_POLL_IN || what == CURL_POLL_OUT || what == CURL_POLL_INOUT else {
            if let known { entries.remove(at: known) }
            return
        }
        var events: Int32 = 0
        if what & CURL_POLL_IN != 0 { events |= POLLIN }
        if what & CURL_POLL_OUT != 0 { events |= POLLOUT }
        if let known {
            entries[known].events = Int16(events)
        } else {
            entries.append(pollfd(fd: socket, events: Int16(events), revents: 0))
        }
    }

    // MARK: What libcurl calls

    private static let hearOfSocket: curl_socket_callback = { _, socket, what, context, _ in
        HTTPWatch.behind(context)?.watch(socket, what)
        return 0
    }

    private static let hearOfTime: curl_multi_timer_callback = { _, milliseconds, context in
        HTTPWatch.behind(context)?.alarm = milliseconds < 0 ? nil : .now + .milliseconds(milliseconds)
        return 0
    }

    private static func behind(_ context: UnsafeMutableRawPointer?) -> HTTPWatch? {
        context.map { Unmanaged<HTTPWatch>.fromOpaque($0).takeUnretainedValue() }
    }
}
