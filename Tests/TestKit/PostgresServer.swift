import Foundation
import Postgres
import Synchronization

/// A private PostgreSQL on loopback, with data of its own.
///
/// It never outlives the process that started it: it ends when the pipe to its standard input does.
package final class PostgresServer: Sendable {
    /// The server that the tests of one process share; each test has a database of its own on it.
    ///
    /// It does not wait for the disk: what becomes of its data when the power fails is not what the law is about.
    package static let shared = Task {
        try await OwnThread.run { try PostgresServer(["-c", "fsync=off", "-c", "max_connections=300"]) }
    }

    private let folder: URL
    private let port: Int
    private let host: HostNetwork?
    private let isEncrypted: Bool
    private let settings: [String]
    private let environment: [String: String]
    private let running = Mutex<(process: Process, input: Pipe)?>(nil)
    private let databases = Mutex(0)

    private static let script = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Servers/postgres/serve.sh").standardizedFileURL.path

    /// Starts a server in a new folder and returns when it lets us in; blocks.
    ///
    /// - Parameters:
    ///   - settings: As on the command line of `postgres`.
    ///   - host: Where it runs; without one, on loopback.
    ///   - isEncrypted: Whether it talks TLS over TCP and nothing else.
    ///   - environment: What it is to find in its environment besides ours.
    /// - Throws: ``ToolFailure`` with the server's own words.
    package init(
        _ settings: [String] = [],
        on host: HostNetwork? = nil,
        isEncrypted: Bool = false,
        environment: [String: String] = [:]
    ) throws {
        // A socket's path may have 107 bytes, and the folder for temporary files may be deep.
        folder = URL(filePath: "/tmp/clarion-postgres-\(UUID().uuidString.prefix(8))")
        port = try FreePorts.find(1)[0]
        self.settings = settings
        self.environment = environment
        self.host = host
        self.isEncrypted = isEncrypted
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try start()
    }

    deinit {
        stop()
        try? FileManager.default.removeItem(at: folder)
    }

    /// The address of a database over TCP.
    package func url(_ database: String = "postgres") -> String {
        "postgres://clarion@\(host?.address ?? "127.0.0.1"):\(port)/\(database)"
    }

    /// The certificate of a server that talks TLS, which is its own root.
    package var certificate: String { folder.appending(path: "server.crt").path }

    /// The address of a database over the socket in the server's folder.
    package func socketURL(_ database: String) -> String {
        "postgres:///\(database)?host=\(folder.path)&port=\(port)&user=clarion"
    }

    /// Starts it, when it was stopped or has crashed; blocks until it lets us in.
    package func start() throws {
        let process = Process()
        let input = Pipe()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [Self.script, folder.path, "\(port)"] + settings
        var added = environment
        if isEncrypted { added["TLS"] = "only" }
        if let host {
            process.arguments? += ["-c", "listen_addresses=\(host.address)"]
            added["NETNS"] = host.name
        }
        process.environment = ProcessInfo.processInfo.environment.merging(added) { _, own in own }
        process.standardInput = input
        try process.run()
        running.withLock { $0 = (process, input) }
        let address = try ServerAddress(url())
        for _ in 0..<600 {
            if (try? Connection(address)) != nil { return }
            guard process.isRunning else { break }
            usleep(50_000)
        }
        let log = try? String(contentsOf: folder.appending(path: "log"), encoding: .utf8)
        throw ToolFailure(tool: "postgres", status: -1, words: log ?? "it does not start")
    }

    /// Ends it in good order; blocks.
    package func stop() {
        let running = running.withLock { running in
            defer { running = nil }
            return running
        }
        guard let running else { return }
        // Without this line it would take its data along, as it does when the tests are killed.
        if running.process.isRunning { try? running.input.fileHandleForWriting.write(contentsOf: Data("\n".utf8)) }
        try? running.input.fileHandleForWriting.close()
        running.process.waitUntilExit()
    }

    /// Ends it as a crash does: nobody is told, and what was not committed is gone; blocks.
    package func crash() throws {
        guard let number = try postmaster() else { return }
        kill(number, SIGQUIT)
        stop()
    }

    /// Kills all of its processes at one moment, as the kernel does when the machine loses power; blocks.
    package func killAll() throws {
        guard let number = try postmaster() else { return }
        // Stopped first, so that it starts no more of them, nor hears of the first one's death.
        kill(number, SIGSTOP)
        for process in Self.children(of: number) + [number] { kill(process, SIGKILL) }
        stop()
    }

    private func postmaster() throws -> pid_t? {
        let file = folder.appending(path: "data/postmaster.pid")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").first.flatMap { pid_t($0) }
    }

    private static func children(of parent: pid_t) -> [pid_t] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return all.compactMap { pid_t($0) }.filter { process in
            // "number (name) state parent …", where the name may hold anything.
            guard let line = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
                let end = line.lastIndex(of: ")")
            else { return false }
            return line[end...].split(separator: " ").dropFirst(2).first == "\(parent)"
        }
    }

    /// Makes a database.
    ///
    /// - Parameter template: What it begins with; nobody may be connected to that.
    /// - Returns: Its name.
    /// - Throws: What the server says.
    package func makeDatabase(from template: String = "template0") throws -> String {
        let number = databases.withLock { count in
            count += 1
            return count
        }
        let name = "test_\(number)"
        try Connection(ServerAddress(url())).script("CREATE DATABASE \(name) TEMPLATE \(template)")
        return name
    }

    /// Removes a database, whoever is connected to it.
    package func dropDatabase(_ name: String) throws {
        try Connection(ServerAddress(url())).script("DROP DATABASE \(name) WITH (FORCE)")
    }
}
