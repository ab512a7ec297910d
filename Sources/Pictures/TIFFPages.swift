import Foundation

/// Counts the pages of a TIFF by walking its directories, since the library reads the first and says nothing of others.
enum TIFFPages {
    /// A chain longer than this is a loop or an attack; it counts as several pages either way.
    private static let most = 1_000

    /// How many pages a file has.
    ///
    /// - Parameter path: The file.
    /// - Returns: 0 when it is no TIFF, or a broken one, which the decoder will name.
    static func count(_ path: String) -> Int {
        guard let file = FileHandle(forReadingAtPath: path) else { return 0 }
        defer { try? file.close() }
        func bytes(_ count: Int, at offset: UInt64) -> [UInt8]? {
            guard (try? file.seek(toOffset: offset)) != nil, let data = try? file.read(upToCount: count),
                data.count == count
            else { return nil }
            return Array(data)
        }
        guard let head = bytes(8, at: 0) else { return 0 }
        let isLittle = head[0] == UInt8(ascii: "I")
        func number(_ bytes: some Collection<UInt8>) -> UInt64 {
            let ordered = isLittle ? Array(bytes.reversed()) : Array(bytes)
            return ordered.reduce(0) { $0 << 8 | UInt64($1) }
        }
        guard number(head[2..<4]) == 42 else { return 0 }
        var next = number(head[4..<8])
        var pages = 0
        while next != 0, pages < most {
            guard let entries = bytes(2, at: next),
                let link = bytes(4, at: next + 2 + 12 * number(entries))
            else { return pages }
            pages += 1
            next = number(link)
        }
        return pages
    }
}
