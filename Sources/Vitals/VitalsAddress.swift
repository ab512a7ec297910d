/// Where metrics and health are shown.
package struct VitalsAddress: Sendable, Equatable, CustomStringConvertible {
    package let host: String
    package let port: Int

    /// Reads an address; `nil` when it is none.
    ///
    /// - Parameter text: `127.0.0.1:9464`, `[::1]:9464`, `localhost:9464`; a port alone is on loopback.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let last = parts.last, let port = Int(last), (1...65_535).contains(port) else { return nil }
        let host = parts.dropLast().joined(separator: ":")
        self.port = port
        switch host {
        case "": self.host = "127.0.0.1"
        case _ where host.hasPrefix("[") && host.hasSuffix("]"): self.host = String(host.dropFirst().dropLast())
        case _ where host.contains(":"): return nil
        default: self.host = host
        }
    }

    /// Whether only this machine can get there.
    package var isLoopback: Bool {
        if host == "localhost" || host == "::1" { return true }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers.first == "127" && numbers.allSatisfy { UInt8($0) != nil }
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
