import App
import ArgumentParser
import Calls
import Deliveries
import Foundation
import ReturnedMail

/// `clarion bounces [PATH]`.
struct Bounces: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Read mails that came back: bounces, complaints, opt-outs by mail.",
        discussion: """
            PATH is a mailbox (mbox), a Maildir, a folder of mails, one mail, or '-' for standard input, as from a pipe of \
            Postfix. Mails in a Maildir's 'new' are moved to 'cur' once they are read. Reading a mail twice changes nothing \
            the second time.
            """
    )

    @OptionGroup var place: Place

    @Argument(help: "Where the mails are.", completion: .file())
    var path = "-"

    func run() async throws {
        try await reporting {
            let settings = try place.settings().0
            let store = try await Self.open(settings, isPipe: path == "-")
            let reader = ReturnedMailReader(seal: Installation.linkSeal(settings, store))
            var count = BounceCount()
            var source = MailSource(path)
            while let mail = try source.next() {
                let found = reader.read(mail.bytes)
                if case .answer(let answer) = found {
                    count.add(answer, try await Self.take(answer, into: store, isPipe: path == "-"))
                } else if case .nothing(let reason) = found {
                    count.add(reason)
                    if reason.wantsALook { Console.say("\(mail.name): \(reason.sentence).") }
                }
                try mail.markAsRead()
            }
            Console.print(count.sentence)
            // A pipe must end well, or the mail server would return the returned mail.
            if count.wantsALook, path != "-" { throw ExitCode(Failure.Code.somethingToLookAt.rawValue) }
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
