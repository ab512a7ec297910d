import Foundation
import Glibc
import Synchronization

/// Another host, as the kernel sees it: a network namespace of its own at the end of a cable that can be cut.
///
/// Unlike a relay that stops passing bytes on, it lets the kernel itself see what a cut does: no answer, no reset, only
/// retransmissions.
package final class HostNetwork: Sendable {
    /// Where the other host is reached.
    package let address: String
    /// The name of its namespace.
    package let name: String
    private let isMade = Mutex(true)

    /// Why there can be none here; `nil` where there can.
    package static let obstacle: String? = {
        do {
            try HostNetwork().remove()
            return nil
        } catch {
            return "this machine lets us make no network namespace"
        }
    }()

    /// Lays the cable.
    ///
    /// - Throws: ``ToolFailure`` where the system does not allow it.
    package init() throws {
        guard getuid() == 0 else { throw ToolFailure(tool: "ip", status: EPERM, words: "only root may") }
        // Networks that exist to be tested in (RFC 2544); the process tells runs apart, the number the hosts of one.
        let number = Self.number.withLock {
            $0 += 1; return $0
        }
        let third = (Int(getpid()) + number) % 250
        name = "clarion\(getpid())x\(number)"
        address = "198.18.\(third).2"
        do {
            try ip("netns", "add", name)
            try ip("link", "add", near, "type", "veth", "peer", "name", "far0", "netns", name)
            try ip("addr", "add", "198.18.\(third).1/24", "dev", near)
            try ip("link", "set", near, "up")
            try ip("-n", name, "addr", "add", "\(address)/24", "dev", "far0")
            try ip("-n", name, "link", "set", "far0", "up")
            try ip("-n", name, "link", "set", "lo", "up")
        } catch {
            remove()
            throw error
        }
    }

    deinit { remove() }

    private static let number = Mutex(0)
    /// The near end of the cable; such a name has at most 15 bytes.
    private var near: String { "cn\(name.dropFirst(7))" }

    /// Takes the far end out: from now on nothing arrives on either side, and nobody is told.
    package func cut() throws { try ip("-n", name, "link", "set", "far0", "down") }

    /// Puts it back.
    package func mend() throws { try ip("-n", name, "link", "set", "far0", "up") }

    /// Takes host and cable away.
    package func remove() {
        guard
            isMade.withLock({
                let was = $0; $0 = false; return was
            })
        else { return }
        try? ip("netns", "del", name)
        // Where the namespace was never made, the near end may still be there.
        try? ip("link", "del", near)
    }

    private func ip(_ arguments: String...) throws { _ = try Tool.run("/usr/bin/env", ["ip"] + arguments) }
}
