import Foundation
import Glibc
import Synchronization
import TestKit

/// A line to a server on loopback that can be cut, with and without a word, and slowed down.
///
/// It listens on a port of its own and passes bytes on to the server's, two threads a connection.
final class Link: Sendable {
    enum Mode: Equatable, Sendable {
        case open
        /// Nothing is read and nothing is written, as behind a firewall that drops: neither side learns of it.
        case silent
        /// Every connection is closed, and each new one refused, as where no server runs.
        case closed
        /// What the server says arrives byte by byte.
        case trickling(Duration)
        /// The connection ends after so many bytes of the server's.
        case truncated(bytes: Int)
    }

    let port: Int
    private let target: Int
    private let listening: Int32
    private let state = Mutex(State())

    private struct State {
        var mode = Mode.open
        var sockets: Set<Int32> = []
        var isStopped = false
    }

    /// Opens a line.
    ///
    /// - Parameter target: The server's port on 127.0.0.1.
    /// - Throws: ``ToolFailure`` when no port is free.
    init(to target: Int) throws {
        self.target = target
        let free = try FreePorts.find(1)
        port = free[0]
        listening = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        // Connections that ended a moment ago must not keep us from listening again.
        var yes: Int32 = 1
        setsockopt(listening, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = Self.loopback(port: port)
        // Bound by its number, so that the port stays ours while nobody listens.
        let isBound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listening, address, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isBound, listen(listening, SOMAXCONN) == 0 else {
            throw ToolFailure(tool: "bind", status: errno, words: "no port is free")
        }
        Thread.detachNewThread { self.accept() }
    }

    func set(_ mode: Mode) {
        state.withLock { state in
            if state.mode == .closed, mode != .closed { listen(listening, SOMAXCONN) }
            state.mode = mode
            guard mode == .closed else { return }
            // The ear first: whoever loses a line at once asks for the next one, and what is said into one that is taken away a
            // moment later is a message in flight that nobody has counted.
            for socket in [listening] + state.sockets { shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    func stop() {
        state.withLock { state in
            state.isStopped = true
            shutdown(listening, Int32(SHUT_RDWR))
            for socket in state.sockets { shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    private func accept() {
        while true {
            let client = Glibc.accept(listening, nil, nil)
            if state.withLock(\.isStopped) {
                if client >= 0 { close(client) }
                close(listening)
                return
            }
            guard client >= 0 else {
                // Nobody listens while the line is closed.
                usleep(5_000)
                continue
            }
            // Programs that we start must not keep the line open.
            _ = fcntl(client, F_SETFD, FD_CLOEXEC)
            connect(client)
        }
    }

    private func connect(_ client: Int32) {
        let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = Self.loopback(port: target)
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                Glibc.connect(server, address, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else {
            close(client)
            close(server)
            return
        }
        let isClosed = state.withLock { state in
            state.sockets.formUnion([client, server])
            return state.mode == .closed
        }
        // Taken in before the line was closed, and too late to be closed with the others.
        if isClosed { for socket in [client, server] { shutdown(socket, Int32(SHUT_RDWR)) } }
        let ends = Mutex(0)
        let finish: @Sendable () -> Void = { [self] in
            for socket in [client, server] { shutdown(socket, Int32(SHUT_RDWR)) }
            guard
                ends.withLock({
                    $0 += 1; return $0 == 2
                })
            else { return }
            // Struck off first, so that nobody shuts down a number that the system has given to somebody else.
            state.withLock { $0.sockets.subtract([client, server]) }
            for socket in [client, server] { close(socket) }
        }
        Thread.detachNewThread {
            self.pass(from: client, to: server, isAnswer: false); finish()
        }
        Thread.detachNewThread {
            self.pass(from: server, to: client, isAnswer: true); finish()
        }
    }

    private func pass(from source: Int32, to sink: Int32, isAnswer: Bool) {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        var total = 0
        while true {
            let mode = waitWhileSilent()
            let step = if case .trickling = mode, isAnswer { 1 } else { bytes.count }
            let count = recv(source, &bytes, step, 0)
            guard count > 0 else { return }
            // What came while the line was cut does not arrive before it is mended.
            let current = waitWhileSilent()
            var end = count
            if isAnswer, case .truncated(let limit) = current { end = min(count, max(0, limit - total)) }
            var sent = 0
            while sent < end {
                let more = bytes.withUnsafeBytes {
                    send(sink, $0.baseAddress.map { $0 + sent }, end - sent, Int32(MSG_NOSIGNAL))
                }
                guard more > 0 else { return }
                sent += more
            }
            total += count
            if end < count { return }
            if isAnswer, case .trickling(let pause) = current { usleep(UInt32(pause / .microseconds(1))) }
        }
    }

    private func waitWhileSilent() -> Mode {
        while true {
            let (mode, isStopped) = state.withLock { ($0.mode, $0.isStopped) }
            if mode != .silent || isStopped { return mode }
            usleep(5_000)
        }
    }

    private static func loopback(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
