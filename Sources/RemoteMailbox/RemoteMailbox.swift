import Curl
package import ReturnedMail

/// A folder on an IMAP server, whose unread mails are read one by one.
///
/// Fetching leaves a mail unread; ``settle(_:_:)`` marks it once its news is kept, so that a crash in between reads it again.
/// Each call works on a thread of its own for as long as the server takes, and one follows the other.
package final class RemoteMailbox: Sendable {
    /// What becomes of a mail that was read.
    package enum Disposal: Sendable, Equatable {
        /// Marked as read.
        case seen
        /// Marked as read, and flagged for a person to look at.
        case flagged
        /// Into another folder of the server.
        case moved(String)
        case deleted
    }

    /// How many mails are asked about at a time; bounds the server's answer.
    private static let window = 1_000

    private let session: IMAPSession
    private let place: MailboxAddress
    /// How many mails the folder had when it was opened.
    private let count: Int
    private let limit: Int

    /// Opens a folder.
    ///
    /// - Parameters:
    ///   - place: Where it is.
    ///   - password: The log-in's.
    ///   - certificates: A file of PEM certificates to trust instead of the system's.
    ///   - limit: How much of each mail is fetched, in bytes.
    /// - Throws: ``RemoteMailboxFault`` in words.
    package init(
        _ place: MailboxAddress,
        password: String,
        certificates: String?,
        limit: Int = ReturnedMailReader.limit
    ) async throws(RemoteMailboxFault) {
        let endpoint = IMAPEndpoint(
            host: place.host,
            port: place.port,
            encryption: place.isImplicitTLS ? .implicit : place.isLoopback ? .off : .startTLS,
            credentials: .init(username: place.user, password: password),
            certificates: certificates
        )
        self.place = place
        self.limit = limit
        (session, count) = try await OwnThread.run { () throws(RemoteMailboxFault) in
            let session = try IMAPSession(to: endpoint, at: place, limit: limit)
            return (session, try session.select(place.folder))
        }
    }

    /// The unread mails' numbers, the oldest first.
    package func unread() async throws(RemoteMailboxFault) -> [UInt32] {
        try await OwnThread.run { [session, count] () throws(RemoteMailboxFault) in
            var found: [UInt32] = []
            for start in stride(from: 1, through: count, by: Self.window) {
                let end = min(start + Self.window - 1, count)
                try session.command("UID SEARCH \(start):\(end) UNSEEN UNDELETED") { answer in
                    guard answer.text.uppercased().hasPrefix("* SEARCH") else { return }
                    found += answer.words.dropFirst(2).compactMap { UInt32($0) }
                }
            }
            return found
        }
    }

    /// A mail, or its beginning.
    ///
    /// - Returns: `nil` when it is not there any more.
    package func mail(_ number: UInt32) async throws(RemoteMailboxFault) -> [UInt8]? {
        try await OwnThread.run { [session, limit] () throws(RemoteMailboxFault) in
            var mail: [UInt8]?
            try session.command("UID FETCH \(number) (BODY.PEEK[]<0.\(limit)>)") { answer in
                let words = answer.words
                guard let mark = words.firstIndex(where: { $0.uppercased() == "UID" }),
                    words.dropFirst(mark + 1).first == "\(number)"
                else { return }
                mail = answer.literal ?? mail
            }
            return mail
        }
    }

    /// Marks, moves or deletes a mail that was read.
    package func settle(_ number: UInt32, _ disposal: Disposal) async throws(RemoteMailboxFault) {
        try await OwnThread.run { [session] () throws(RemoteMailboxFault) in
            switch disposal {
            case .seen: try session.command("UID STORE \(number) +FLAGS.SILENT (\\Seen)")
            case .flagged: try session.command("UID STORE \(number) +FLAGS.SILENT (\\Seen \\Flagged)")
            case .moved(let folder):
                // Marked first: should the rest fail, it is at least not read again.
                try session.command("UID STORE \(number) +FLAGS.SILENT (\\Seen)")
                try session.move(number, to: folder)
            case .deleted:
                try session.command("UID STORE \(number) +FLAGS.SILENT (\\Seen \\Deleted)")
                try session.expunge(number)
            }
        }
    }

    /// Says goodbye.
    package func close() async {
        _ = await OwnThread.run { [session] in try? session.command("LOGOUT") }
    }
}
