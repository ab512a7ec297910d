/// One message for one recipient, ready for the wire.
struct Mail: Sendable {
    /// Tells the mails of a lane apart; never seen by the server.
    let ticket: Int
    let sender: EnvelopeAddress
    let recipient: EnvelopeAddress
    /// The Message-ID, by which a receiver can tell a repetition.
    let messageID: MessageID
    let data: MessageData
}

/// A message as it goes out behind DATA: CRLF at the end of each line, dots stuffed, the lone dot at the end.
struct MessageData: Sendable {
    let bytes: [UInt8]

    /// Stuffs the dots of a message and adds the end.
    ///
    /// - Parameter message: Header and body; its lines end with CRLF, the last one too.
    init(stuffing message: [UInt8]) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(message.count + 64)
        var begun = 0
        var position = 0
        var atLineStart = true
        let span = message.span
        while position < span.count {
            let byte = span[position]
            if atLineStart, byte == UInt8(ascii: ".") {
                bytes.append(contentsOf: message[begun..<position])
                bytes.append(UInt8(ascii: "."))
                begun = position
            }
            atLineStart = byte == UInt8(ascii: "\n")
            position += 1
        }
        bytes.append(contentsOf: message[begun...])
        bytes.append(contentsOf: ".\r\n".utf8)
        self.bytes = bytes
    }

    /// How large the message is for the server: without the lone dot.
    var size: Int { bytes.count - 3 }
}
