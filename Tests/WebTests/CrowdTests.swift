import Calls
import CanvassChannel
import Deliveries
import Foundation
import HTTPTypes
import HummingbirdTesting
import Logging
import Paper
import People
import Reviews
import StoreSQLite
import Synchronization
import TestKit
import Testing
import Work

@testable import Web

/// Everybody answers at once, each in their own way and most of them twice, while a worker is still at their messages.
@Suite(.timeLimit(.minutes(15)))
struct CrowdTests {
    /// A hundred in every run, a thousand in the long one.
    private static let count = ProcessInfo.processInfo.environment["CLARION_TORTURE"] == "full" ? 1_000 : 100
    /// Persons `p1` to `p3` belong to the bench.
    private static let people = 4..<(4 + count)
    private static let slug = "crowd"
    private static let channels: [ChannelProfile] = [MailChannel.profile, TextChannel.profile, SheetChannel.profile]

    /// How somebody answers.
    private enum Way: Int, CaseIterable {
        case button, optOut, reply, receipt, sheet

        init(_ person: Int) { self = Self(rawValue: person % Self.allCases.count) ?? .button }

        /// The channel whose message they have before them.
        var channel: ChannelID {
            switch self {
            case .button, .optOut: MailChannel.id
            case .reply, .receipt: TextChannel.id
            case .sheet: SheetChannel.id
            }
        }

        var completes: Bool { self == .button || self == .reply || self == .sheet }
    }

    @Test func everyAnswerCountsOnceAndTheBooksBalance() async throws {
        try await SiteBench.run(answers: AnswerTests.twilio) { (bench: SiteBench) async throws -> Void in
            let deliveries = try await Self.submit(bench)
            let pages = try await Self.printSheets(bench, deliveries)
            // One answers before the worker begins, so that something is withdrawn in any case.
            let first = try #require(Self.people.first { Way($0) == .sheet })
            try await Self.enter(first, bench, deliveries, pages)

            let (arrived, arrivals) = AsyncStream.makeStream(of: Int.self)
            let owners = deliveries.reduce(into: [DeliveryNumber: Int]()) { $0[$1.value] = $1.key.person }
            let worker = Self.worker(bench.store) { settlements in
                // Nobody answers what has not come.
                for settlement in settlements where settlement.transition.state == .sent {
                    guard let person = owners[settlement.delivery] else { continue }
                    let key = Key(person: person, channel: Way(person).channel)
                    if deliveries[key] == settlement.delivery { arrivals.yield(person) }
                }
            }
            let working = Task {
                defer { arrivals.finish() }
                try await worker.run()
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for person in Self.people.shuffled() where Way(person) == .sheet {
                        try await Self.enter(person, bench, deliveries, pages)
                    }
                }
                // Three people at a time, all of whom press twice.
                for _ in 0..<3 {
                    group.addTask {
                        for await person in arrived { try await Self.answer(person, bench, deliveries) }
                    }
                }
                try await group.waitForAll()
            }
            try await working.value
            try await Self.check(bench)
        }
    }

    private struct Key: Hashable {
        let person: Int
        let channel: ChannelID
    }

    /// Adds everybody, with a yes to every channel, and submits the call.
    private static func submit(_ bench: SiteBench) async throws -> [Key: DeliveryNumber] {
        let consents = Dictionary(uniqueKeysWithValues: channels.map { ($0.id, ConsentState.granted) })
        let records = try people.map { number in
            try Samples.record(number, consents).with {
                $0.phone = PhoneNumber(stored: phone(number), line: .mobile)
                $0.tags = [slug]
            }
        }
        _ = try await bench.store.take(records, by: "test", now: Samples.start)
        let call = Samples.call(slug, audience: AudienceRule(tags: [slug]))
        let drivers: [any ChannelDriver] = [
            ScriptedDriver<MailChannel>(), ScriptedDriver<TextChannel>(), ScriptedDriver<SheetChannel>(),
        ]
        _ = try await bench.store.submit(Samples.planning(call, drivers), agreed: nil, now: Samples.start)
        let found = Gathered<LogEntry>()
        var query = LogQuery()
        query.call = slug
        try await bench.store.log(query) { found.add($0) }
        return found.values.reduce(into: [:]) { deliveries, entry in
            guard let person = Int(entry.person.rawValue.dropFirst()) else { return }
            deliveries[Key(person: person, channel: entry.channel)] = entry.number
        }
    }

    /// A number of everybody's own: 555-0100 to 555-0199 of ten areas.
    private static func phone(_ person: Int) -> String {
        let areas = [212, 213, 312, 415, 617, 202, 303, 404, 503, 702, 713]
        return "+1\(areas[person / 100])5550\(100 + person % 100)"
    }

    /// Puts every door on paper, twenty to a page.
    ///
    /// - Returns: The path of everybody's page.
    private static func printSheets(_ bench: SiteBench, _ deliveries: [Key: DeliveryNumber]) async throws
        -> [Int: String]
    {
        let worker = try await bench.store.enlist(now: Samples.start)
        let request = ClaimRequest(channel: SheetChannel.profile, limit: 2_000, worker: worker, now: Samples.start)
        let claimed = try await bench.store.claim(request)
        var pages: [Int: String] = [:]
        let settlements = claimed.enumerated().map { index, one in
            let sheet = SheetID(call: 2, batch: 1, page: index / 20 + 1).description
            let link = bench.links.sheet(sheet, revision: "ABCD")
            if let person = Int(one.item.person.id.rawValue.dropFirst()) { pages[person] = bench.path(link) }
            let row = index % 20
            let place = PaperPlace(
                sheet: sheet,
                revision: "ABCD",
                paper: "letter",
                geometry: 1,
                row: row,
                top: 100 + 25 * Double(row),
                doorTop: 85
            )
            return Settlement(one.item.delivery, .sent(reference: sheet), place: place)
        }
        #expect(try await bench.store.settle(settlements, worker: worker, now: Samples.start) == count)
        try await bench.store.discharge(worker)
        return pages
    }

    private static func enter(
        _ person: Int,
        _ bench: SiteBench,
        _ deliveries: [Key: DeliveryNumber],
        _ pages: [Int: String]
    ) async throws {
        let delivery = try #require(deliveries[Key(person: person, channel: SheetChannel.id)])
        let path = "\(try #require(pages[person]))/\(RowCode.encode(delivery))"
        for _ in 0..<2 {
            #expect(try await bench.post(path, "result=C&action=did", from: visitor(person)).status == .ok)
        }
    }

    private static func visitor(_ person: Int) -> String { "198.51.\(100 + person / 250).\(person % 250)" }

    /// Answers what has come, twice.
    private static func answer(_ person: Int, _ bench: SiteBench, _ deliveries: [Key: DeliveryNumber]) async throws {
        let delivery = try #require(deliveries[Key(person: person, channel: Way(person).channel)])
        for round in 0..<2 {
            switch Way(person) {
            case .button:
                #expect(try await bench.post(bench.ask(delivery.rawValue), from: visitor(person)).status == .ok)
            case .optOut:
                let response = try await bench.post(bench.stop(delivery.rawValue), "List-Unsubscribe=One-Click")
                #expect(response.status == .ok)
            case .reply:
                let form = AnswerTests.reply("Yes!", from: phone(person), id: "SM\(person)-\(round)")
                for _ in 0..<2 { #expect(try await AnswerTests.send(form, to: bench).status == .ok) }
            case .receipt:
                let token = try #require(ReturnSeal(bench.links.seal).token(delivery))
                for status in ["delivered", "sent", "queued"] {
                    let form = [("MessageSid", "SM\(person)"), ("MessageStatus", status), ("SmsStatus", status)]
                    #expect(try await AnswerTests.send(form, to: bench, query: "d=\(token)").status == .ok)
                }
            case .sheet: break
            }
        }
    }

    private static func check(_ bench: SiteBench) async throws {
        let each = count / Way.allCases.count
        let status = try #require(try await bench.store.status(of: slug, now: SiteBench.visit))
        #expect(status.done == 3 * each)
        #expect(status.doneVia.values.sorted() == [each, each, each], "\(status.doneVia)")
        for profile in channels {
            let states = status.channels[profile.id] ?? [:]
            #expect(states.values.reduce(0, +) == count, "\(profile.id)")
            #expect((states[.queued] ?? 0) + (states[.sending] ?? 0) == 0, "\(profile.id)")
        }
        #expect(status.channels[TextChannel.id]?[.delivered] == each)
        let withdrawn = [MailChannel.id, TextChannel.id].map { channel in
            (status.channels[channel]?[.cancelled] ?? 0) + (status.channels[channel]?[.skipped] ?? 0)
        }
        #expect(withdrawn.allSatisfy { $0 > 0 }, "who has done it is asked no more")
        for person in people {
            let way = Way(person)
            let id = PersonID(rawValue: "p\(person)")
            let done = try await bench.store.completions(of: id)
            #expect(done.count == (way.completes ? 1 : 0))
            let lines = try await bench.store.person(id)?.1.filter { $0.change.channel == MailChannel.id }
            let said = lines?.map(\.change.state)
            #expect(said == (way == .optOut ? [.granted, .withdrawn] : [.granted]))
        }
        #expect(try await bench.store.inbox(includingHandled: true).isEmpty)
        #expect(try await bench.store.verifyLedger() == Int64(3 + 3 * count + each))
        for finding in try await bench.store.examine() { #expect(finding.isGood, "\(finding.text)") }
    }

    private static func worker(
        _ store: any StoreUnderTest,
        _ settled: @escaping @Sendable ([Settlement]) -> Void
    ) -> Worker {
        Worker(
            store: store,
            drivers: [
                // As long as servers near by take; without it everything would be out before anybody can answer.
                ScriptedDriver<MailChannel> { _ in
                    try? await Task.sleep(for: .milliseconds(4))
                    return [.sent(reference: nil)]
                },
                ScriptedDriver<TextChannel> { item in
                    try? await Task.sleep(for: .milliseconds(8))
                    return [.sent(reference: "SM-\(item.key)")]
                },
            ],
            organization: Samples.organization,
            publicURL: nil,
            options: WorkOptions(drains: true, holdOverdue: .seconds(86_400)),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            now: { SiteBench.visit },
            settled: settled
        )
    }
}
