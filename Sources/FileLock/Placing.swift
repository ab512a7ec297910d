@preconcurrency import Glibc

/// Gives a finished file its name, for good and only if the name is free.
package enum Placing {
    package enum Result: Equatable, Sendable {
        /// It bears the name, and will after a power cut.
        case placed
        /// Something else bears the name; nothing was changed.
        case taken
        /// The system's words.
        case failed(String)
    }

    /// Writes a file through to the disk and gives it a second name.
    ///
    /// A link, unlike a rename, never takes the place of what is there.
    ///
    /// - Parameters:
    ///   - draft: The finished file; it keeps its first name as well, for the caller to take away.
    ///   - path: The name, in the same folder.
    /// - Returns: What became of it.
    package static func place(_ draft: String, as path: String) -> Result {
        guard sync(draft, O_RDONLY) else { return .failed(words) }
        if link(draft, path) != 0 { return errno == EEXIST ? .taken : .failed(words) }
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        return sync(folder, O_RDONLY | O_DIRECTORY) ? .placed : .failed(words)
    }

    private static func sync(_ path: String, _ flags: Int32) -> Bool {
        let descriptor = open(path, flags | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        // Some file systems have nothing to write for a folder, and say so.
        return fsync(descriptor) == 0 || errno == EINVAL
    }

    private static var words: String { String(cString: strerror(errno)) }
}
