@preconcurrency import Glibc

/// The service manager's ear: one datagram a message, as `sd_notify(3)` describes it.
///
/// It speaks the protocol itself, which is a line of text on a socket, so that the program needs no library of systemd's and
/// runs where there is none.
package final class NotifySocket: Sendable {
    private let descriptor: Int32
    private let address: [UInt8]

    /// Opens the way to a socket; `nil` when the path is none, too long, or the system has no socket to give.
    ///
    /// - Parameter path: What stands in `NOTIFY_SOCKET`: an absolute path, or a name in the abstract namespace after `@`.
    package init?(path: String) {
        var name = Array(path.utf8)
        switch name.first {
        case UInt8(ascii: "@"): name[0] = 0
        case UInt8(ascii: "/"): break
        default: return nil
        }
        guard name.count > 1, name.count < Self.longestName else { return nil }
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        address = name
        guard descriptor >= 0 else { return nil }
    }

    deinit { close(descriptor) }

    /// Says something.
    ///
    /// - Parameter state: Assignments, one a line, such as `READY=1`.
    /// - Returns: False when nobody took it; a service goes on all the same.
    @discardableResult
    package func say(_ state: String) -> Bool {
        var target = sockaddr_un()
        target.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &target.sun_path) { $0.copyBytes(from: address) }
        // The length tells where an abstract name ends, since it may hold any byte.
        let length = socklen_t(MemoryLayout<sa_family_t>.size + address.count)
        let text = Array(state.utf8)
        let sent = withUnsafePointer(to: &target) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                sendto(descriptor, text, text.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT), pointer, length)
            }
        }
        return sent == text.count
    }

    /// `sun_path` holds 108 bytes, one of which ends a path.
    private static let longestName = 108
}
