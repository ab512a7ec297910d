import Glibc

/// Why a port could not be opened on 127.0.0.1.
package struct ListenError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The system call that failed: `bind`.
    package let call: String
    /// The system's number for the reason.
    package let code: Int32

    /// Notes a failed call.
    package init(call: String, code: Int32) {
        self.call = call
        self.code = code
    }

    /// What failed, why, and what to do.
    package var description: String {
        "A port on 127.0.0.1 could not be opened: \(call) said '\(String(cString: strerror(code)))'."
            + " Close programs that hold many connections, then try again."
    }
}
