/// An answer of the receiver, ready for the wire.
struct SMTPReply: Sendable, Equatable {
    let bytes: [UInt8]

    /// Takes the words of an answer without their line break.
    init(_ text: String) { bytes = Array(text.utf8) + [13, 10] }

    /// Whether the answer lets the dialogue go on: 2xx, or the 354 that asks for the message.
    var isPositive: Bool { bytes[0] == UInt8(ascii: "2") || bytes[0] == UInt8(ascii: "3") }
}

extension SMTPReply {
    static let greeting = SMTPReply("220 rehearsal.localhost ESMTP Clarion rehearsal")
    static let hello = SMTPReply("250 rehearsal.localhost")
    static let goodbye = SMTPReply("221 2.0.0 Goodbye")
    static let fine = SMTPReply("250 2.0.0 OK")
    static let senderFine = SMTPReply("250 2.1.0 OK")
    static let recipientFine = SMTPReply("250 2.1.5 OK")
    static let goAhead = SMTPReply("354 End the message with a line that holds a single dot")
    static let kept = SMTPReply("250 2.0.0 Kept for the rehearsal")
    static let cannotVerify = SMTPReply("252 2.1.5 Send a message to find out")

    static let silent = SMTPReply("421 4.4.2 Silent for too long")
    static let cannotKeep = SMTPReply("451 4.3.0 The message could not be kept")
    static let tooManyRecipients = SMTPReply("452 4.5.3 Too many recipients")

    static let commandTooLong = SMTPReply("500 5.5.2 Command line too long")
    static let commandBroken = SMTPReply("500 5.5.2 A command is one line of UTF-8 that ends in CRLF")
    static let commandUnknown = SMTPReply("500 5.5.1 Command not known")
    static let nameMissing = SMTPReply("501 5.5.4 Syntax: EHLO name")
    static let noArgument = SMTPReply("501 5.5.4 This command takes no argument")
    static let senderBroken = SMTPReply("501 5.1.7 Syntax: MAIL FROM:<address>")
    static let recipientBroken = SMTPReply("501 5.1.3 Syntax: RCPT TO:<address>")
    static let sizeBroken = SMTPReply("501 5.5.4 SIZE must be a number")
    static let notOffered = SMTPReply("502 5.5.1 Not offered here")
    static let helloFirst = SMTPReply("503 5.5.1 Say EHLO first")
    static let alreadyBegun = SMTPReply("503 5.5.1 A transaction is open already")
    static let mailFirst = SMTPReply("503 5.5.1 Say MAIL first")
    static let messageTooLarge = SMTPReply("552 5.3.4 Message too large")
    static let needsUTF8 = SMTPReply("553 5.6.7 This address needs SMTPUTF8")
    static let noRecipient = SMTPReply("554 5.5.1 No valid recipients")
    static let tooEarly = SMTPReply("554 5.5.0 Something was sent before its turn")
    static let lineTooLong = SMTPReply("554 5.6.0 A line of the message is too long")
    static let bareLineBreak = SMTPReply("554 5.6.11 A line break of the message is not CRLF")
    static let holdsNUL = SMTPReply("554 5.6.0 The message holds a NUL")
    static let parameterUnknown = SMTPReply("555 5.5.4 Parameter not known")

    static func extendedHello(size: Int) -> SMTPReply {
        SMTPReply(
            [
                "250-rehearsal.localhost", "250-PIPELINING", "250-SIZE \(size)", "250-ENHANCEDSTATUSCODES",
                "250-8BITMIME", "250 SMTPUTF8",
            ]
            .joined(separator: "\r\n")
        )
    }
}
