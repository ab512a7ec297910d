@preconcurrency import Glibc

/// Standard output for results, standard error for words.
enum Console {
    /// Whether somebody looks at standard output.
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
    /// Whether somebody looks at standard error.
    static var isErrorTerminal: Bool { isatty(STDERR_FILENO) == 1 }
    /// Whether words may be coloured (https://no-color.org).
    static var isColourful: Bool { isTerminal && (getenv("NO_COLOR").map { $0.pointee == 0 } ?? true) }

    /// Writes a line to standard output.
    static func print(_ line: String) { write(line + "\n") }

    /// Writes a line to standard error.
    static func say(_ line: String) {
        Progress.current.clear()
        write(Array((line + "\n").utf8), to: STDERR_FILENO)
    }

    /// Writes text to standard output as it is.
    static func write(_ text: String) { write(Array(text.utf8), to: STDOUT_FILENO) }

    /// Writes bytes; ends the program quietly when the reader of results has gone away, as `head` does.
    ///
    /// When nobody reads the words on standard error, the work goes on all the same.
    static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var start = 0
        while start < bytes.count {
            let written = bytes[start...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 {
                if errno == EINTR { continue }
                if descriptor == STDERR_FILENO { return }
                exit(errno == EPIPE ? 0 : 1)
            }
            start += written
        }
    }

    static func bold(_ text: String) -> String { isColourful ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
}
