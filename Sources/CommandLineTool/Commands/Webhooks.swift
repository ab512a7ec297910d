import App
import ArgumentParser
import Calls
import Deliveries
import Logging
import Reviews
import Webhooks

/// `clarion webhooks …`.
struct WebhooksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhooks",
        abstract: "Look whether other programs have heard what happened.",
        subcommands: [ListWebhooks.self, RetryWebhooks.self],
        defaultSubcommand: ListWebhooks.self
    )
}

/// `clarion webhooks list`.
struct ListWebhooks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show who listens, what waits, and what was given up."
    )

    @OptionGroup var place: Place
    @OptionGroup var output: FormatOption

    func run() async throws {
        try await reporting {
            let settings = try place.settings().0
            let standings = try await Place.open(settings).webhookStandings()
            var listing = Listing(
                output.format,
                columns: [
                    .init(name: "host", width: 28), .init(name: "waiting", width: 8), .init(name: "late", width: 8),
                    .init(name: "given up", width: 8), .init(name: "events", width: 0),
                ]
            )
            for target in settings.webhooks {
                let standing = standings.first { $0.listener == target.name }
                let (waiting, late) = (standing?.waiting ?? 0, standing?.late ?? 0)
                let events = target.events.map(\.rawValue).sorted()
                listing.row(
                    [
                        "\(target)", String(waiting), String(late), String(standing?.givenUp ?? 0),
                        events.joined(separator: " "),
                    ],
                    json: .object([
                        ("host", .text("\(target)")), ("waiting", .number(waiting)), ("late", .number(late)),
                        ("given_up", .number(standing?.givenUp ?? 0)), ("events", .list(events.map { .text($0) })),
                    ])
                )
            }
            listing.end(nothing: "The settings name no webhooks.")
        }
    }
}

/// `clarion webhooks retry`.
struct RetryWebhooks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Have messages told again that were given up."
    )

    @OptionGroup var place: Place

    func run() async throws {
        try await reporting {
            let count = try await place.store().retryWebhooks(now: .now)
            Console.print(count == 1 ? "1 message will be told again." : "\(count) messages will be told again.")
        }
    }
}

extension WebhookRelay {
    /// Tells those whom the settings name, of all that happens from now on.
    static func registered(_ store: any Store, _ settings: Settings, _ logger: Logger) async throws -> WebhookRelay {
        let relay = WebhookRelay(store: store, targets: settings.webhooks, logger: logger, now: { .now })
        try await relay.register()
        return relay
    }
}
