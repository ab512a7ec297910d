import Foundation
import Glibc

/// A program as a process of its own, whose use of the machine is read when it ends.
///
/// Foundation's `Process` waits for its children itself and keeps what the system says of them to itself; so this one is
/// started by `posix_spawn` and waited for by `wait4`.
final class ChildProcess {
    /// What a process took.
    struct Usage {
        var wall = 0.0
        /// In the program itself, in seconds.
        var user = 0.0
        /// In the system on its behalf, in seconds.
        var system = 0.0
        /// The most memory it had at once, in bytes.
        var memory = 0
        var succeeded = false

        var cpu: Double { user + system }
    }

    private let identifier: pid_t
    private let began = ContinuousClock.now

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - program: A path, or a name to be looked up.
    ///   - arguments: What follows its name.
    ///   - folder: Where it works.
    ///   - output: The file that takes what it writes, error output included.
    /// - Throws: ``BenchError`` when it cannot be started.
    init(_ program: String, _ arguments: [String], in folder: String, output: String = "/dev/null") throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var words = ([program] + arguments).map { strdup($0) }
        words.append(nil)
        defer { for word in words { free(word) } }
        var started: pid_t = 0
        // A child begins where its parent stands; this program does one thing at a time, so it may go there.
        let home = FileManager.default.currentDirectoryPath
        guard FileManager.default.changeCurrentDirectoryPath(folder) else { throw BenchError("no folder \(folder)") }
        defer { _ = FileManager.default.changeCurrentDirectoryPath(home) }
        let problem = posix_spawnp(&started, program, &actions, nil, words, environ)
        guard problem == 0 else { throw BenchError("\(program) does not start: \(String(cString: strerror(problem)))") }
        identifier = started
    }

    /// Waits for the end.
    func usage() -> Usage {
        var status: Int32 = 0
        var used = rusage()
        while wait4(identifier, &status, 0, &used) < 0, errno == EINTR {}
        let elapsed = began.duration(to: .now)
        return Usage(
            wall: elapsed / .seconds(1),
            user: Double(used.ru_utime.tv_sec) + Double(used.ru_utime.tv_usec) / 1e6,
            system: Double(used.ru_stime.tv_sec) + Double(used.ru_stime.tv_usec) / 1e6,
            memory: used.ru_maxrss * 1_024,
            succeeded: status == 0
        )
    }

    /// Asks it to end, and waits until it has.
    func stop() {
        kill(identifier, SIGTERM)
        _ = usage()
    }

    /// Runs a program to its end.
    ///
    /// - Throws: ``BenchError`` with the program's last words when it cannot be started or fails.
    static func run(_ program: String, _ arguments: [String], in folder: String) throws -> (Usage, output: String) {
        let file = "\(folder)/output"
        let usage = try ChildProcess(program, arguments, in: folder, output: file).usage()
        let output = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
        guard usage.succeeded else {
            throw BenchError("\(program) \(arguments.joined(separator: " ")) failed: \(output.suffix(400))")
        }
        return (usage, output)
    }

    /// Where a program is; `nil` when this machine has it not.
    static func find(_ program: String) -> String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        return (folders + ["/usr/sbin", "/usr/local/sbin"]).map { "\($0)/\(program)" }
            .first { access($0, X_OK) == 0 }
    }
}

/// Why something could not be measured, in a sentence for the table.
struct BenchError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
