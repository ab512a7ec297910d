import Foundation
import ReturnedMail

/// Mails out of a mailbox, a Maildir, a folder, a file or standard input, one at a time and never more than the beginning
/// of one in memory.
struct MailSource: MailSupply {
    private static let chunk = 64 * 1_024
    private let path: String
    private var files: [(URL, isUnread: Bool)]?
    private var handle: FileHandle?
    private var current: (name: String, unread: URL?) = ("", nil)
    private var splitter = MailboxSplitter()
    private var ready: [[UInt8]] = []
    private var shown = 0

    init(_ path: String) { self.path = path }

    /// The next mail; `nil` behind the last.
    ///
    /// Blocks its caller, which is the command alone.
    mutating func next() throws -> SuppliedMail? {
        while true {
            if !ready.isEmpty {
                shown += 1
                let isOnly = current.unread != nil || (shown == 1 && ready.count == 1 && handle == nil)
                let name = isOnly ? current.name : "\(current.name), mail \(shown)"
                let unread = handle == nil ? current.unread : nil
                return SuppliedMail(bytes: ready.removeFirst(), name: name) { _ in Self.markAsRead(unread) }
            }
            if handle == nil, try !openNext() { return nil }
            try fill()
        }
    }

    /// Moves a new mail of a Maildir to the read ones, as mail programs do.
    private static func markAsRead(_ unread: URL?) {
        guard let unread else { return }
        let folder = unread.deletingLastPathComponent().deletingLastPathComponent().appending(path: "cur")
        try? FileManager.default.moveItem(at: unread, to: folder.appending(path: "\(unread.lastPathComponent):2,S"))
    }

    private mutating func openNext() throws -> Bool {
        if files == nil { files = try Self.files(at: path) }
        guard files?.isEmpty == false, let (url, isUnread) = files?.removeFirst() else { return false }
        handle = path == "-" ? .standardInput : try InputFile.handle(url.path)
        current = (path == "-" ? "standard input" : url.path, isUnread ? url : nil)
        shown = 0
        return true
    }

    private mutating func fill() throws {
        guard let data = try handle?.read(upToCount: Self.chunk), !data.isEmpty else {
            splitter.finish { ready.append($0) }
            handle = nil
            return
        }
        splitter.take(Array(data)[...]) { ready.append($0) }
    }

    private static func files(at path: String) throws -> [(URL, isUnread: Bool)] {
        if path == "-" { return [(URL(filePath: "/dev/stdin"), false)] }
        let url = URL(filePath: path)
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            return [(url, false)]
        }
        let new = url.appending(path: "new")
        let cur = url.appending(path: "cur")
        if FileManager.default.fileExists(atPath: new.path), FileManager.default.fileExists(atPath: cur.path) {
            return try names(in: new).map { (new.appending(path: $0), true) }
        }
        return try names(in: url).map { (url.appending(path: $0), false) }
    }

    private static func names(in folder: URL) throws -> [String] {
        do {
            let keys: Set<URLResourceKey> = [.isRegularFileKey]
            return try FileManager.default
                .contentsOfDirectory(at: folder, includingPropertiesForKeys: Array(keys), options: .skipsHiddenFiles)
                .filter { try $0.resourceValues(forKeys: keys).isRegularFile == true }
                .map(\.lastPathComponent).sorted()
        } catch {
            throw Failure(.noInput, "\(folder.path) cannot be read.")
        }
    }
}
