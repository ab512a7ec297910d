import Foundation
import Glibc
import Synchronization

/// A process that was started by `posix_spawn` and is waited for by a thread of its own.
///
/// Foundation's `Process` ended a test process by a signal once while it looked for open files; this asks for nothing of that
/// kind.
final class ChildProcess: Sendable {
    private let process: pid_t
    private let end = Mutex<ProgramEnd?>(nil)

    /// Starts a program with standard input from nowhere, and every signal as it is by default.
    ///
    /// - Parameters:
    ///   - command: The program's path, and what follows its name.
    ///   - environment: All of its environment.
    ///   - folder: Where it works.
    ///   - output: The file that takes its standard output.
    ///   - errors: The file that takes its standard error.
    ///   - ended: Hears when it has ended; called on another thread.
    /// - Throws: ``ToolFailure`` when it cannot be started.
    init(
        _ command: [String],
        environment: [String: String],
        in folder: String,
        output: String,
        errors: String,
        ended: @escaping @Sendable () -> Void
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        // The pool's threads block every signal, and programs inherit that from whoever starts them.
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        // What we have open is ours alone: a server's standard input would never end if a program that we start kept it.
        for descriptor in 3..<Int32(4_096) { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        // Glibc's module does not show the call that sets the folder; `env` sets it and becomes the program.
        let env = "/usr/bin/env"
        let arguments = ([env, "-C", folder] + command).map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var number: pid_t = 0
        let code = posix_spawn(&number, env, &actions, &attributes, arguments, variables)
        guard code == 0 else {
            throw ToolFailure(tool: env, status: code, words: String(cString: strerror(code)))
        }
        process = number
        Thread.detachNewThread {
            self.wait()
            ended()
        }
    }

    /// How it ended; `nil` while it runs.
    var ending: ProgramEnd? { end.withLock(\.self) }

    /// Sends it a signal, if it still runs.
    func send(_ signal: Int32) { end.withLock { if $0 == nil { kill(process, signal) } } }

    private func wait() {
        // Its number stays its own until it is fetched, and it is fetched only while nobody sends a signal to that number.
        var news = siginfo_t()
        while waitid(P_PID, id_t(process), &news, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        end.withLock { end in
            var status: Int32 = 0
            waitpid(process, &status, 0)
            let signal = status & 0x7F
            end = signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
        }
    }
}
