import Foundation

/// The pages of a PDF as pictures, drawn by `pdftoppm` in a process of its own with bounded time and memory.
///
/// A scan may come from anywhere: whatever a file does to the program that draws it stays in that process.
package struct PDFPages: Sendable {
    /// Pages read from one file.
    package static let most = 2_000
    /// A page's longer side in pixels: 200 dots per inch of letter paper.
    private static let longestSide = 2_200
    /// What drawing one page may take.
    private static let seconds = 30
    private static let bytes = 1_500_000_000

    package let path: String
    package let count: Int

    /// Looks at a PDF.
    ///
    /// - Parameter path: The file.
    /// - Throws: ``PictureError``.
    package init(_ path: String) throws(PictureError) {
        let facts = try Self.run("pdfinfo", ["--", path], page: 1)
        let line = String(decoding: facts, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("Pages:") }
        guard let count = line.flatMap({ Int($0.dropFirst(6).drop { $0 == " " }) }), count > 0 else {
            throw .broken("it has no pages")
        }
        guard count <= Self.most else { throw .tooManyPages(count) }
        self.path = path
        self.count = count
    }

    /// Whether a file begins as a PDF does.
    package static func isPDF(_ path: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? file.close() }
        // Some writers put a few bytes before the head (ISO 32000-1, Annex H).
        let head = (try? file.read(upToCount: 1_024)).flatMap { $0 } ?? Data()
        return head.range(of: Data("%PDF-".utf8)) != nil
    }

    /// Draws a page.
    ///
    /// - Parameter number: From 1.
    /// - Returns: The page in grey.
    /// - Throws: ``PictureError``.
    package func page(_ number: Int) throws(PictureError) -> GreyPicture {
        let side = "\(Self.longestSide)"
        let arguments = ["-gray", "-scale-to", side, "-f", "\(number)", "-l", "\(number)", "-singlefile", "--", path]
        let bytes = try Self.run("pdftoppm", arguments, page: number)
        guard let picture = GreyPicture(pgm: bytes) else {
            throw .pageNotDrawn(page: number, reason: "nothing came of it")
        }
        return picture
    }

    private static func run(_ program: String, _ arguments: [String], page: Int) throws(PictureError) -> [UInt8] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["prlimit", "--as=\(bytes)", "--cpu=\(seconds)", program] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        do { try process.run() } catch { throw .programMissing(program) }
        // Time of day is bounded as well: a file on a hung disk uses none of the processor's time.
        // It waits to the end of that time even when it is called off, and must not keep the process, with its pipe, till then.
        let watch = DispatchWorkItem { [weak process] in process?.terminate() }
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(2 * seconds), execute: watch)
        let bytes = (try? output.fileHandleForReading.readToEnd()).flatMap { $0 } ?? Data()
        try? output.fileHandleForReading.close()
        process.waitUntilExit()
        watch.cancel()
        switch (process.terminationReason, process.terminationStatus) {
        case (.exit, 0): return Array(bytes)
        case (.exit, 127): throw .programMissing(program)
        case (.exit, _): throw .broken("it is a damaged or locked PDF")
        default: throw .pageNotDrawn(page: page, reason: "it takes too long or too much memory")
        }
    }
}

extension GreyPicture {
    /// Reads a binary PGM, as `pdftoppm -gray` writes it.
    ///
    /// - Parameter bytes: `P5`, width, height, 255, and the pixels.
    package init?(pgm bytes: [UInt8]) {
        var numbers: [Int] = []
        var index = 2
        guard bytes.starts(with: Array("P5".utf8)) else { return nil }
        while numbers.count < 3, index < bytes.count {
            var number = 0
            var digits = 0
            while index < bytes.count, digits < 7, case let digit = bytes[index], (0x30...0x39).contains(digit) {
                number = number * 10 + Int(digit - 0x30)
                digits += 1
                index += 1
            }
            if digits > 0 { numbers.append(number) }
            index += 1
        }
        guard numbers.count == 3, numbers[0] > 0, numbers[1] > 0, bytes.count - index == numbers[0] * numbers[1] else {
            return nil
        }
        self.init(width: numbers[0], height: numbers[1], pixels: Array(bytes[index...]))
    }
}
