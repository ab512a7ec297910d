import Deliveries

/// What became of a message on one connection.
struct SettledMail: Equatable, Sendable {
    enum Fate: Equatable, Sendable {
        case outcome(Outcome)
        /// Nothing of the message went out and nobody refused it: it may be begun anew on another connection.
        case untouched(reason: String)
    }

    /// Which message.
    let ticket: Int
    let fate: Fate
}

/// Why a connection is given up before everything on it is answered.
enum Abandonment: Sendable {
    /// The other side closed, or the network broke.
    case lost
    /// The other side did not answer for so many seconds.
    case silent(seconds: Int64)
    /// What came is no SMTP.
    case unintelligible
    /// We were told to stop, and it took too long.
    case stopped

    /// What happened, to be read behind the server's name.
    var words: String {
        switch self {
        case .lost: "connection lost"
        case .silent(let seconds): "no answer for \(seconds) s"
        case .unintelligible: "the answer is not SMTP"
        case .stopped: "stopped while waiting for the answer"
        }
    }
}
