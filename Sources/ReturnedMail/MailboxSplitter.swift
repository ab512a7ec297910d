/// Takes mails out of a stream: of a mailbox (mbox) all of them, otherwise the one that it is.
///
/// Holds the beginning of one mail at a time, however large the stream, the mails and their lines are.
package struct MailboxSplitter: Sendable {
    private static let mark = Array("From ".utf8)
    private let limit: Int
    private var mail: [UInt8] = []
    private var isMailbox: Bool?
    /// The beginning of the line that is being taken; enough to know a separator by.
    private var lineStart: [UInt8] = []
    private var isAtLineStart = true
    private var isAfterEmptyLine = true
    private var lineLength = 0

    /// Begins.
    ///
    /// - Parameter limit: How much of each mail is kept.
    package init(limit: Int = ReturnedMailReader.limit) { self.limit = limit }

    /// Takes the next bytes, and shows every mail that they complete.
    package mutating func take(_ bytes: ArraySlice<UInt8>, _ show: ([UInt8]) throws -> Void) rethrows {
        for byte in bytes {
            if isAtLineStart, lineStart.count < Self.mark.count {
                lineStart.append(byte)
                if lineStart.count == Self.mark.count || byte == 10 { try beginLine(show) }
                if byte == 10 { endLine() }
                continue
            }
            keep(byte)
            lineLength += byte == 13 ? 0 : 1
            if byte == 10 { endLine() }
        }
    }

    /// Shows the last mail.
    package mutating func finish(_ show: ([UInt8]) throws -> Void) rethrows {
        for byte in lineStart where isAtLineStart { keep(byte) }
        if !mail.isEmpty { try show(mail) }
        self = MailboxSplitter(limit: limit)
    }

    private mutating func beginLine(_ show: ([UInt8]) throws -> Void) rethrows {
        let isMark = lineStart == Self.mark
        if isMailbox == nil { isMailbox = isMark }
        isAtLineStart = false
        if isMark, isAfterEmptyLine, isMailbox == true {
            if !mail.isEmpty { try show(mail) }
            mail.removeAll(keepingCapacity: true)
            // The separator is no line of the mail; what follows of it is passed over.
            isSeparator = true
        } else {
            for byte in lineStart { keep(byte) }
        }
        lineLength = lineStart.count { $0 != 13 }
    }

    private var isSeparator = false

    private mutating func endLine() {
        isAfterEmptyLine = lineLength <= 1
        isAtLineStart = true
        isSeparator = false
        lineStart.removeAll(keepingCapacity: true)
        lineLength = 0
    }

    private mutating func keep(_ byte: UInt8) {
        if !isSeparator, mail.count < limit { mail.append(byte) }
    }
}
