import Foundation

/// A program that a test runs to its end.
package enum Tool {
    /// Runs a program and waits for it.
    ///
    /// - Parameters:
    ///   - path: The program.
    ///   - arguments: Its arguments.
    /// - Returns: What it wrote to its standard output.
    /// - Throws: ``ToolFailure`` when it ends with anything but 0.
    package static func run(_ path: String, _ arguments: [String]) throws -> String {
        let process = Process()
        let output = Pipe()
        let complaints = Pipe()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = complaints
        try process.run()
        // Daemons that it leaves behind inherit nothing of these pipes but their other ends, so complaints are read last.
        let text = output.fileHandleForReading.readDataToEndOfFile()
        let words = complaints.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let words = String(decoding: words, as: UTF8.self)
            throw ToolFailure(tool: path, status: process.terminationStatus, words: words)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Runs a program with arguments one by one.
    package static func run(_ path: String, _ arguments: String...) throws -> String { try run(path, arguments) }
}

/// A program that failed, in its own words.
package struct ToolFailure: Error, CustomStringConvertible {
    package let tool: String
    package let status: Int32
    package let words: String

    package init(tool: String, status: Int32, words: String) {
        self.tool = tool
        self.status = status
        self.words = words
    }

    package var description: String { "\(tool) ended with \(status): \(words)" }
}
