import Foundation
import TestKit
import Testing

/// A folder with settings, people and calls of its own, in which the built program runs.
final class Workplace: Sendable {
    let folder: String
    /// What every run has in its environment; nothing of the machine's own settings reaches the program.
    private static let environment = [
        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
        "TZ": "UTC", "LANG": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no",
    ]

    /// Makes a folder with a settings file.
    init(_ settings: TestSettings = TestSettings()) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "clarion-test-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try write("clarion.yaml", settings.text)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

    func write(_ name: String, _ bytes: [UInt8]) throws {
        try Data(bytes).write(to: URL(filePath: path(name)))
    }

    func read(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

    func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

    /// Starts the program and returns at once.
    func start(_ arguments: [String], environment: [String: String] = [:]) throws -> RunningProgram {
        var all = Self.environment.merging(environment) { _, own in own }
        all["HOME"] = folder
        return try RunningProgram(Self.program, arguments, environment: all, in: folder)
    }

    /// Runs the program to its end.
    @discardableResult
    func run(_ arguments: String..., environment: [String: String] = [:]) async throws -> ProgramResult {
        try await start(arguments, environment: environment).end()
    }

    /// Runs the program, which must end with a code and, where that is not 0, with a sentence.
    @discardableResult
    func run(
        _ arguments: String...,
        expect code: Int32,
        environment: [String: String] = [:],
        at location: SourceLocation = #_sourceLocation
    ) async throws -> ProgramResult {
        let result = try await start(arguments, environment: environment).end()
        let words = "clarion \(arguments.joined(separator: " ")): \(result.errors)\(result.output.prefix(2_000))"
        #expect(result.end == .exited(code), "\(words)", sourceLocation: location)
        result.expectPlainWords(at: location)
        if code > 1 { #expect(!result.errors.isEmpty, "it says why: \(words)", sourceLocation: location) }
        return result
    }

    /// Runs a shell line in the folder, with `$CLARION` for the program.
    func shell(_ line: String) async throws -> ProgramResult {
        var environment = Self.environment
        environment["CLARION"] = Self.program
        return try await RunningProgram("/bin/sh", ["-c", line], environment: environment, in: folder).end()
    }

    /// Runs a Python program in the folder.
    @discardableResult
    func python(_ program: String, _ arguments: String...) async throws -> ProgramResult {
        try await RunningProgram(
            "/usr/bin/env",
            ["python3", "-c", program] + arguments,
            environment: ProcessInfo.processInfo.environment,
            in: folder
        ).end()
    }

    /// The program that was built with the tests: it lies where their bundle lies.
    static let program: String = {
        let own = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path
        let folders = [Bundle.main.bundlePath, own, ".build/debug"]
        return folders.map { "\($0)/clarion" }.first(where: FileManager.default.isExecutableFile) ?? "clarion-not-built"
    }()
}

extension ProgramResult {
    /// Whatever it said, it was said to people: no dump of a Swift value, no name of an error type, no escape code.
    func expectPlainWords(at location: SourceLocation) {
        let dumps = [
            "DatabaseError", "Optional(", "Error Domain", "SQLite error", "Fatal error", "CocoaError", "NSError",
            "NSPOSIX", "GRDB", "Swift.", "error(", "The operation could not be completed",
        ]
        for dump in dumps {
            #expect(!errors.contains(dump), "\(errors.prefix(2_000))", sourceLocation: location)
        }
        for text in [output, errors] { #expect(!text.contains("\u{1B}"), "no escape code", sourceLocation: location) }
    }

    /// Standard output as JSON.
    func json() throws -> Loose { try Loose.read(output) }

    /// Every line of standard output as JSON.
    func jsonLines() throws -> [Loose] { try output.split(separator: "\n").map { try Loose.read(String($0)) } }
}
