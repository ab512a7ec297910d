import Glibc

/// Waits until one of several sockets has something for us, or another thread calls.
///
/// Everything but ``wake()`` belongs to the thread that waits; hence `@unchecked Sendable`.
package final class SocketWatch: @unchecked Sendable {
    private var entries: [pollfd] = []
    private let reading: Int32
    private let writing: Int32

    /// Makes a watch without sockets.
    ///
    /// - Throws: ``SystemError`` when the process has no file descriptors left.
    package init() throws(SystemError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw SystemError(number: errno) }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        (reading, writing) = (ends[0], ends[1])
        removeAll()
    }

    deinit {
        close(reading)
        close(writing)
    }

    /// Ends the wait of the thread that waits, or its next one; from any thread.
    package func wake() {
        var byte: UInt8 = 1
        // A full pipe is as good a call as one byte more.
        _ = write(writing, &byte, 1)
    }

    /// Forgets every socket.
    package func removeAll() {
        entries.removeAll(keepingCapacity: true)
        entries.append(pollfd(fd: reading, events: Int16(POLLIN), revents: 0))
    }

    /// Adds a socket to be watched.
    ///
    /// - Parameters:
    ///   - socket: Its descriptor.
    ///   - forWriting: Whether room for more bytes to send is news as well.
    package func add(_ socket: Int32, forWriting: Bool) {
        entries.append(pollfd(fd: socket, events: Int16(forWriting ? POLLIN | POLLOUT : POLLIN), revents: 0))
    }

    /// Blocks until there is news.
    ///
    /// - Parameter milliseconds: The longest wait; negative waits for ever.
    package func wait(milliseconds: Int) {
        let limit = Int32(clamping: milliseconds)
        guard poll(&entries, nfds_t(entries.count), limit) > 0, entries[0].revents != 0 else { return }
        var drained: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        while read(reading, &drained, 32) == 32 {}
    }

    /// Whether there is news of the socket that was added as the `index`th; the first is 0.
    package func hasNews(_ index: Int) -> Bool { entries[index + 1].revents != 0 }
}

/// An error of the operating system, by its number.
package struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
    package let number: Int32

    package init(number: Int32) { self.number = number }

    /// The system's words: `Connection refused`.
    package var description: String { String(cString: strerror(number)) }
}
