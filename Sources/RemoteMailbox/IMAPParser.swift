/// A server's answer in IMAP (RFC 3501): its line, and the first literal in it, of which the beginning is kept.
struct IMAPAnswer: Equatable, Sendable {
    /// Without its line ends and without what literals hold.
    var text = ""
    var literal: [UInt8]?

    var words: [Substring] { text.split { $0 == " " || $0 == "(" || $0 == ")" } }
}

/// Takes a server's bytes apart into answers, whatever pieces they come in.
///
/// Holds one line and the beginning of one literal at a time, however large what the server sends is.
struct IMAPParser: Sendable {
    /// The server does not speak IMAP, or too much of it.
    struct Fault: Error {}

    /// No line that we ask for is as long; see ``RemoteMailbox``'s window.
    private static let longestLine = 256 * 1_024
    private static let feed = UInt8(ascii: "\n")

    private let limit: Int
    private var line: [UInt8] = []
    private var answer = IMAPAnswer()
    private var lineTotal = 0
    /// How much of a literal is still to come.
    private var waiting = 0

    /// Begins.
    ///
    /// - Parameter limit: How much of a literal is kept.
    init(limit: Int) { self.limit = limit }

    /// Takes the next bytes, and shows every answer that they complete.
    mutating func take(_ bytes: [UInt8], _ show: (IMAPAnswer) -> Void) throws(Fault) {
        var rest = bytes[...]
        while !rest.isEmpty {
            if waiting > 0 {
                let part = rest.prefix(waiting)
                let room = limit - (answer.literal?.count ?? 0)
                if room > 0 { answer.literal?.append(contentsOf: part.prefix(room)) }
                waiting -= part.count
                rest = rest.dropFirst(part.count)
                continue
            }
            let end = rest.firstIndex(of: Self.feed)
            let part = end.map { rest[...$0] } ?? rest
            line += part
            lineTotal += part.count
            guard lineTotal <= Self.longestLine else { throw Fault() }
            rest = rest.dropFirst(part.count)
            if end != nil { try endLine(show) }
        }
    }

    private mutating func endLine(_ show: (IMAPAnswer) -> Void) throws(Fault) {
        while line.last == Self.feed || line.last == UInt8(ascii: "\r") { line.removeLast() }
        let size = try literalSize()
        answer.text += String(decoding: line, as: UTF8.self)
        line.removeAll(keepingCapacity: true)
        if let size {
            // Only the first is of use to us, and we ask for one.
            guard answer.literal == nil else { throw Fault() }
            answer.literal = []
            waiting = size
            return
        }
        show(answer)
        answer = IMAPAnswer()
        lineTotal = 0
    }

    /// How long the literal is that the line announces by `{123}` at its end.
    ///
    /// Only what we fetch comes as one; elsewhere the signs may stand in a sentence.
    private func literalSize() throws(Fault) -> Int? {
        guard line.last == UInt8(ascii: "}"), let open = line.lastIndex(of: UInt8(ascii: "{")) else { return nil }
        let start = answer.text.isEmpty ? String(decoding: line.prefix(40), as: UTF8.self) : answer.text
        let words = start.split(separator: " ")
        guard words.count >= 3, words[0] == "*", UInt32(words[1]) != nil, words[2].uppercased() == "FETCH" else {
            return nil
        }
        guard let size = Int(String(decoding: line[(open + 1)..<(line.count - 1)], as: UTF8.self)), size >= 0 else {
            throw Fault()
        }
        return size
    }
}
