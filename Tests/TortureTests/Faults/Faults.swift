extension Fault {
    /// Tried one after the other.
    static let alone = deaths + stops + storage + clocks + lanes
    /// Tried several at a time.
    static let together = mailReplies + mailConnections + gatewayAnswers
}

extension Engine {
    /// Why there are no rounds on it; `nil` where there are.
    var obstacle: String? {
        switch self {
        case .sqlite: nil
        case .postgres: "this Clarion has no such engine"
        }
    }
}
