import Curl
import ReturnedMail
import Synchronization

/// Commands and answers on one connection (RFC 3501); every call blocks.
final class IMAPSession: Sendable {
    private struct Turn: Sendable {
        var parser: IMAPParser
        var tag = 0
    }

    /// More answers to one command than a server can need.
    private static let mostAnswers = 100_000

    private let connection: IMAPConnection
    private let place: MailboxAddress
    /// One command at a time.
    private let turn: Mutex<Turn>

    init(to endpoint: IMAPEndpoint, at place: MailboxAddress, limit: Int) throws(RemoteMailboxFault) {
        self.place = place
        do {
            connection = try IMAPConnection(to: endpoint)
        } catch {
            throw RemoteMailboxFault(error, at: place)
        }
        turn = Mutex(Turn(parser: IMAPParser(limit: limit)))
    }

    /// Speaks a command and waits for its end.
    ///
    /// - Parameters:
    ///   - text: The command without its tag.
    ///   - take: Takes every answer before the last.
    /// - Returns: What the server said at the end, behind `OK`.
    /// - Throws: ``RemoteMailboxFault`` in the server's words, or what became of the connection.
    @discardableResult
    func command(_ text: String, _ take: (IMAPAnswer) -> Void = { _ in }) throws(RemoteMailboxFault) -> String {
        try turn.withLock { turn throws(RemoteMailboxFault) in
            turn.tag += 1
            let tag = "C\(turn.tag) "
            try send("\(tag)\(text)\r\n")
            var end: String?
            var left = Self.mostAnswers
            while end == nil {
                guard left > 0 else {
                    throw RemoteMailboxFault(.unavailable, place, "the server talks without an end.")
                }
                let bytes = try receive()
                do {
                    try turn.parser.take(bytes) { answer in
                        left -= 1
                        if answer.text.hasPrefix(tag) {
                            end = String(answer.text.dropFirst(tag.count))
                        } else {
                            take(answer)
                        }
                    }
                } catch {
                    throw RemoteMailboxFault(.unavailable, place, "the server says what is no IMAP.")
                }
            }
            guard let end, end.uppercased().hasPrefix("OK") else {
                throw RemoteMailboxFault(.refused(end ?? ""), place, "the server refuses: \(Self.words(end ?? ""))")
            }
            return String(end.dropFirst(3))
        }
    }

    private func send(_ text: String) throws(RemoteMailboxFault) {
        do { try connection.send(Array(text.utf8)) } catch { throw RemoteMailboxFault(error, at: place) }
    }

    private func receive() throws(RemoteMailboxFault) -> [UInt8] {
        let bytes: [UInt8]
        do { bytes = try connection.receive() } catch { throw RemoteMailboxFault(error, at: place) }
        guard !bytes.isEmpty else { throw RemoteMailboxFault(.unavailable, place, "the server hung up.") }
        return bytes
    }

    /// The server's words on one line, without what a terminal would obey.
    private static func words(_ text: String) -> String {
        String(
            String.UnicodeScalarView(text.unicodeScalars.prefix(200).filter { $0.value >= 0x20 && $0.value != 0x7F })
        )
    }
}

/// What is made of several commands.
extension IMAPSession {
    /// Opens a folder for reading and marking.
    ///
    /// - Returns: How many mails it has.
    func select(_ folder: String) throws(RemoteMailboxFault) -> Int {
        var count = 0
        let end: String
        do {
            end = try command("SELECT \(Self.quoted(folder))") { answer in
                let words = answer.words
                if words.count == 3, words[2].uppercased() == "EXISTS" { count = Int(words[1]) ?? 0 }
            }
        } catch {
            if case .refused = error.kind {
                throw RemoteMailboxFault(.noFolder, place, "there is no such folder. Name one behind the last '/'.")
            }
            throw error
        }
        if end.uppercased().contains("[READ-ONLY]") {
            throw RemoteMailboxFault(.noFolder, place, "it may only be read, so that nothing could be marked as read.")
        }
        return count
    }

    /// Moves a mail in one step (RFC 6851), or, where the server cannot, by copying and deleting it.
    func move(_ number: UInt32, to folder: String) throws(RemoteMailboxFault) {
        do {
            try command("UID MOVE \(number) \(Self.quoted(folder))")
        } catch {
            guard case .refused(let words) = error.kind else { throw error }
            if words.uppercased().contains("TRYCREATE") {
                throw RemoteMailboxFault(.noFolder, place, "there is no folder '\(folder)' to move mails to. Make it.")
            }
            try command("UID COPY \(number) \(Self.quoted(folder))")
            try command("UID STORE \(number) +FLAGS.SILENT (\\Deleted)")
            try expunge(number)
        }
    }

    /// Removes this mail and no other (RFC 4315); where the server cannot, it stays marked as deleted.
    func expunge(_ number: UInt32) throws(RemoteMailboxFault) {
        do {
            try command("UID EXPUNGE \(number)")
        } catch {
            guard case .refused = error.kind else { throw error }
        }
    }

    /// A folder's name as the protocol wants it; ``MailboxAddress`` lets nothing else than plain ASCII through.
    static func quoted(_ text: String) -> String {
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(escaped)\""
    }
}
