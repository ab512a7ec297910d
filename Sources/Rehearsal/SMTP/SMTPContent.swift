import Loopback

/// Takes a message line by line up to the lone dot, and remembers what is wrong with it.
///
/// The end is CRLF, dot, CRLF and nothing else: a server that takes a bare line feed for a line break there can be made
/// to read a second message out of the first one.
struct SMTPContent {
    private(set) var bytes: [UInt8] = []
    private var faults: LineFaults = []
    private var isTooLarge = false
    private let limits: SMTPLimits

    init(limits: SMTPLimits) { self.limits = limits }

    /// Reads the message; also to its end when it is not fine, so that the dialogue can go on.
    ///
    /// - Parameter connection: Where the client has just been told to go ahead.
    /// - Throws: ``ConnectionError`` when the client does not get to the end.
    mutating func read(from connection: Connection) throws(ConnectionError) {
        var followsLineBreak = true
        while true {
            let begin = bytes.count
            let found = try connection.readLine(into: &bytes, limit: limits.textLine + 1)
            let endsProperly = !found.contains(.endsInBareLineFeed)
            if followsLineBreak, bytes.count > begin, bytes[begin] == UInt8(ascii: ".") {
                if bytes.count == begin + 1, found.isEmpty {
                    bytes.removeLast()
                    return
                }
                bytes.remove(at: begin)
            }
            if bytes.count - begin > limits.textLine { faults.insert(.overlong) }
            faults.formUnion(found)
            followsLineBreak = endsProperly
            bytes.append(13)
            bytes.append(10)
            if bytes.count > limits.message { isTooLarge = true }
            // What is refused in the end need not be kept until then.
            if isTooLarge || !faults.isEmpty { bytes.removeAll(keepingCapacity: true) }
        }
    }

    /// Why the message is refused; `nil` when it is fine.
    var refusal: SMTPReply? {
        if isTooLarge { return .messageTooLarge }
        if faults.contains(.overlong) { return .lineTooLong }
        if !faults.isDisjoint(with: [.endsInBareLineFeed, .holdsCarriageReturn]) { return .bareLineBreak }
        return faults.contains(.holdsNUL) ? .holdsNUL : nil
    }
}
