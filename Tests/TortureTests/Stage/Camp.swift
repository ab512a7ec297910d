import Foundation
import TestKit

/// A folder with settings of its own, in which the built program runs as a process.
final class Camp: Sendable {
    let folder: String
    /// Nothing of the machine's own settings reaches the program.
    private static let environment = [
        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
        "TZ": "UTC", "LANG": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no",
    ]

    init(_ settings: CampSettings) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "torture-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try write("clarion.yaml", settings.text)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
    }

    /// Starts the program and returns at once.
    ///
    /// - Parameters:
    ///   - arguments: What follows its name.
    ///   - clock: The clock that it sees; without one, the machine's.
    /// - Returns: The running program.
    /// - Throws: What the system says when it cannot be started.
    func start(_ arguments: [String], clock: FakeClock? = nil) throws -> RunningProgram {
        var environment = Self.environment
        environment["HOME"] = folder
        environment.merge(clock?.environment ?? [:]) { _, own in own }
        return try RunningProgram(Self.program, arguments, environment: environment, in: folder)
    }

    /// Runs the program to an end with 0.
    ///
    /// - Returns: What it wrote to standard output.
    /// - Throws: ``ToolFailure`` with its words when it ends otherwise.
    @discardableResult
    func run(_ arguments: String..., clock: FakeClock? = nil) async throws -> String {
        let result = try await start(arguments, clock: clock).end()
        guard result.end == .exited(0) else {
            var status: Int32 = 1
            if case .exited(let code) = result.end { status = code }
            throw ToolFailure(
                tool: "clarion \(arguments.joined(separator: " ")) (\(result.end))",
                status: status,
                words: result.errors
            )
        }
        return result.output
    }

    /// The program that was built with the tests: it lies where their bundle lies.
    private static let program: String = {
        let own = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path
        let folders = [Bundle.main.bundlePath, own, ".build/debug"]
        return folders.map { "\($0)/clarion" }.first(where: FileManager.default.isExecutableFile) ?? "clarion-not-built"
    }()
}

/// What stands in `clarion.yaml`.
struct CampSettings: Sendable {
    var database = "clarion.db"
    /// Ports of the servers; a channel without one is not configured.
    var mailPort: Int?
    var textsPort: Int?
    var gateway = "webhook"
    var connections = 4
    var attempts = 3
    /// The longest that opening a connection to the mail server may take, in seconds.
    var mailTimeout = 30

    var text: String {
        var lines = [
            "organization:",
            "  name: Riverside Tenants Union",
            "  postal_address: 12 Main St, Springfield, IL 62701",
            "  timezone: America/Chicago",
            "  region: US",
            "database: \(database)",
            "retry: { first: 0s, longest: 0s, attempts: \(attempts) }",
            "channels:",
        ]
        if let mailPort {
            lines += [
                "  email:",
                "    server: smtp://127.0.0.1:\(mailPort)",
                "    from: Riverside Tenants Union <organize@riverside.example>",
                "    connections: \(connections)",
                "    timeout: \(mailTimeout)",
            ]
        }
        if let textsPort {
            lines += [
                "  sms:",
                "    gateway: \(gateway)",
                "    url: http://127.0.0.1:\(textsPort)",
                "    account: AC-test",
                "    token: hush-hush-token",
                "    connections: \(connections)",
            ]
            if gateway != "webhook" { lines.append("    from: \"+13125550100\"") }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
