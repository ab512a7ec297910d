import Glibc

/// A file that appears under its name only when it is whole, in place of whatever had the name before.
///
/// It is written beside the place where it will stand, so that the last step is a rename; without ``commit()`` nothing is
/// left behind. What an earlier process left of the same name when it died is taken away.
package final class ReplacementFile {
    private let folder: String
    private let name: String
    private let temporaryPath: String
    private var descriptor: Int32
    private var buffer: [UInt8] = []
    private var failure: DrawingError?

    /// Opens the file, and makes its folder where there is none.
    ///
    /// - Parameters:
    ///   - name: Its name, without a slash.
    ///   - folder: Where it will stand.
    /// - Throws: ``DrawingError/file(code:)``.
    package init(name: String, in folder: String) throws(DrawingError) {
        self.folder = folder
        self.name = name
        try Self.makeFolder(folder)
        Self.removeLeftovers(of: name, in: folder)
        temporaryPath = "\(folder)/.\(name).\(String(UInt64.random(in: .min ... .max), radix: 36))\(Self.suffix)"
        // The group may read: who prints is not always who runs the worker.
        descriptor = open(temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw .lastSystemCall }
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unlink(temporaryPath)
    }

    /// Takes bytes; a failure is kept and thrown by ``commit()``.
    ///
    /// - Parameter bytes: What comes next in the file.
    /// - Returns: Whether all went well so far.
    func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
        buffer.append(contentsOf: bytes)
        return buffer.count < 1 << 16 || flush()
    }

    /// What went wrong so far.
    var firstFailure: DrawingError? { failure }

    /// Makes the file durable and gives it its name.
    ///
    /// - Parameter isWanted: Asked in the last moment.
    /// - Returns: Whether it was wanted; what was not is left to be taken away.
    /// - Throws: ``DrawingError/file(code:)``; the file that had the name before is then still there.
    @discardableResult
    package func commit(if isWanted: () -> Bool = { true }) throws(DrawingError) -> Bool {
        guard flush() else { throw failure ?? .lastSystemCall }
        guard fsync(descriptor) == 0 else { throw .lastSystemCall }
        guard isWanted() else { return false }
        guard rename(temporaryPath, "\(folder)/\(name)") == 0 else { throw .lastSystemCall }
        close(descriptor)
        descriptor = -1
        try syncFolder()
        return true
    }

    /// Whether a file could be put into a folder, which need not be there yet; changes nothing.
    ///
    /// - Throws: ``DrawingError/file(code:)``.
    package static func examine(folder: String) throws(DrawingError) {
        var path = folder
        while access(path, W_OK | X_OK) != 0 {
            guard errno == ENOENT else { throw .lastSystemCall }
            // A folder that is missing will be made: then its parent counts.
            guard path != ".", path != "/" else { throw .lastSystemCall }
            guard let slash = path.lastIndex(of: "/") else { path = "."; continue }
            path = slash == path.startIndex ? "/" : String(path[..<slash])
        }
        var kind = stat()
        guard stat(path, &kind) == 0 else { throw .lastSystemCall }
        guard kind.st_mode & S_IFMT == S_IFDIR else { throw .file(code: ENOTDIR) }
    }

    private static let suffix = ".part"

    private func flush() -> Bool {
        guard failure == nil else { return false }
        var written = 0
        while written < buffer.count {
            let count = buffer.withUnsafeBytes {
                write(descriptor, $0.baseAddress?.advanced(by: written), $0.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                failure = .lastSystemCall
                return false
            }
            written += count
        }
        buffer.removeAll(keepingCapacity: true)
        return true
    }

    /// A rename lasts only when the folder is on the disk too.
    private func syncFolder() throws(DrawingError) {
        let handle = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard handle >= 0 else { throw .lastSystemCall }
        defer { close(handle) }
        guard fsync(handle) == 0 || errno == EINVAL else { throw .lastSystemCall }
    }

    private static func makeFolder(_ path: String) throws(DrawingError) {
        if mkdir(path, 0o750) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
            throw .lastSystemCall
        }
        try makeFolder(String(path[..<slash]))
        guard mkdir(path, 0o750) == 0 || errno == EEXIST else { throw .lastSystemCall }
    }

    private static func removeLeftovers(of name: String, in folder: String) {
        guard let listing = opendir(folder) else { return }
        defer { closedir(listing) }
        while let entry = readdir(listing) {
            let found = withUnsafePointer(to: entry.pointee.d_name) { start in
                start.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if found.hasPrefix(".\(name)."), found.hasSuffix(suffix) { unlink("\(folder)/\(found)") }
        }
    }
}
