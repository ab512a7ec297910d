import Foundation

/// A program of this machine, used as a client.
struct ExternalTool {
    let path: String

    static let python = ExternalTool(named: "python3")
    static let curl = ExternalTool(named: "curl")
    static let swaks = ExternalTool(named: "swaks")
    static let smtpSource = ExternalTool(named: "smtp-source")

    private init(named name: String) {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":") + ["/usr/sbin"]
        let candidates = folders.map { "\($0)/\(name)" }
        path = candidates.first { FileManager.default.isExecutableFile(atPath: $0) } ?? ""
    }

    var isThere: Bool { !path.isEmpty }

    /// Runs it to its end.
    ///
    /// - Returns: Its exit code and what it wrote, errors included.
    func run(_ arguments: String...) async throws -> (status: Int32, output: String) { try await run(arguments) }

    /// Runs it to its end.
    func run(_ arguments: [String]) async throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        _ = FileManager.default.createFile(atPath: file.path(), contents: nil)
        defer { try? FileManager.default.removeItem(at: file) }
        let output = try FileHandle(forWritingTo: file)
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in continuation.resume() }
            do {
                try process.run()
            } catch {
                continuation.resume(throwing: error)
            }
        }
        return (process.terminationStatus, try String(contentsOf: file, encoding: .utf8))
    }
}
