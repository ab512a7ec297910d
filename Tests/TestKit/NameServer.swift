import Foundation

/// A real name server on loopback that knows what a test tells it and nothing else.
package final class NameServer: Sendable {
    /// Whether this machine has what it takes.
    package static let isInstalled = FileManager.default.isExecutableFile(atPath: "/usr/sbin/dnsmasq")

    /// As `--resolver` has it.
    package var place: String { "127.0.0.1:\(port)" }

    private let port: Int
    private let file: URL
    private let input = Pipe()
    private let process = Process()

    private static let script = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Servers/dnsmasq/serve.sh").standardizedFileURL.path

    /// Starts a server and returns when it listens; blocks.
    ///
    /// - Parameter records: In dnsmasq's own form: `txt-record=riverside.example,"v=spf1 -all"`.
    /// - Throws: ``ToolFailure`` when it does not start.
    package init(_ records: [String]) throws {
        port = try FreePorts.find(1)[0]
        file = FileManager.default.temporaryDirectory.appending(path: "dnsmasq-\(UUID().uuidString)")
        // What is not said of these is not there, rather than unknown.
        let zones = ["local=/example/", "local=/in-addr.arpa/"]
        try (zones + records).joined(separator: "\n").appending("\n").write(to: file, atomically: true, encoding: .utf8)
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [Self.script, file.path, "\(port)"]
        process.standardInput = input
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        guard !output.fileHandleForReading.availableData.isEmpty else {
            process.waitUntilExit()
            throw ToolFailure(tool: "dnsmasq", status: process.terminationStatus, words: "it does not start")
        }
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: file)
    }
}
