/// One message for one recipient, ready for the wire.
///
/// A class, since it passes through several queues, and a struct would count references to each of its parts at each step.
final class Mail: Sendable {
    /// Tells the mails of a lane apart; never seen by the server.
    let ticket: Int
    let sender: EnvelopeAddress
    let recipient: EnvelopeAddress
    /// The Message-ID, by which a receiver can tell a repetition.
    let messageID: MessageID
    let data: MessageData

    init(
        ticket: Int,
        sender: EnvelopeAddress,
        recipient: EnvelopeAddress,
        messageID: MessageID,
        data: MessageData
    ) {
        self.ticket = ticket
        self.sender = sender
        self.recipient = recipient
        self.messageID = messageID
        self.data = data
    }
}

/// A message as it goes out behind DATA: CRLF at the end of each line, dots stuffed, the lone dot at the end.
struct MessageData: Sendable {
    let bytes: [UInt8]

    /// Stuffs the dots of a message and adds the end.
    ///
    /// - Parameter message: Header and body; its lines end with CRLF, the last one too.
    init(stuffing message: consuming [UInt8]) {
        var places = Self.dotsAtLineStart(in: message)
        if !places.isEmpty {
            var stuffed: [UInt8] = []
            stuffed.reserveCapacity(message.count + places.count + 3)
            places.append(message.count)
            var begun = 0
            for place in places {
                stuffed += message[begun..<place]
                if place < message.count { stuffed.append(UInt8(ascii: ".")) }
                begun = place
            }
            message = stuffed
        }
        message += ".\r\n".utf8
        bytes = message
    }

    /// Looks for dots first, since they are rarer than lines.
    private static func dotsAtLineStart(in message: borrowing [UInt8]) -> [Int] {
        var places: [Int] = []
        let span = message.span
        for position in 0..<span.count
        where span[position] == UInt8(ascii: ".") && (position == 0 || span[position - 1] == UInt8(ascii: "\n")) {
            places.append(position)
        }
        return places
    }

    /// How large the message is for the server: without the lone dot.
    var size: Int { bytes.count - 3 }
}
