import Foundation
import Synchronization

/// A line of JSON for every text, in one file.
final class TextLog: Sendable {
    private struct Line: Encodable {
        let number: Int
        let gateway, to, from, text: String
    }

    private let file: Mutex<FileHandle>

    /// Begins an empty file.
    init(at path: String) throws(RehearsalFolderError) {
        guard FileManager.default.createFile(atPath: path, contents: nil), let file = FileHandle(forWritingAtPath: path)
        else { throw .unwritable(path: path, reason: "no file could be made") }
        self.file = Mutex(file)
    }

    /// Writes a line whole, whoever else is writing.
    func append(_ text: ReceivedText, number: Int) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let line = try encoder.encode(
            Line(number: number, gateway: text.gateway.rawValue, to: text.to, from: text.from, text: text.text)
        )
        try file.withLock { try $0.write(contentsOf: line + Data([10])) }
    }
}
