/// Lines of a message, ended by CRLF or by a line feed alone.
struct LineReader {
    struct Line {
        /// Without its line break.
        let text: ArraySlice<UInt8>
        /// Where the next line begins.
        let next: Int
        /// Where the line before ended, without its line break; where this line begins when it is the first.
        let endOfLineBefore: Int
    }

    private let bytes: ArraySlice<UInt8>
    private var position: Int
    private var endOfLineBefore: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
        endOfLineBefore = bytes.startIndex
    }

    /// The next line; `nil` behind the last.
    mutating func next() -> Line? {
        guard position < bytes.endIndex else { return nil }
        let feed = bytes[position...].firstIndex(of: 10)
        var end = feed ?? bytes.endIndex
        if feed != nil, end > position, bytes[end - 1] == 13 { end -= 1 }
        let line = Line(
            text: bytes[position..<end],
            next: feed.map { $0 + 1 } ?? bytes.endIndex,
            endOfLineBefore: endOfLineBefore
        )
        position = line.next
        endOfLineBefore = end
        return line
    }
}
