import App
import ArgumentParser
import Calls
import Deliveries
import Foundation
import RemoteMailbox
import ReturnedMail

/// `clarion bounces [PATH]`.
struct Bounces: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Read mails that came back: bounces, complaints, opt-outs by mail.",
        discussion: """
            PATH is a mailbox (mbox), a Maildir, a folder of mails, one mail, '-' for standard input, as from a pipe of \
            Postfix, or a folder on a server, imaps://USER@HOST/INBOX. Without it, the mailbox named by 'returns' in the \
            settings is read, else standard input. Mails in a Maildir's 'new' are moved to 'cur' once they are read; on a \
            server they are marked as read, and those that nobody understood are flagged. The server's password stands \
            under 'returns_password' in the settings or in CLARION_RETURNS_PASSWORD. Reading a mail twice changes nothing \
            the second time.
            """
    )

    @OptionGroup var place: Place

    @Argument(help: "Where the mails are.", completion: .file())
    var path: String?

    @Option(name: .long, help: ArgumentHelp("On a server, move what is understood there.", valueName: "folder"))
    var move: String?

    @Flag(name: .long, help: "On a server, delete what is understood.")
    var delete = false

    func validate() throws {
        if move != nil, delete { throw ValidationError("--move or --delete, not both.") }
        if let move, move.isEmpty || !move.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
            throw ValidationError("The folder's name must be plain ASCII.")
        }
    }

    func run() async throws {
        try await reporting {
            let settings = try place.settings().0
            let remote = try remoteMailbox(settings)
            let path = remote == nil ? path ?? "-" : nil
            if path != nil, move != nil || delete {
                throw Failure(.wrongCommandLine, "--move and --delete are for mailboxes on a server.")
            }
            let isPipe = path == "-"
            let store = try await Self.open(settings, isPipe: isPipe)
            let reader = ReturnedMailReader(seal: Installation.linkSeal(settings, store))
            var count = BounceCount()
            if let remote {
                let disposal = delete ? RemoteMailbox.Disposal.deleted : move.map { .moved($0) } ?? .seen
                var mails = try await RemoteMails(remote, place.installation(), disposal)
                try await Self.read(&mails, reader, store, isPipe: false, &count)
            } else if let path {
                var mails = MailSource(path)
                try await Self.read(&mails, reader, store, isPipe: isPipe, &count)
            }
            Console.print(count.sentence)
            // A pipe must end well, or the mail server would return the returned mail.
            if count.wantsALook, !isPipe { throw ExitCode(Failure.Code.somethingToLookAt.rawValue) }
        }
    }

    /// The mailbox on a server that is meant: the argument's, or without one that of the settings.
    private func remoteMailbox(_ settings: Settings) throws -> MailboxAddress? {
        guard let path else {
            let isNamed = settings.channels.contains { $0.values["returns"]?.isEmpty == false }
            return isNamed ? try place.installation().returns?.place : nil
        }
        guard MailboxAddress.looksLike(path) else { return nil }
        do {
            return try MailboxAddress(path)
        } catch {
            throw Failure(.wrongCommandLine, "The mailbox \(error.sentence)")
        }
    }

    /// Takes every mail in, and marks each as read once what it says is kept.
    private static func read(
        _ mails: inout some MailSupply,
        _ reader: ReturnedMailReader,
        _ store: any Store,
        isPipe: Bool,
        _ count: inout BounceCount
    ) async throws {
        while let mail = try await mails.next() {
            var wantsALook = false
            switch reader.read(mail.bytes) {
            case .answer(let answer): count.add(answer, try await take(answer, into: store, isPipe: isPipe))
            case .nothing(let reason):
                count.add(reason)
                wantsALook = reason.wantsALook
                if wantsALook { Console.say("\(mail.name): \(reason.sentence).") }
            }
            try await mail.settle(wantsALook)
        }
    }

    private static func open(_ settings: Settings, isPipe: Bool) async throws -> any Store {
        do {
            return try await Place.open(settings)
        } catch let failure as Failure where isPipe && failure.code == .unavailable {
            throw Failure(.tryAgain, failure.message)
        }
    }

    private static func take(_ answer: Answer, into store: any Store, isPipe: Bool) async throws -> AnswerResult {
        do {
            return try await store.receive([answer], now: .now).first ?? .unknown
        } catch {
            throw Failure(isPipe ? .tryAgain : .unavailable, "\(error)")
        }
    }
}

/// What the mails of a run came to.
private struct BounceCount {
    private var mails = 0
    private var bounced = 0
    private var struckOut = 0
    private var optedOut = 0
    private var arrived = 0
    private var unread = 0
    private var without = 0

    var wantsALook: Bool { unread > 0 }

    mutating func add(_ reason: ReturnedMail.Reason) {
        mails += 1
        if reason.wantsALook { unread += 1 } else { without += 1 }
    }

    mutating func add(_ answer: Answer, _ result: AnswerResult) {
        mails += 1
        switch (answer, result) {
        case (_, .nothingNew), (_, .unknown): without += 1
        case (.receipt(let receipt), .noted(_, let isStruckOut)):
            if case .bounced = receipt.news { bounced += 1 } else { arrived += 1 }
            if isStruckOut { struckOut += 1 }
        case (_, .optedOut): optedOut += 1
        default: without += 1
        }
    }

    var sentence: String {
        if mails == 0 { return "No mails." }
        let parts = [
            (bounced, "bounced"), (struckOut, struckOut == 1 ? "address struck out" : "addresses struck out"),
            (optedOut, "opted out"), (arrived, "arrived"), (without, "without news"), (unread, "not understood"),
        ].compactMap { $0.0 > 0 ? "\($0.0) \($0.1)" : nil }
        return "\(mails) \(mails == 1 ? "mail" : "mails"): " + parts.joined(separator: ", ") + "."
    }
}
