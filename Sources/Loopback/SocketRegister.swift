import Glibc
import Synchronization

/// Every open socket of a listener, so that one call can end them all.
///
/// A socket is shut down by whoever stops and closed only by the thread that uses it, after it was struck from the
/// register: so nobody ever touches a descriptor that the system has given to somebody else meanwhile.
final class SocketRegister: Sendable {
    struct Accepted: Sendable {
        let number: Int
        let descriptor: Int32
    }

    private struct State {
        var listening: Int32?
        var connections: [Int: Int32] = [:]
        var accepted = 0
        var isStopped = false
    }

    private let listening: Int32
    private let capacity: Int
    private let state: Mutex<State>

    init(listening: Int32, capacity: Int) {
        self.listening = listening
        self.capacity = capacity
        state = Mutex(State(listening: listening))
    }

    /// Waits for the next connection.
    ///
    /// - Returns: `nil` when the register was stopped; the listening socket is closed then.
    func accept(patience: Duration) -> Accepted? {
        while true {
            let descriptor = Glibc.accept(listening, nil, nil)
            let reason = errno
            if descriptor >= 0 {
                // Programs that we start must not keep our connections open.
                _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
                if let accepted = enter(descriptor) {
                    Self.prepare(descriptor, patience: patience)
                    return accepted
                }
                Glibc.close(descriptor)
            } else if reason == EMFILE || reason == ENFILE || reason == ENOMEM || reason == ENOBUFS {
                // No room for one more at this moment: let some connection end before we ask again.
                poll(nil, 0, 20)
            }
            if closeListeningSocketIfStopped() { return nil }
        }
    }

    /// Strikes a connection and closes its socket.
    func close(_ accepted: Accepted) {
        state.withLock { _ = $0.connections.removeValue(forKey: accepted.number) }
        Glibc.close(accepted.descriptor)
    }

    /// Wakes every thread that waits on a socket of ours, for good.
    func stop() {
        state.withLock { state in
            state.isStopped = true
            if let listening = state.listening { shutdown(listening, Int32(SHUT_RDWR)) }
            for descriptor in state.connections.values { shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
    }

    private func enter(_ descriptor: Int32) -> Accepted? {
        state.withLock { state in
            guard !state.isStopped, state.connections.count < capacity else { return nil }
            state.accepted += 1
            state.connections[state.accepted] = descriptor
            return Accepted(number: state.accepted, descriptor: descriptor)
        }
    }

    private func closeListeningSocketIfStopped() -> Bool {
        state.withLock { state in
            guard state.isStopped else { return false }
            if state.listening != nil { Glibc.close(listening) }
            state.listening = nil
            return true
        }
    }

    private static func prepare(_ descriptor: Int32, patience: Duration) {
        var wait = timeval(
            tv_sec: Int(patience.components.seconds),
            tv_usec: Int(patience.components.attoseconds / 1_000_000_000_000)
        )
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &wait, size)
        // Answers are small and leave in groups already; holding them back would cost 40 ms each.
        var yes: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    }
}
