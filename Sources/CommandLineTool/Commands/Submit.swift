import App
import ArgumentParser
import Calls
import Deliveries
import Reviews

/// `clarion submit CALL.md`.
struct Submit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Queue a call: one delivery for every person and channel.",
        discussion: """
            The same file again changes nothing. With --plan, refused unless the plan still has that hash. 'web.approval' in the \
            settings is for the pages: whoever has this command has the database, so it asks nobody else.
            """
    )

    @OptionGroup var place: Place
    @OptionGroup var callFile: CallFile
    @OptionGroup var output: FormatOption

    @Option(name: .long, help: ArgumentHelp("The hash of the plan you agreed to.", valueName: "hash"))
    var plan: String?

    func run() async throws {
        try await reporting {
            let installation = try place.installation()
            let planning = try callFile.planning(installation)
            let store = try await Place.open(installation.settings)
            let submission = try await callFile.located {
                try await store.submit(planning, agreed: plan, now: .now)
            }
            report(submission, planning.briefing.call)
        }
    }

    private func report(_ submission: Submission, _ call: Call) {
        let isJSON = output.format == .json || output.format == .jsonl
        switch submission {
        case .queued(let plan):
            let queued = plan.channels.reduce(0) { $0 + $1.send }
            if isJSON {
                print(plan.call, hash: plan.hash, audience: plan.audience, queued: queued, isNew: true)
                return
            }
            let parts = plan.channels.map { "\($0.send) by \($0.id)" }.joined(separator: ", ")
            Console.print("Queued '\(plan.call)': \(parts).")
            for warning in plan.warnings { Console.say("! \(warning)") }
            if let expiry = call.expiresAt, expiry <= .now {
                Console.say("! The call's expiryDate has passed, so nobody is asked.")
                return
            }
            Console.say("'clarion work --drain' sends it; 'clarion status \(plan.call)' tells how far it is.")
        case .alreadySubmitted(let at, let hash, let audience):
            if isJSON {
                print(call.slug, hash: hash, audience: audience, queued: 0, isNew: false)
            } else {
                Console.print("'\(call.slug)' was submitted at \(at), with the same words. Nothing changed.")
            }
        }
    }

    private func print(_ call: String, hash: String, audience: Int, queued: Int, isNew: Bool) {
        Console.print(
            JSON.object([
                ("call", .text(call)), ("hash", .text(hash)), ("audience", .number(audience)),
                ("queued", .number(queued)), ("changed", .bool(isNew)),
            ]).line
        )
    }
}
