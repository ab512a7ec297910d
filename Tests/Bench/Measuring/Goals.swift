/// What is to be reached; the one place where the goals stand.
enum Goal {
    case atLeast(Double, String)
    case atMost(Double, String)

    /// (a) Mails against `smtp-source -d` with as many connections, every outcome on disk.
    static let mailRatio = atLeast(1, "× smtp-source")
    static let mailCPU = atMost(0.09, "CPU s per 1,000")
    /// At any size of audience.
    static let memory = atMost(100, "MB")
    /// Against a receiver that takes 20 ms for each message, 50 connections.
    static let slowMails = atLeast(2_000, "mails/s")
    /// (b) Text messages against `wrk` with as many connections.
    static let textRatio = atLeast(1.0 / 3, "× wrk")
    /// (c) Validation, consent ledger and commit included.
    static let importCPU = atMost(120, "µs CPU a row")
    /// (d) CPU of writing a delivery for everyone.
    static let submitRatio = atMost(8, "× a bare INSERT … SELECT")
    /// (e) Sheets with a QR code for every door.
    static let pages = atLeast(60, "pages/s")
    /// (f) `status`, and the newest page of `log`, the program's start included.
    static let look = atMost(50, "ms")
    /// (g) The peak at a hundred times as many people.
    static let flatness = atMost(1.25, "× the peak at the small size")

    /// `at least 1.00 × smtp-source: reached`.
    func judged(_ value: Double) -> String {
        switch self {
        case .atLeast(let limit, let unit):
            "at least \(Self.text(limit)) \(unit): **\(value >= limit ? "reached" : "missed")**"
        case .atMost(let limit, let unit):
            "at most \(Self.text(limit)) \(unit): **\(value <= limit ? "reached" : "missed")**"
        }
    }

    private static func text(_ limit: Double) -> String { Figures.text(limit, limit < 10 ? 2 : 0) }
}
