import Calls
import CanvassChannel
import Deliveries
import Foundation
import People
import Synchronization
import TestKit
import Testing

struct DeliveryTests {
    @Test(arguments: DriverContract.rules)
    func theDriverKeepsItsPromises(rule: DriverRule<any DriverHarness>) async throws {
        try await rule.verify(Printer())
    }

    @Test func everyPersonIsReportedWithSheetAndRow() async throws {
        let printer = try Printer()
        let log = ReportLog()
        let items = try Neighbors.items(40)
        await printer.canvass.deliver(
            [Envelope(briefing: Neighbors.briefing, batch: 1, items: items)],
            report: log.take
        )
        let pages = try Tool.run("pdftotext", "-layout", printer.path("rent-hearing-1.pdf"), "-").split(
            separator: "\u{C}"
        )
        for report in log.reports {
            guard case .sent(let reference?) = report.outcome else {
                Issue.record("not sent: \(report.outcome)")
                continue
            }
            let parts = reference.split(separator: "/").map(String.init)
            #expect(try RowCode.decode(parts[1]) == report.delivery)
            #expect(pages[try SheetID(parts[0]).page - 1].contains(parts[1]))
        }
        #expect(log.deliveries == Array(1...40))
    }

    @Test func theSameBatchAgainReplacesItsFile() async throws {
        let printer = try Printer()
        _ = await printer.print(try Neighbors.items(60))
        let printed = await printer.print(try Neighbors.items(3))
        #expect(try printer.fileNames == ["rent-hearing-1.pdf"])
        #expect(try printed.pageCount == 1)
        _ = await printer.print(try Neighbors.items(3), batch: 2)
        #expect(try printer.fileNames == ["rent-hearing-1.pdf", "rent-hearing-2.pdf"])
    }

    @Test func whatADeadProcessLeftOfABatchIsTakenAway() async throws {
        let printer = try Printer()
        _ = await printer.print(try Neighbors.items(1))
        for name in [".rent-hearing-1.pdf.abc.part", ".rent-hearing-11.pdf.abc.part"] {
            try Data([1]).write(to: printer.folder.appending(path: name))
        }
        _ = await printer.print(try Neighbors.items(1))
        #expect(try printer.fileNames == [".rent-hearing-11.pdf.abc.part", "rent-hearing-1.pdf"])
    }

    @Test func aSlugCannotLeaveTheFolder() async throws {
        let call = Call(
            slug: "../../etc/x",
            title: "T",
            action: Action(kind: .other, ask: "A"),
            words: Words(source: "W")
        )
        let printer = try Printer()
        _ = await printer.print(try Neighbors.items(1), Neighbors.briefing(call))
        #expect(try printer.fileNames == ["------etc-x-1.pdf"])
    }

    @Test(arguments: ["/etc/passwd/sheets", "/proc/sheets"])
    func aFolderThatCannotBeWrittenMakesTheChannelWait(folder: String) async throws {
        let values = ["output": folder]
        let settings = ChannelSettings(channel: CanvassDriver.id, values: values, organization: Samples.organization)
        let log = ReportLog()
        let envelope = Envelope(briefing: Neighbors.briefing, batch: 1, items: try Neighbors.items(3))
        try await CanvassDriver(settings: settings).deliver([envelope], report: log.take)
        #expect(log.deliveries == [1, 2, 3])
        for report in log.reports {
            guard case .waiting(let waiting) = report.outcome else {
                Issue.record("does not wait: \(report.outcome)")
                continue
            }
            #expect(waiting.cause == .unreachable)
            #expect(waiting.reason.hasPrefix("channels.canvass.output '\(folder)' cannot be written: "))
        }
    }

    @Test func somebodyWithoutADoorIsRefusedAndTheOthersArePrinted() async throws {
        let nowhere = Item(
            delivery: DeliveryNumber(rawValue: 99),
            key: "k99",
            attempt: 1,
            person: Person(id: PersonID(rawValue: "p99")),
            isFirst: true
        )
        let printer = try Printer()
        let log = ReportLog()
        let items = try [nowhere] + Neighbors.items(2)
        await printer.canvass.deliver(
            [Envelope(briefing: Neighbors.briefing, batch: 1, items: items)],
            report: log.take
        )
        #expect(log.outcome(of: 99) == .refused(reason: "no door is known"))
        #expect(log.sent == 2)
    }

    /// Somebody withdraws when the first page is about to be drawn, which is when the clock is read.
    @Test func whoWithdrawsWhileTheirSheetIsDrawnIsNotOnIt() async throws {
        let withdrawn = Mutex<Set<Int64>>([])
        let printer = try Printer {
            withdrawn.withLock { _ = $0.insert($0.isEmpty ? 4 : 9) }
            return Printer.moment
        }
        let log = ReportLog()
        let envelope = Envelope(
            briefing: Neighbors.briefing,
            batch: 1,
            turf: Turf(id: TurfID(call: 1, number: 1)),
            items: try Neighbors.items(named: (1...12).map { "Ada\($0)" }),
            mayBegin: { delivery in withdrawn.withLock { !$0.contains(delivery.rawValue) } }
        )
        await printer.canvass.deliver([envelope], report: log.take)
        #expect(log.deliveries == Array(1...12))
        #expect(log.outcome(of: 4) == .interrupted && log.outcome(of: 9) == .interrupted)
        #expect(log.sent == 10)
        let text = try Printed(printer: printer, path: printer.path("rent-hearing-1.pdf")).text
        #expect(text.contains("10 doors, 10 people"), "the cover counts who is on the sheets")
        for number in 1...12 {
            let isOn = text.split(whereSeparator: \.isWhitespace).contains("Ada\(number)")
            #expect(isOn == ![4, 9].contains(number), "\(number)")
        }
        let rows = log.reports.compactMap(\.place).map { [$0.revision, "\($0.row)"] }
        #expect(Set(rows).count == 10, "no two people have the same row")
        #expect(try await printer.marksReceived().count == 10)
    }

    /// A permission that lapses for a moment lapses for all of a sheet: a part of it would be printed over the rest.
    @Test func aSheetWhosePermissionLapsesIsGivenBackWhole() async throws {
        let isLapsed = Atomic(false)
        let printer = try Printer {
            isLapsed.store(true, ordering: .relaxed)
            return Printer.moment
        }
        let log = ReportLog()
        let envelope = Envelope(
            briefing: Neighbors.briefing,
            batch: 1,
            items: try Neighbors.items(9),
            mayBegin: { _ in !isLapsed.load(ordering: .relaxed) }
        )
        await printer.canvass.deliver([envelope], report: log.take)
        #expect(log.deliveries == Array(1...9))
        #expect(log.reports.allSatisfy { $0.outcome == .interrupted })
        #expect(try printer.fileNames.isEmpty)
    }

    /// What may be begun is asked of the whole batch at one moment.
    @Test func aSheetIsAskedAboutAsOne() async throws {
        let asked = Atomic(0)
        let printer = try Printer()
        let log = ReportLog()
        let envelope = Envelope(
            briefing: Neighbors.briefing,
            batch: 1,
            items: try Neighbors.items(9),
            mayBegin: { _ in asked.add(1, ordering: .relaxed).newValue <= 4 },
            whichMayBegin: Set.init
        )
        await printer.canvass.deliver([envelope], report: log.take)
        #expect(log.sent == 9)
        #expect(asked.load(ordering: .relaxed) == 0)
    }

    @Test func aCancelledBatchIsInterruptedAndLeavesNothing() async throws {
        // The clock is read before the first page is drawn; there the press waits until it has been cancelled.
        let reached = AsyncStream<Void>.makeStream()
        let isCancelled = DispatchSemaphore(value: 0)
        let printer = try Printer {
            reached.continuation.yield()
            isCancelled.wait()
            return Printer.moment
        }
        let log = ReportLog()
        let items = try Neighbors.items(20)
        let task = Task { [canvass = printer.canvass] in
            await canvass.deliver([Envelope(briefing: Neighbors.briefing, batch: 1, items: items)], report: log.take)
        }
        for await _ in reached.stream { break }
        task.cancel()
        isCancelled.signal()
        await task.value
        #expect(log.deliveries == Array(1...20))
        #expect(log.reports.allSatisfy { $0.outcome == .interrupted })
        #expect(try printer.fileNames.isEmpty)
    }
}
