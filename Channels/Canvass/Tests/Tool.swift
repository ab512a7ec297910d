import Foundation

/// A program of the tests: what reads a PDF or a QR code as somebody else would.
enum Tool {
    struct Failure: Error {
        let status: Int32
        let errors: String
    }

    /// Runs a program and returns what it printed.
    ///
    /// - Throws: ``Failure`` unless it ends with 0.
    static func run(_ name: String, _ arguments: String...) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [name] + arguments
        let output = Pipe()
        let errors = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).log")
        try Data().write(to: errors)
        defer { try? FileManager.default.removeItem(at: errors) }
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(status: process.terminationStatus, errors: try String(contentsOf: errors, encoding: .utf8))
        }
        return String(decoding: printed, as: UTF8.self)
    }
}
