import Foundation

/// A private Postfix on loopback, with a configuration and a Maildir of its own.
package final class Postfix: Sendable {
    /// The server of the running suite; see ``PostfixTrait``.
    @TaskLocal package static var current: Postfix?

    /// Whether this machine has what it takes: Postfix, its log-in tools, and root for Postfix's master.
    package static let isInstalled =
        geteuid() == 0
        && ["/usr/sbin/postfix", "/usr/sbin/saslpasswd2", "/usr/bin/openssl"].allSatisfy(
            FileManager.default.isExecutableFile
        )

    /// SMTP with STARTTLS.
    package let port: Int
    /// Encrypted from the first byte.
    package let tlsPort: Int
    private let folder: URL

    /// The certificate that the server shows.
    package var certificate: String { folder.appending(path: "etc/server.pem").path }
    /// A certificate that it does not show.
    package var otherCertificate: String { folder.appending(path: "etc/other.pem").path }
    /// Log-in data that are right.
    package static let username = "organizer@test.example"
    package static let password = "right password"

    /// The program that mails to `returns.example` are handed to, run by `nobody`; a test writes it.
    package var returnedProgram: String { folder.appending(path: "returned").path }

    private static let scripts = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Servers/postfix").standardizedFileURL

    private init(folder: URL, port: Int, tlsPort: Int) {
        self.folder = folder
        self.port = port
        self.tlsPort = tlsPort
    }

    /// Starts a server in a new folder and returns when it listens.
    ///
    /// - Returns: The server, to be ended with ``stop()``.
    /// - Throws: ``ToolFailure`` with Postfix's own words.
    package static func start() throws -> Postfix {
        let folder = FileManager.default.temporaryDirectory.appending(path: "postfix-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let ports = try FreePorts.find(2)
        let script = scripts.appending(path: "start.sh").path
        _ = try Tool.run(script, folder.path, "\(ports[0])", "\(ports[1])")
        return Postfix(folder: folder, port: ports[0], tlsPort: ports[1])
    }

    /// Ends the server and removes its folder.
    package func stop() {
        _ = try? Tool.run(Self.scripts.appending(path: "stop.sh").path, folder.path)
        try? FileManager.default.removeItem(at: folder)
    }

    /// Waits until mails have arrived, and reads everything that lies in the Maildir as a strict receiver does.
    ///
    /// - Parameter recipients: The addresses to which a mail must have come.
    /// - Returns: Every mail in the Maildir.
    /// - Throws: ``ToolFailure`` when a mail cannot be read at all.
    package func mails(afterArrivalAt recipients: [String]) async throws -> [ReceivedMail] {
        try await OwnThread.run { try self.readMails(afterArrivalAt: recipients) }
    }

    private func readMails(afterArrivalAt recipients: [String]) throws -> [ReceivedMail] {
        try waitForArrival(at: Set(recipients))
        let inbox = folder.appending(path: "mail/inbox/new")
        let files = try FileManager.default.contentsOfDirectory(atPath: inbox.path)
        let reader = Self.scripts.appending(path: "read.py").path
        let lines = try Tool.run("/usr/bin/env", ["python3", reader] + files.map { inbox.appending(path: $0).path })
        return try lines.split(separator: "\n").map { line in
            try JSONDecoder().decode(ReceivedMail.self, from: Data(line.utf8))
        }
    }

    /// Waits until so many mails to `returns.example` were handed to ``returnedProgram``.
    ///
    /// - Returns: How the program ended each time, in Postfix's words.
    /// - Throws: ``ToolFailure`` when the log ends.
    package func returns(_ count: Int) async throws -> [String] {
        try await OwnThread.run {
            var found: [String] = []
            try self.followLog { lines in
                found = lines.filter { $0.contains("relay=returns") && $0.contains("status=") }.map(String.init)
                return found.count >= count
            }
            return found
        }
    }

    /// Follows the server's log, which says when a mail has been filed.
    private func waitForArrival(at recipients: Set<String>) throws {
        try followLog { lines in
            recipients.allSatisfy { recipient in
                lines.contains { $0.contains("status=sent") && $0.contains("to=<\(recipient)>") }
            }
        }
    }

    /// Follows the server's log until it says enough.
    private func followLog(until isEnough: ([Substring]) -> Bool) throws {
        let tail = Process()
        let output = Pipe()
        tail.executableURL = URL(filePath: "/usr/bin/tail")
        tail.arguments = ["-n", "+1", "-F", folder.appending(path: "log").path]
        tail.standardOutput = output
        tail.standardError = FileHandle.nullDevice
        try tail.run()
        defer { tail.terminate() }
        var text = ""
        while !isEnough(text.split(separator: "\n")) {
            let data = output.fileHandleForReading.availableData
            if data.isEmpty { throw ToolFailure(tool: "tail", status: tail.terminationStatus, words: "the log ended") }
            text += String(decoding: data, as: UTF8.self)
        }
    }
}

/// A mail as Python's `email` read it with `policy.strict`.
package struct ReceivedMail: Decodable, Sendable {
    /// What the reader found wrong; empty for a good mail.
    package let defects: [String]
    /// Decoded values by lower-case names.
    package let headers: [String: String]
    /// How often each header is there.
    package let counts: [String: Int]
    /// Display name and address of each mailbox.
    package let to: [[String]]
    package let from: [[String]]
    /// The media types, the outermost first.
    package let types: [String]
    package let text: String
    package let html: String
    /// The longest line in octets, without its end.
    package let longest: Int
}
