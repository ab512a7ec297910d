import Foundation
import Synchronization

/// A real Kannel on loopback, with a fake SMS centre behind it that tells what it got.
///
/// Ends with the test, however the test ends.
package final class KannelServer: Sendable {
    /// A text as it reached the SMS centre.
    package struct Text: Sendable, Equatable, Decodable {
        package let from: String
        package let to: String
        /// `GSM-7` or `UCS-2`.
        package let encoding: String
        /// The user data header of a part of a longer text, percent-encoded; empty for a text in one part.
        package let header: String
        package let text: String
    }

    /// Whether the machine has what it takes.
    package static var isInstalled: Bool {
        ["/usr/sbin/bearerbox", "/usr/sbin/smsbox", "/usr/lib/kannel/test/fakesmsc", "/usr/bin/env"]
            .allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Where texts are taken: `http://127.0.0.1:…`.
    package let url: String
    /// The account that may send.
    package let username = "tester"
    package let password = "s3cret&+"
    private let server: LineServer

    /// Starts everything and returns when texts are taken.
    ///
    /// - Parameters:
    ///   - receiver: The address that a text from somebody is handed to, in Kannel's own form; `nil` for none.
    ///   - incoming: What somebody writes, `12125550101 13125550100 text STOP`.
    /// - Throws: When Kannel does not start.
    package init(receiver: String? = nil, incoming: String? = nil) async throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../Servers/kannel/kannel.py").standardizedFileURL
        server = try LineServer(["python3", script.path] + [receiver, incoming].compactMap(\.self))
        guard let line = await server.next() else { throw CocoaError(.executableLoad) }
        url = try JSONDecoder().decode([String: String].self, from: Data(line.utf8))["url"] ?? ""
    }

    /// The next texts that reach the SMS centre, in the order in which they come.
    package func texts(_ count: Int) async throws -> [Text] {
        var texts: [Text] = []
        while texts.count < count, let line = await server.next() {
            texts.append(try JSONDecoder().decode(Text.self, from: Data(line.utf8)))
        }
        return texts
    }
}

/// A program that serves until its standard input ends, and speaks in lines.
private final class LineServer: Sendable {
    private let input = Pipe()
    private let lines: Mutex<AsyncStream<String>.Iterator>

    init(_ command: [String]) throws {
        let (stream, writer) = AsyncStream<String>.makeStream()
        lines = Mutex(stream.makeAsyncIterator())
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.standardInput = input
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let thread = Thread {
            var rest: [UInt8] = []
            while case let data = output.fileHandleForReading.availableData, !data.isEmpty {
                rest += data
                while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                    writer.yield(String(decoding: rest[..<end], as: UTF8.self))
                    rest.removeSubrange(...end)
                }
            }
            writer.finish()
            process.waitUntilExit()
        }
        thread.start()
    }

    deinit { try? input.fileHandleForWriting.close() }

    /// The next line; `nil` when the program has ended.
    func next() async -> String? {
        var iterator = lines.withLock { $0 }
        return await iterator.next()
    }
}
