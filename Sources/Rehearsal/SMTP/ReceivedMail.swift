/// A message that the SMTP receiver took, with its envelope.
package struct ReceivedMail: Sendable, Equatable {
    /// The connection that brought it; the receiver counts them from 1.
    package let connection: Int
    /// The return path; empty for a bounce.
    package let sender: String
    /// Everyone it is for, in the order named; never empty.
    package let recipients: [String]
    /// The message as it was sent, with its dots unstuffed; every line ends in CRLF.
    package let bytes: [UInt8]

    /// Gathers a message.
    package init(connection: Int, sender: String, recipients: [String], bytes: [UInt8]) {
        self.connection = connection
        self.sender = sender
        self.recipients = recipients
        self.bytes = bytes
    }
}
