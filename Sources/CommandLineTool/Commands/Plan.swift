import App
import ArgumentParser
import Calls
import Deliveries
import People
import Reviews

/// `clarion plan CALL.md`.
struct Plan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say who would be asked by which channel, who not and why; write nothing."
    )

    @OptionGroup var place: Place
    @OptionGroup var callFile: CallFile
    @OptionGroup var output: FormatOption

    func run() async throws {
        try await reporting {
            let installation = try place.installation()
            let planning = try callFile.planning(installation)
            let store = try await Place.open(installation.settings)
            let plan = try await callFile.located { try await store.plan(planning, now: .now) }
            switch output.format {
            case .json, .jsonl: Console.print(plan.json.line)
            case .table, .csv: PlanText(plan: plan, title: planning.briefing.call.title, file: callFile.file).print()
            }
            if !plan.faults.isEmpty {
                throw Failure(.wrongInput, plan.faults.map { "\(callFile.file): \($0)" }.joined(separator: "\n"))
            }
        }
    }
}

/// A plan for people.
private struct PlanText {
    let plan: Deliveries.Plan
    let title: String
    let file: String

    func print() {
        Console.print(Console.bold("\(Listing.printable(title)) (\(plan.call))"))
        Console.print("\(plan.audience) \(plan.audience == 1 ? "person" : "people") in the audience\n")
        var listing = Listing(
            .table,
            columns: [
                .init(name: "channel", width: 8), .init(name: "asked", width: 8), .init(name: "left out", width: 8),
                .init(name: "what it takes, and why some are left out", width: 0),
            ]
        )
        for channel in plan.channels {
            let out = channel.skip.values.reduce(0, +)
            listing.row(
                [channel.id.rawValue, String(channel.send), String(out), details(channel)],
                json: .null
            )
        }
        for warning in plan.warnings { Console.print("\n! \(warning)") }
        if plan.faults.isEmpty {
            Console.print("\nPlan \(plan.hash). To queue exactly this: clarion submit \(file) --plan \(plan.hash)")
        }
    }

    private func details(_ channel: Deliveries.Plan.Channel) -> String {
        let figures = channel.forecast.figures.map { figure in
            switch figure.value {
            case .number(let number): "\(number) \(figure.name)"
            case .text(let text): text
            }
        }
        let reasons = SkipReason.allCases.compactMap { reason in channel.skip[reason].map { "\($0) \(reason.rawValue)" }
        }
        return [figures, reasons].filter { !$0.isEmpty }.map { $0.joined(separator: ", ") }.joined(separator: " · ")
    }
}
