import Curl
import Synchronization

/// What other threads put down for the lanes' thread, and the bell that wakes it.
final class Exchange: Sendable {
    /// What has been put down since the last look.
    struct Inbox {
        var jobs: [Job] = []
        var opened: [Result<SMTPConnection, SMTPOpeningError>] = []
        /// Somebody cancelled a batch.
        var hasCancellations = false
        /// Nobody needs the lanes any more.
        var isStopped = false
    }

    let watch: SocketWatch
    private let inbox = Mutex(Inbox())

    init() throws(SystemError) { watch = try SocketWatch() }

    /// Puts something down and rings.
    func put(_ change: (inout Inbox) -> Void) {
        inbox.withLock { change(&$0) }
        watch.wake()
    }

    /// Takes everything; whether the lanes are stopped stays.
    func take() -> Inbox {
        inbox.withLock { inbox in
            defer { inbox = Inbox(isStopped: inbox.isStopped) }
            return inbox
        }
    }
}
