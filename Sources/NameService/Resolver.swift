import CCares
import Glibc

/// Asks the DNS, one question after the other; every call blocks.
///
/// It knows nothing of the machine's own list of hosts, for others do not either.
package final class Resolver {
    /// What can be asked for.
    package enum RecordType: Int32, Sendable {
        case address = 1
        case name = 12
        case mailServer = 15
        case text = 16
        case address6 = 28
    }

    /// What came of a question.
    package enum Answer: Sendable, Equatable {
        /// Texts, names without a dot at their end, or addresses as bytes.
        case texts([String])
        case addresses([[UInt8]])
        /// The name is not there, or has nothing of that kind.
        case nothing
        /// No server answered, or none with sense.
        case failed
    }

    /// The resolver cannot begin: no memory, or what should name a server does not.
    package struct Fault: Error {}

    private static let readiness = ares_library_init(1)
    /// In milliseconds, for the first try; c-ares doubles it.
    private static let patience: Int32 = 2_000
    /// `ARES_OPT_TRIES` and `ARES_OPT_TIMEOUTMS`, which are macros that Swift cannot see.
    private static let optionMask: Int32 = 1 << 2 | 1 << 13

    private var channel: ares_channel?

    /// Begins.
    ///
    /// - Parameter server: `HOST:PORT` of a server by its IP address; the system's own when `nil`.
    /// - Throws: ``Fault``.
    package init(server: String?) throws(Fault) {
        guard Self.readiness == ARES_SUCCESS else { throw Fault() }
        var options = ares_options()
        options.timeout = Self.patience
        options.tries = 2
        guard ares_init_options(&channel, &options, Self.optionMask) == ARES_SUCCESS, let channel else {
            throw Fault()
        }
        if let server, ares_set_servers_ports_csv(channel, server) != ARES_SUCCESS {
            ares_destroy(channel)
            self.channel = nil
            throw Fault()
        }
    }

    deinit { if let channel { ares_destroy(channel) } }

    /// Asks, and waits for the answer.
    package func ask(_ name: String, for type: RecordType) -> Answer {
        guard let channel else { return .failed }
        let question = Question(type)
        let context = Unmanaged.passUnretained(question).toOpaque()
        withExtendedLifetime(question) {
            // Class 1 is the internet's.
            ares_query(channel, name, 1, type.rawValue, Question.take, context)
            while question.answer == nil { wait(channel) }
        }
        return question.answer ?? .failed
    }

    private func wait(_ channel: ares_channel) {
        var sockets = [ares_socket_t](repeating: -1, count: Int(ARES_GETSOCK_MAXNUM))
        let wanted = ares_getsock(channel, &sockets, ARES_GETSOCK_MAXNUM)
        var entries: [pollfd] = []
        for (index, socket) in sockets.enumerated() {
            let reads = wanted >> index & 1 == 1
            let writes = wanted >> (index + Int(ARES_GETSOCK_MAXNUM)) & 1 == 1
            guard reads || writes else { continue }
            entries.append(pollfd(fd: socket, events: Int16((reads ? POLLIN : 0) | (writes ? POLLOUT : 0)), revents: 0))
        }
        var time = timeval()
        let milliseconds = ares_timeout(channel, nil, &time).map {
            Int32($0.pointee.tv_sec * 1_000 + $0.pointee.tv_usec / 1_000 + 1)
        }
        poll(&entries, nfds_t(entries.count), milliseconds ?? Self.patience)
        let ready = entries.filter { $0.revents != 0 }
        if ready.isEmpty { ares_process_fd(channel, -1, -1) }
        for entry in ready {
            let reads = Int32(entry.revents) & (POLLIN | POLLERR | POLLHUP) != 0
            ares_process_fd(channel, reads ? entry.fd : -1, Int32(entry.revents) & POLLOUT != 0 ? entry.fd : -1)
        }
    }
}
