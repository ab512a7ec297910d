import Foundation
import Glibc

/// A server that runs beside what is measured, and ends with its owner.
final class Server {
    let port: UInt16
    private let process: ChildProcess

    /// Starts a receiver of our own: this very program in another role.
    init(role: String, in folder: String) throws {
        let file = "\(folder)/port-\(UUID().uuidString)"
        let ourselves = URL(filePath: CommandLine.arguments[0]).path
        process = try ChildProcess(ourselves, [role, file], in: folder)
        guard let port = Self.wait({ (try? String(contentsOfFile: file, encoding: .utf8)).flatMap(UInt16.init) }) else {
            process.stop()
            throw BenchError("the receiver '\(role)' does not start")
        }
        self.port = port
    }

    /// Starts Postfix's `smtp-sink`.
    init(sinkIn folder: String) throws {
        guard let sink = ChildProcess.find("smtp-sink") else {
            throw BenchError("smtp-sink is not here; it comes with Postfix")
        }
        let port = try Self.freePort()
        let account = geteuid() == 0 ? ["-u", "nobody"] : []
        process = try ChildProcess(sink, account + ["-c", "127.0.0.1:\(port)", "1000"], in: folder)
        guard Self.wait({ Self.answers(port) ? true : nil }) != nil else {
            process.stop()
            throw BenchError("smtp-sink does not start")
        }
        self.port = port
    }

    deinit { process.stop() }

    /// Looks again and again for ten seconds.
    private static func wait<Found>(_ look: () -> Found?) -> Found? {
        for _ in 0..<1_000 {
            if let found = look() { return found }
            usleep(10_000)
        }
        return nil
    }

    private static func freePort() throws -> UInt16 {
        let (descriptor, address) = try socketOnLoopback(port: 0) { bind($0, $1, $2) }
        close(descriptor)
        return UInt16(bigEndian: address.sin_port)
    }

    private static func answers(_ port: UInt16) -> Bool {
        guard let (descriptor, _) = try? socketOnLoopback(port: port, { connect($0, $1, $2) }) else { return false }
        close(descriptor)
        return true
    }

    private static func socketOnLoopback(
        port: UInt16,
        _ use: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) throws -> (Int32, sockaddr_in) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isDone = withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                use(descriptor, address, length) == 0 && getsockname(descriptor, address, &length) == 0
            }
        }
        guard isDone else {
            close(descriptor)
            throw BenchError("no port on 127.0.0.1")
        }
        return (descriptor, address)
    }
}
