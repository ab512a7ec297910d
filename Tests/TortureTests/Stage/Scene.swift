import Foundation
import Glibc
import Rehearsal
import Synchronization
import TestKit

/// A round's stage: people who are to be asked, the program with its settings, the receivers, and the lines between.
final class Scene: Sendable {
    static let call = "rent-hearing"

    let camp: Camp
    let receivers: Receivers
    let mailLink: Link
    let textsLink: Link
    let base: StoreBase
    let people: Int
    let channels: [String]
    private let notes = Mutex(Notes())

    private struct Notes {
        var books: [Books] = []
        var inFlight: [String: Int] = [:]
        var timings: [Timing] = []
    }

    /// Sets the stage: a group of people, imported, and a call to them, submitted.
    ///
    /// - Parameters:
    ///   - round: Where it stands.
    ///   - people: How many, at most ``Crowd/most``.
    ///   - channels: `email`, `sms`.
    ///   - mail: How the mail server misbehaves.
    ///   - texts: How the gateway misbehaves.
    ///   - submits: Whether the call is submitted at once.
    ///   - base: Where the database is; without it, a new one.
    ///   - adjust: Changes the settings.
    /// - Throws: ``ToolFailure`` in the program's words when it refuses people or call.
    init(
        _ round: Round,
        people: Int,
        channels: [String] = ["email"],
        mail: Receivers.MailScript? = nil,
        texts: Receivers.TextScript? = nil,
        submits: Bool = true,
        base: StoreBase? = nil,
        adjust: (inout CampSettings) -> Void = { _ in }
    ) async throws {
        receivers = try Receivers(mail: mail, texts: texts)
        mailLink = try Link(to: Int(receivers.mailServer.port))
        textsLink = try Link(to: Int(receivers.gateway.port))
        if let base { self.base = base } else { self.base = try await StoreBase.make(round.engine) }
        self.people = people
        self.channels = channels
        var settings = CampSettings()
        settings.database = self.base.setting
        if channels.contains("email") { settings.mailPort = mailLink.port }
        if channels.contains("sms") { settings.textsPort = textsLink.port }
        adjust(&settings)
        camp = try Camp(settings)
        try camp.write("people.csv", Crowd.file(people))
        try camp.write("call.md", Self.message(Self.call))
        try await camp.run("people", "import", "people.csv")
        if submits { try await camp.run("submit", "call.md") }
    }

    /// A message file with words for both channels.
    static func message(_ slug: String) -> String {
        """
        ---
        title: Fill the room
        call: \(slug)
        action: { kind: attend, ask: Come to the hearing }
        ---
        Dear {{first_name}}, come to the hearing on rents.

        # sms

        Rent hearing Tuesday 6:30pm, City Hall. Can you come?

        """
    }

    /// Starts a worker that stays.
    func worker(clock: FakeClock? = nil) throws -> RunningProgram { try camp.start(["work"], clock: clock) }

    /// Works until nothing is due.
    func drain(clock: FakeClock? = nil) async throws { try await camp.run("work", "--drain", clock: clock) }

    /// Looks into the books, which must balance whenever somebody looks.
    @discardableResult
    func look() async throws -> Books {
        let text = try await camp.run("status", Self.call, "--format", "json")
        let books = try JSONDecoder().decode(Books.self, from: Data(text.utf8))
        note(books)
        return books
    }

    /// Adds books that somebody else looked into.
    func note(_ books: Books) { notes.withLock { $0.books.append(books) } }

    /// Looks until the books are as wanted.
    ///
    /// - Throws: ``ToolFailure`` when they are not within three minutes, which a machine with other work may need.
    func look(until isWanted: (Books) -> Bool) async throws {
        try await lookPatiently(for: .seconds(180), until: isWanted)
    }

    /// Looks until the books are as wanted, for so long; a database that cannot be reached may come back meanwhile.
    func lookPatiently(for patience: Duration, until isWanted: (Books) -> Bool) async throws {
        let deadline = ContinuousClock.now + patience
        while ContinuousClock.now < deadline {
            do {
                if isWanted(try await look()) { return }
            } catch let failure as ToolFailure where failure.status == EX_UNAVAILABLE {}
            try await Task.sleep(for: .milliseconds(100))
        }
        throw ToolFailure(tool: "status", status: 1, words: "the books never came to be as wanted")
    }

    /// Kills workers with no warning, and counts what they had in hand.
    func kill(_ workers: RunningProgram...) async throws {
        for worker in workers { worker.send(SIGKILL) }
        for worker in workers { _ = await worker.end() }
        try await noteInFlight()
    }

    /// Counts what is in somebody's hands at this moment as in flight at a death.
    func noteInFlight() async throws {
        let books = try await look()
        for channel in channels { note(inFlight: books.count(channel, "sending"), on: channel) }
    }

    /// Counts messages whose answer was lost by other means than a death.
    func note(inFlight count: Int, on channel: String) {
        notes.withLock { $0.inFlight[channel, default: 0] += count }
    }

    /// Asks a worker to stop, once or more, and notes how long that takes: 10 s are promised.
    func stop(_ worker: RunningProgram, asking times: Int = 1) async throws {
        let began = ContinuousClock.now
        for _ in 0..<times {
            worker.send(SIGTERM)
            if times > 1 { try await Task.sleep(for: .milliseconds(50)) }
        }
        let result = await worker.end()
        note(Timing(what: "the stop", seconds: began.duration(to: .now) / .seconds(1), limit: 10))
        guard result.end == .exited(0) else {
            throw ToolFailure(tool: "clarion work (\(result.end))", status: 1, words: result.errors)
        }
    }

    func note(_ timing: Timing) { notes.withLock { $0.timings.append(timing) } }

    /// Waits until the receivers have taken so many.
    ///
    /// - Throws: ``ToolFailure`` when they have not within a minute.
    func reach(_ count: Int) async throws { try await reach(count, of: receivers.accepted) }

    /// Waits until so many things have happened.
    func reach(_ count: Int, of happened: Gathered<some Sendable>) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while happened.count < count {
            if ContinuousClock.now > deadline {
                throw ToolFailure(tool: "receivers", status: 1, words: "\(happened.count) of \(count) came in a minute")
            }
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    /// Everything known at this moment.
    func evidence() async throws -> Evidence {
        try await look()
        let log = try await camp.run("log", "--call", Self.call, "--format", "jsonl")
        var evidence = Evidence(people: people, channels: channels)
        evidence.log = try log.split(separator: "\n").map {
            try JSONDecoder().decode(LogLine.self, from: Data($0.utf8))
        }
        evidence.accepted = receivers.accepted.values
        let notes = notes.withLock { $0 }
        evidence.books = notes.books
        evidence.inFlight = notes.inFlight
        evidence.timings = notes.timings
        return evidence
    }

    /// Puts back into the queue what ended badly; the way a person does after the other side was mended.
    func retry(_ states: String...) async throws {
        for state in states { try await camp.run("retry", Self.call, "--state", state) }
    }

    /// Takes the stage down.
    func end() async {
        for link in [mailLink, textsLink, base.link] { link?.stop() }
        await receivers.stop()
    }
}

extension Books {
    func count(_ channel: String, _ state: String) -> Int { channels[channel]?[state] ?? 0 }

    func count(_ state: String) -> Int { channels.values.reduce(0) { $0 + ($1[state] ?? 0) } }
}
