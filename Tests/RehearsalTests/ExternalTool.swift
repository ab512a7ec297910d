import Foundation

/// A program of this machine, used as a client.
///
/// A test whose program is missing fails: one that skips itself would pass for years and check nothing.
struct ExternalTool {
    struct Missing: Error {
        let name: String
    }

    private let name: String

    static let python = ExternalTool(name: "python3")
    static let curl = ExternalTool(name: "curl")
    static let swaks = ExternalTool(name: "swaks")
    static let smtpSource = ExternalTool(name: "smtp-source")

    /// Where it is: on the path, or among the programs for administrators, which are not always on it.
    private func path() throws -> String {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let folders = path.components(separatedBy: ":") + ["/usr/sbin"]
        let candidates = folders.map { "\($0)/\(name)" }
        guard let found = candidates.first(where: FileManager.default.isExecutableFile) else {
            throw Missing(name: name)
        }
        return found
    }

    /// Runs it to its end.
    ///
    /// - Returns: Its exit code and what it wrote, errors included.
    func run(_ arguments: String...) async throws -> (status: Int32, output: String) { try await run(arguments) }

    /// Runs it to its end.
    func run(_ arguments: [String]) async throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: try path())
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
