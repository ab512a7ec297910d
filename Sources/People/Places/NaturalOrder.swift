/// Makes texts with numbers sort as people expect when they are compared byte by byte: 2 before 10.
enum NaturalOrder {
    /// Pads every run of digits to nine; longer runs stay as they are.
    static func key(_ text: String) -> String {
        var padded: [UInt8] = []
        var run: [UInt8] = []
        func flush() {
            if !run.isEmpty { padded.append(contentsOf: repeatElement(0x30, count: max(0, 9 - run.count))) }
            padded.append(contentsOf: run)
            run.removeAll(keepingCapacity: true)
        }
        for byte in text.utf8 {
            if (0x30...0x39).contains(byte) {
                run.append(byte)
            } else {
                flush()
                padded.append(byte)
            }
        }
        flush()
        return String(decoding: padded, as: UTF8.self)
    }
}
