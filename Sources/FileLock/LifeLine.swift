@preconcurrency import Glibc

/// A lock on one byte of a file that the kernel lets go of when its process dies, however it dies.
///
/// Workers hold one while they live, so that others can tell a dead worker from a slow one at once. An open file
/// description lock (`F_OFD_SETLK`) belongs to the opened file, not the process, so that two workers in one process are told
/// apart, and it is seen across containers that share the file, where process numbers are not.
package final class LifeLine: Sendable {
    private let descriptor: Int32

    /// Linux's numbers for `F_OFD_GETLK` and `F_OFD_SETLK`, which Glibc's module leaves out.
    private static let getLock: Int32 = 36
    private static let setLock: Int32 = 37

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Takes the lock.
    ///
    /// - Parameters:
    ///   - path: The file; made when it is absent.
    ///   - byte: Which byte, 0 or more; it need not exist.
    /// - Returns: `nil` when somebody else holds it or the file cannot be opened.
    package static func take(path: String, byte: Int64) -> LifeLine? {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        let line = LifeLine(descriptor: descriptor)
        var lock = flock(byte: byte)
        return fcntl(descriptor, setLock, &lock) == 0 ? line : nil
    }

    /// Whether somebody holds the lock.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - byte: Which byte.
    /// - Returns: True also when it cannot be found out, so that nobody is taken for dead by mistake.
    package static func isHeld(path: String, byte: Int64) -> Bool {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return true }
        defer { close(descriptor) }
        var lock = flock(byte: byte)
        guard fcntl(descriptor, getLock, &lock) == 0 else { return true }
        return lock.l_type != Int16(F_UNLCK)
    }

    private static func flock(byte: Int64) -> Glibc.flock {
        var lock = Glibc.flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        lock.l_start = off_t(byte)
        lock.l_len = 1
        return lock
    }
}
