import Glibc

/// Why a connection cannot go on.
package enum ConnectionError: Error, Equatable, Sendable {
    /// The other side hung up, or we were told to stop.
    case closed
    /// The other side neither sent nor took anything for as long as the listener's patience lasts.
    case timedOut
    /// The system refused, with its number for the reason.
    case system(code: Int32)
}

extension ConnectionError: CustomStringConvertible {
    /// One line for a log.
    package var description: String {
        switch self {
        case .closed: "The other side closed the connection."
        case .timedOut: "The other side was silent for too long."
        case .system(let code): "The connection broke: the system's error \(code)."
        }
    }
}

extension ConnectionError {
    /// Sorts what the system said of a socket.
    init(code: Int32) {
        self =
            switch code {
            case EAGAIN: .timedOut
            case ECONNRESET, EPIPE: .closed
            default: .system(code: code)
            }
    }
}
