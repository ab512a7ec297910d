import Accounts
import Foundation

/// Asks for a new password: twice and unseen on a terminal, else one line of standard input.
enum PasswordPrompt {
    static func chosen(for name: LoginName) throws -> Password {
        do {
            guard isatty(STDIN_FILENO) == 1 else { return try Password(chosen: try line(), for: name) }
            let first = try unseen("New password for '\(name)': ")
            let password = try Password(chosen: first, for: name)
            guard try unseen("Once more: ") == first else {
                throw Failure(.wrongInput, "The two were not the same; nothing was changed.")
            }
            return password
        } catch let fault as PasswordFault {
            throw Failure(.wrongInput, fault.description)
        }
    }

    private static func line() throws -> String {
        guard let line = readLine(strippingNewline: true) else {
            throw Failure(.wrongInput, "No password came. Type one, or hand it over on standard input.")
        }
        return line
    }

    private static func unseen(_ question: String) throws -> String {
        var before = termios()
        tcgetattr(STDIN_FILENO, &before)
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        Console.write(Array(question.utf8), to: STDERR_FILENO)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
            Console.write([UInt8(ascii: "\n")], to: STDERR_FILENO)
        }
        return try line()
    }
}
