import Reviews
import People
import App
import Calls
import Deliveries
import Foundation
import Rehearsal
import StoreSQLite
import Work

/// The whole job with the real drivers, on a copy of the data, against receivers of our own on loopback.
struct Rehearsing {
    let settings: Settings
    let settingsPath: String
    let callFile: CallFile
    /// A people file to rehearse with; `nil` takes a copy of the database.
    let people: String?
    let output: String

    struct Result {
        let call: String
        let plan: Deliveries.Plan
        let tally: RehearsalTally
        let status: CallStatusSummary
    }

    struct CallStatusSummary {
        let failed: Int
        let open: Int
    }

    func run() async throws -> Result {
        let folder: RehearsalFolder
        do { folder = try RehearsalFolder(at: output) } catch { throw Failure(.wrongInput, "\(error)") }
        let mail = try SMTPReceiver { try folder.keep($0) }
        let gateway = try GatewayReceiver { try folder.keep($0) }
        let result = try await Self.inTemporaryFolder { temporary in
            let store = try await database(in: temporary)
            return try await rehearse(store, rehearsalSettings(mail, gateway, folder), folder)
        }
        await mail.stop()
        await gateway.stop()
        return result
    }

    private func rehearse(_ store: any Store, _ settings: Settings, _ folder: RehearsalFolder) async throws -> Result {
        let installation: Installation
        do {
            installation = try Installation(settings, path: settingsPath)
        } catch {
            throw Failure(.wrongSettings, error.description)
        }
        // What would go out is wanted now, whenever the call is to be published.
        let call = try callFile.call(for: installation).published
        let planning = installation.planning(call)
        let submission = try await callFile.located { try await store.submit(planning, agreed: nil, now: .now) }
        guard case .queued(let plan) = submission else {
            throw Failure(.wrongInput, "'\(call.slug)' has been submitted already; a rehearsal comes before that.")
        }
        let worker = Worker(
            store: store,
            drivers: installation.drivers,
            organization: settings.organization,
            publicURL: settings.publicURL,
            links: Installation.links(settings, store),
            options: WorkOptions(drains: true, poll: .milliseconds(20)),
            logger: LogFormat.words.logger(.notice),
            now: { .now }
        )
        try await worker.run()
        let tally = try folder.finish(summary(plan, call))
        let status = try await store.status(of: call.slug, now: .now)
        let ends = CallStatusSummary(failed: status?.count(.failed) ?? 0, open: status?.count(.queued) ?? 0)
        return Result(call: call.slug, plan: plan, tally: tally, status: ends)
    }

    /// A database with the people of the file, or a copy of the real one.
    private func database(in folder: String) async throws -> SQLiteStore {
        let path = "\(folder)/rehearsal.db"
        guard let people else {
            try await Place.open(settings).copy(to: path)
            let copy = try SQLiteStore(path: path)
            try await copy.forgetWork()
            return copy
        }
        let store = try SQLiteStore(path: path)
        let importer = PeopleImporter(
            path: people,
            organization: settings.organization,
            source: "rehearsal",
            rejectedPath: nil
        )
        let counts = try await importer.run(into: store)
        if let first = counts.firstRejection {
            Console.say("\(counts.rejected) rows of \(people) were left out. The first: \(first)")
        }
        return store
    }

    /// The settings with every channel turned to the receivers.
    ///
    /// Channels that are not configured are rehearsed with made-up settings, so that a newcomer sees all of them.
    private func rehearsalSettings(
        _ mail: SMTPReceiver,
        _ gateway: GatewayReceiver,
        _ folder: RehearsalFolder
    ) -> Settings {
        var settings = settings
        func values(_ name: String) -> [String: String] {
            settings.channels.first { $0.id.rawValue == name }?.values ?? [:]
        }
        var email = values("email")
        email["server"] = mail.url
        email["tls"] = "off"
        for key in ["username", "password", "ca_file"] { email[key] = nil }
        if email["from"] == nil { email["from"] = "rehearsal@example.org" }
        var sms = values("sms")
        sms["url"] = gateway.url
        if sms["gateway"] == nil { sms["gateway"] = "webhook" }
        for (key, value) in [("account", "rehearsal"), ("token", "rehearsal"), ("from", "+12125550100")]
        where sms[key] == nil && sms["username"] == nil { sms[key] = value }
        var canvass = values("canvass")
        canvass["output"] = folder.sheets
        var phone = values("phone")
        phone["output"] = folder.cards
        // Whom the last callers of a tree call back: a call may be rehearsed before anybody wrote it down.
        if phone["call_back"] == nil { phone["call_back"] = "+12125550100" }
        let channels = [("email", email), ("sms", sms), ("canvass", canvass), ("phone", phone)]
        let configured = settings.channels.map(\.id.rawValue)
        settings.channels = channels.filter { configured.isEmpty || configured.contains($0.0) }
            .map { (id: ChannelID(rawValue: $0.0), values: $0.1) }
        return settings
    }

    private func summary(_ plan: Deliveries.Plan, _ call: Call) -> RehearsalSummary {
        RehearsalSummary(
            title: call.title,
            organization: settings.organization.name,
            goal: call.goal,
            audience: plan.audience,
            channels: plan.channels.map { channel in
                RehearsalSummary.Channel(
                    id: channel.id,
                    send: channel.send,
                    skips: Dictionary(uniqueKeysWithValues: channel.skip.map { ($0.key.rawValue, $0.value) }),
                    forecast: channel.forecast
                )
            },
            warnings: plan.warnings
        )
    }
}

extension Rehearsing {
    /// Runs something on a copy of a database that is thrown away afterwards.
    static func onCopy<Result>(of store: any Store, _ work: (any Store) async throws -> Result) async throws
        -> Result
    {
        try await inTemporaryFolder { folder in
            try await store.copy(to: "\(folder)/copy.db")
            return try await work(try SQLiteStore(path: "\(folder)/copy.db"))
        }
    }

    /// A folder for its owner alone, that is gone when the work is done.
    private static func inTemporaryFolder<Result>(_ work: (String) async throws -> Result) async throws -> Result {
        let path = FileManager.default.temporaryDirectory.appending(path: "clarion-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await work(path)
    }
}

extension Call {
    /// The same call without a publish date.
    fileprivate var published: Call {
        Call(
            slug: slug,
            title: title,
            subject: subject,
            from: from,
            audience: audience,
            channels: channels,
            action: action,
            goal: goal,
            publishAt: nil,
            expiresAt: expiresAt,
            language: language,
            words: words,
            sections: sections,
            options: options,
            source: source
        )
    }
}
