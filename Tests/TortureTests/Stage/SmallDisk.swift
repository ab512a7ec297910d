import Foundation
import Glibc
import TestKit

/// A file system in memory, small enough to be filled in a moment.
final class SmallDisk: Sendable {
    private let folder: String
    private static let size = 8 << 20

    /// Why there can be none here; `nil` where there can.
    static let obstacle: String? = {
        do {
            try SmallDisk().unmount()
            return nil
        } catch {
            return "this machine lets us mount no file system in memory"
        }
    }()

    private init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "small-disk-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        guard mount("tmpfs", folder, "tmpfs", 0, "size=\(Self.size)") == 0 else {
            let failure = ToolFailure(tool: "mount", status: errno, words: "not allowed")
            try? FileManager.default.removeItem(atPath: folder)
            throw failure
        }
    }

    /// Lends a disk.
    static func with<Value: Sendable>(_ body: (SmallDisk) async throws -> Value) async throws -> Value {
        let disk = try SmallDisk()
        do {
            let value = try await body(disk)
            disk.unmount()
            return value
        } catch {
            disk.unmount()
            throw error
        }
    }

    var base: StoreBase { StoreBase(setting: "\(folder)/clarion.db") }

    private var ballast: String { "\(folder)/ballast" }

    /// Takes all the room there is.
    ///
    /// - Parameter rest: Bytes to leave free.
    /// - Throws: ``ToolFailure`` when there is no room even for an empty file.
    func fill(leaving rest: Int = 0) throws {
        let file = open(ballast, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw ToolFailure(tool: "open", status: errno, words: "no ballast") }
        defer { close(file) }
        let page = [UInt8](repeating: 1, count: 4_096)
        var size = 0
        while write(file, page, page.count) == page.count { size += page.count }
        ftruncate(file, max(0, size - rest))
    }

    func free() { unlink(ballast) }

    private func unmount() {
        // Lazily: a process of a round that failed may still have files open.
        umount2(folder, Int32(MNT_DETACH))
        rmdir(folder)
    }
}
