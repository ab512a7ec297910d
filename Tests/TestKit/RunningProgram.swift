import Foundation
import Synchronization

/// How a process ended.
package enum ProgramEnd: Equatable, Sendable {
    /// By itself, with this code.
    case exited(Int32)
    /// By a signal: a crash, unless the test sent it.
    case signalled(Int32)
}

/// What a process left behind.
package struct ProgramResult: Sendable {
    package let end: ProgramEnd
    package let output: String
    package let errors: String
}

/// A program that runs as a process of its own.
///
/// Its output goes to files, so that however much it says it never waits for a reader. Whoever drops the handle of a process
/// that still runs ends it.
package final class RunningProgram: Sendable {
    private let process: ChildProcess
    private let folder: URL
    private let ended = AsyncStream<Void>.makeStream()
    private let result = Mutex<ProgramResult?>(nil)

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - path: The program.
    ///   - arguments: What follows its name.
    ///   - environment: All of its environment.
    ///   - folder: Where it works.
    /// - Throws: ``ToolFailure`` when it cannot be started.
    package init(
        _ path: String,
        _ arguments: [String],
        environment: [String: String],
        in folder: String
    ) throws {
        self.folder = FileManager.default.temporaryDirectory.appending(path: "program-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
        process = try ChildProcess(
            [path] + arguments,
            environment: environment,
            in: folder,
            output: self.folder.appending(path: "output").path,
            errors: self.folder.appending(path: "errors").path,
            ended: { [ended] in ended.continuation.finish() }
        )
    }

    deinit {
        process.send(SIGKILL)
        try? FileManager.default.removeItem(at: folder)
    }

    /// What it has written to standard output so far.
    package var outputSoFar: String { Self.text(folder.appending(path: "output")) }

    /// What it has written to standard error so far.
    package var errorsSoFar: String { Self.text(folder.appending(path: "errors")) }

    /// Sends it a signal, if it still runs.
    package func send(_ signal: Int32) { process.send(signal) }

    /// Waits until it has ended.
    package func end() async -> ProgramResult {
        for await _ in ended.stream {}
        return result.withLock { result in
            if let result { return result }
            let found = ProgramResult(
                // It has ended: that is what the stream told.
                end: process.ending ?? .signalled(SIGKILL),
                output: outputSoFar,
                errors: errorsSoFar
            )
            result = found
            return found
        }
    }

    private static func text(_ file: URL) -> String {
        String(decoding: (try? Data(contentsOf: file)) ?? Data(), as: UTF8.self)
    }
}
