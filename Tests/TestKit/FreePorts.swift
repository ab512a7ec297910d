import Glibc

/// Ports on loopback that nobody listens on.
package enum FreePorts {
    /// Asks the system for ports.
    ///
    /// All are held until the last is found, so that they differ; between finding and use another program may take one, as with
    /// every server that wants to be told its port.
    ///
    /// - Parameter count: How many.
    /// - Returns: That many different ports.
    /// - Throws: ``ToolFailure`` when the system has none.
    package static func find(_ count: Int) throws -> [Int] {
        var sockets: [Int32] = []
        defer { for socket in sockets { close(socket) } }
        return try (0..<count).map { _ in
            let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            sockets.append(socket)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let isBound = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                    bind(socket, address, length) == 0 && getsockname(socket, address, &length) == 0
                }
            }
            guard isBound else { throw ToolFailure(tool: "bind", status: errno, words: "no port is free") }
            return Int(UInt16(bigEndian: address.sin_port))
        }
    }
}
