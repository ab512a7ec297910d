import Glibc

/// One accepted connection, used by the one thread that serves it.
///
/// Calls block that thread. What is written waits in memory until a read would block or ``flush()`` is called, so that
/// answers to a group of pipelined commands leave together.
package final class Connection {
    /// Counted from 1 over the listener's life.
    package let number: Int

    private let socket: Int32
    private var incoming = [UInt8](repeating: 0, count: 65_536)
    private var unread = 0..<0
    private var outgoing: [UInt8] = []

    init(number: Int, socket: Int32) {
        self.number = number
        self.socket = socket
    }

    /// Whether the other side sent more than was read so far, as far as this side has taken it in.
    package var hasUnreadBytes: Bool { !unread.isEmpty }

    /// Reads one line and appends it without its line break.
    ///
    /// - Parameters:
    ///   - line: Where to append; stays as it was when the line is ``LineFaults/overlong``.
    ///   - limit: Octets that the line may have, without its line break.
    /// - Returns: What is wrong with the line; empty when it is fine.
    /// - Throws: ``ConnectionError``; what was read of an unfinished line stays appended.
    package func readLine(into line: inout [UInt8], limit: Int) throws(ConnectionError) -> LineFaults {
        let begin = line.count
        var last: UInt8 = 0
        var faults: LineFaults = []
        while true {
            if unread.isEmpty { try fill() }
            let feed = incoming.firstOffset(of: 10, in: unread)
            let piece = unread.lowerBound..<(feed ?? unread.upperBound)
            unread = (feed.map { $0 + 1 } ?? unread.upperBound)..<unread.upperBound
            if !piece.isEmpty { last = incoming[piece.upperBound - 1] }
            if !faults.contains(.overlong) {
                line.append(contentsOf: incoming[piece])
                // One more than the limit: the carriage return is not counted.
                if line.count - begin > limit + 1 {
                    faults.insert(.overlong)
                    line.removeSubrange(begin...)
                }
            }
            if feed != nil { break }
        }
        if last != 13 { faults.insert(.endsInBareLineFeed) }
        guard !faults.contains(.overlong) else { return faults }
        if last == 13 { line.removeLast() }
        if line.count - begin > limit {
            line.removeSubrange(begin...)
            return faults.union(.overlong)
        }
        if line.firstOffset(of: 13, in: begin..<line.count) != nil { faults.insert(.holdsCarriageReturn) }
        if line.firstOffset(of: 0, in: begin..<line.count) != nil { faults.insert(.holdsNUL) }
        return faults
    }

    /// Reads as many bytes as are asked for and appends them.
    ///
    /// - Parameters:
    ///   - count: How many; the caller has checked that it is a sum worth waiting for.
    ///   - bytes: Where to append.
    /// - Throws: ``ConnectionError``; what was read stays appended.
    package func read(_ count: Int, into bytes: inout [UInt8]) throws(ConnectionError) {
        var missing = count
        while missing > 0 {
            if unread.isEmpty { try fill() }
            let piece = unread.prefix(missing)
            bytes.append(contentsOf: incoming[piece])
            unread = piece.upperBound..<unread.upperBound
            missing -= piece.count
        }
    }

    /// Puts bytes behind what is waiting to be sent.
    package func write(_ bytes: [UInt8]) { outgoing.append(contentsOf: bytes) }

    /// Puts text behind what is waiting to be sent, as UTF-8.
    package func write(_ text: String) { outgoing.append(contentsOf: text.utf8) }

    /// Sends everything that is waiting.
    ///
    /// - Throws: ``ConnectionError``; nothing is waiting afterwards.
    package func flush() throws(ConnectionError) {
        guard !outgoing.isEmpty else { return }
        defer { outgoing.removeAll(keepingCapacity: true) }
        var sent = 0
        while sent < outgoing.count {
            let count = outgoing.withUnsafeBytes { bytes in
                send(socket, bytes.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count >= 0 { sent += count } else if errno != EINTR { throw ConnectionError(code: errno) }
        }
    }

    /// Waits, unless the connection ends before.
    ///
    /// What is waiting to be sent goes out first.
    ///
    /// - Parameter duration: How long; up to 24 days.
    /// - Throws: ``ConnectionError/closed`` when the connection ended meanwhile.
    package func pause(for duration: Duration) throws(ConnectionError) {
        try flush()
        // No event is asked for, so that only the end of the connection wakes us.
        var watched = pollfd(fd: socket, events: 0, revents: 0)
        if poll(&watched, 1, duration.pollMilliseconds) > 0 { throw .closed }
    }

    /// Says goodbye properly: sends what is waiting, then lets the other side finish.
    ///
    /// Closing at once while the other side still sends would make the system throw our last answer away.
    func finish() {
        guard (try? flush()) != nil, shutdown(socket, Int32(SHUT_WR)) == 0 else { return }
        let deadline = ContinuousClock.now + .seconds(2)
        var watched = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        while ContinuousClock.now < deadline, poll(&watched, 1, (deadline - .now).pollMilliseconds) > 0 {
            unread = 0..<0
            if (try? fill()) == nil { return }
        }
    }

    private func fill() throws(ConnectionError) {
        try flush()
        while true {
            let count = incoming.withUnsafeMutableBytes { recv(socket, $0.baseAddress, $0.count, 0) }
            if count > 0 {
                unread = 0..<count
                return
            }
            if count == 0 { throw .closed }
            if errno != EINTR { throw ConnectionError(code: errno) }
        }
    }
}
