import Foundation

extension Fault {
    /// Tried one after the other.
    static let alone = deaths + stops + storage + clocks + serverClocks + lanes + postgresServers
    /// Tried several at a time.
    static let together = mailReplies + mailConnections + gatewayAnswers
}

extension Engine {
    /// Why there are no rounds on it; `nil` where there are.
    var obstacle: String? {
        guard self == .postgres else { return nil }
        let places = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let isThere = ["psql", "stdbuf"].allSatisfy { program in
            places.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
        }
        return isThere ? nil : "psql and stdbuf are not installed"
    }
}
