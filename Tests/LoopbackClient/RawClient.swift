import Glibc

/// A bare connection to a port on 127.0.0.1, for tests that say things no well-made client says.
package final class RawClient {
    private let socket: Int32
    private var unread: [UInt8] = []

    /// Why a test could not go on.
    package enum Failure: Error, Equatable {
        case refused
        case silent
        case ended
    }

    /// Connects.
    package init(port: UInt16) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = port.bigEndian
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw Failure.refused }
    }

    deinit { close(socket) }

    /// Sends text as it stands; what the other side no longer takes is lost.
    package func send(_ text: String) { send(Array(text.utf8)) }

    /// Sends bytes as they stand; what the other side no longer takes is lost.
    package func send(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress.map { $0 + sent }, $0.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    /// Says that nothing more will be sent.
    package func endSending() { shutdown(socket, Int32(SHUT_WR)) }

    /// The next line without its CRLF.
    package func line() throws -> String {
        while true {
            if let feed = unread.firstIndex(of: 10) {
                let line = unread[..<feed]
                unread.removeSubrange(...feed)
                return String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
            }
            try fill()
        }
    }

    /// The next lines.
    package func lines(_ count: Int) throws -> [String] {
        var lines: [String] = []
        while lines.count < count { lines.append(try line()) }
        return lines
    }

    /// Everything up to the end of the connection.
    package func rest() throws -> String {
        do {
            while true { try fill() }
        } catch Failure.ended {
            defer { unread = [] }
            return String(decoding: unread, as: UTF8.self)
        }
    }

    private func fill() throws {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(socket, &buffer, buffer.count, 0)
        if count < 0, errno == EAGAIN { throw Failure.silent }
        guard count > 0 else { throw Failure.ended }
        unread.append(contentsOf: buffer[..<count])
    }
}
