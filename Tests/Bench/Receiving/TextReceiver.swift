import Foundation
import Loopback

/// The least gateway there can be: takes every POST over connections that stay open, and gives each a number.
enum TextReceiver {
    /// Receives until it is stopped from outside; its port stands in a file as soon as it is open.
    static func run(portFile: String) async throws {
        let listener = try Listener { connection in
            var line: [UInt8] = []
            var body: [UInt8] = []
            var count = 0
            while true {
                do {
                    var length = 0
                    repeat {
                        line.removeAll(keepingCapacity: true)
                        _ = try connection.readLine(into: &line, limit: 8_192)
                        if let found = contentLength(line) { length = found }
                    } while !line.isEmpty
                    body.removeAll(keepingCapacity: true)
                    if length > 0 { try connection.read(length, into: &body) }
                    count += 1
                    let answer = "{\"sid\":\"SM\(connection.number)-\(count)\"}"
                    connection.write("HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n")
                    connection.write("Content-Length: \(answer.utf8.count)\r\n\r\n\(answer)")
                    try connection.flush()
                } catch {
                    return .dropped
                }
            }
        }
        try String(listener.port).write(toFile: portFile, atomically: true, encoding: .utf8)
        while true { try await Task.sleep(for: .seconds(3_600)) }
    }

    private static func contentLength(_ line: [UInt8]) -> Int? {
        guard line.count > 15, line[0] | 0x20 == UInt8(ascii: "c"), line[14] == UInt8(ascii: ":") else { return nil }
        let name = String(decoding: line[..<14], as: UTF8.self)
        guard name.lowercased() == "content-length" else { return nil }
        return Int(String(decoding: line[15...], as: UTF8.self).trimmingCharacters(in: .whitespaces))
    }
}
