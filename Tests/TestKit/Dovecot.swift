import Foundation

/// A real IMAP server on loopback, which never outlives the process that started it.
package final class Dovecot: Sendable {
    /// Whether this machine has what it takes: Dovecot, openssl, and root for Dovecot's master.
    package static let isInstalled =
        geteuid() == 0
        && ["/usr/sbin/dovecot", "/usr/lib/dovecot/imap", "/usr/bin/openssl"].allSatisfy(
            FileManager.default.isExecutableFile
        )

    package static let user = "bounces@riverside.example"
    package static let password = "hush-hush-imap"

    /// Plain, with STARTTLS.
    package let port: Int
    /// Encrypted from the first byte.
    package let tlsPort: Int
    /// The certificate that the server shows, which is its own root.
    package var certificate: String { folder.appending(path: "server.pem").path }

    private let folder: URL
    private let input: Pipe
    private let process: Process

    private static let scripts = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Servers/dovecot").standardizedFileURL

    /// Starts a server in a new folder and returns when it listens; blocks.
    ///
    /// - Throws: ``ToolFailure`` with Dovecot's own words.
    package init() throws {
        // Sockets lie in it, whose paths may have 107 bytes.
        folder = URL(filePath: "/tmp/clarion-dovecot-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let ports = try FreePorts.find(2)
        (port, tlsPort) = (ports[0], ports[1])
        input = Pipe()
        process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [
            Self.scripts.appending(path: "serve.sh").path, folder.path, "\(port)", "\(tlsPort)", Self.password,
        ]
        process.standardInput = input
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        guard !output.fileHandleForReading.availableData.isEmpty else {
            process.waitUntilExit()
            throw ToolFailure(tool: "dovecot", status: process.terminationStatus, words: "it does not start")
        }
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Puts mails from files into the inbox, unread, by a client that is not ours.
    package func add(_ files: [String]) throws { _ = try ask(["add"] + files) }

    /// Takes every mark of the inbox away again.
    package func unread() throws { _ = try ask(["unread"]) }

    /// The flags of each mail of a folder, by its subject.
    package func flags(_ mailbox: String = "INBOX") throws -> [String: [String]] {
        try JSONDecoder().decode([String: [String]].self, from: Data(ask(["flags", mailbox]).utf8))
    }

    private func ask(_ arguments: [String]) throws -> String {
        let script = Self.scripts.appending(path: "ask.py").path
        return try Tool.run("/usr/bin/env", ["python3", script, "\(port)", Self.user, Self.password] + arguments)
    }
}
