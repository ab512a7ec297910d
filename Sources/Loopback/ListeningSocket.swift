import Glibc

/// The steps from nothing to a port that listens on 127.0.0.1.
struct ListeningSocket {
    let descriptor: Int32
    let port: UInt16

    static func open() throws(ListenError) -> ListeningSocket {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw ListenError(call: "socket", code: errno) }
        do throws(ListenError) {
            return ListeningSocket(descriptor: descriptor, port: try listen(on: descriptor))
        } catch {
            close(descriptor)
            throw error
        }
    }

    private static func listen(on descriptor: Int32) throws(ListenError) -> UInt16 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        // 127.0.0.1 in network order, and port 0: the system chooses a free one.
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
        }
        guard bound == 0 else { throw ListenError(call: "bind", code: errno) }
        guard Glibc.listen(descriptor, SOMAXCONN) == 0 else { throw ListenError(call: "listen", code: errno) }
        let named = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
        }
        guard named == 0 else { throw ListenError(call: "getsockname", code: errno) }
        return UInt16(bigEndian: address.sin_port)
    }
}
