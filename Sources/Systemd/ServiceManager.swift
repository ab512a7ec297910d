import Glibc

/// What the service manager has told this process: where to report, and how often it wants to hear from us.
package struct ServiceManager: Sendable {
    /// Where to report.
    package let socket: NotifySocket
    /// After how long a silence it ends the process; `nil` when it does not.
    package let watchdog: Duration?

    /// Reads what the service manager has put into the environment; `nil` when none wants to hear from us.
    ///
    /// - Parameter environment: `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID`.
    package init?(environment: [String: String]) {
        guard let path = environment["NOTIFY_SOCKET"], let socket = NotifySocket(path: path) else { return nil }
        self.socket = socket
        // The variables are inherited; a watchdog set for our parent is not ours.
        let isOurs = environment["WATCHDOG_PID"].map { Int32($0) == getpid() } ?? true
        watchdog = isOurs ? environment["WATCHDOG_USEC"].flatMap(Int64.init).flatMap(Self.limit) : nil
    }

    private static func limit(_ microseconds: Int64) -> Duration? {
        microseconds > 0 ? .microseconds(microseconds) : nil
    }
}
