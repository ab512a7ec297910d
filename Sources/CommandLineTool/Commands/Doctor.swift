import Calls
import App
import ArgumentParser
import Deliveries
import Foundation
import Reviews
import Webhooks

/// `clarion doctor …`.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look whether everything is in order: settings, database, servers, fonts; and say what to do.",
        subcommands: [Checkup.self, DoctorMail.self],
        defaultSubcommand: Checkup.self
    )
}

/// What a doctor found, in a table; ends with 1 when something is to be mended.
struct Findings {
    private var listing: Listing
    private(set) var isGood = true

    init(_ output: FormatOption) {
        listing = Listing(
            output.format,
            columns: [.init(name: "", width: 4), .init(name: "part", width: 10), .init(name: "found", width: 0)]
        )
    }

    mutating func show(_ part: String, _ findings: [Finding]) {
        for finding in findings {
            isGood = isGood && finding.isGood
            listing.row(
                [finding.isGood ? "ok" : "MEND", part, finding.text],
                json: .object([("ok", .bool(finding.isGood)), ("part", .text(part)), ("found", .text(finding.text))])
            )
        }
    }

    mutating func end() throws {
        listing.end(nothing: "")
        if !isGood { throw ExitCode(Failure.Code.somethingToLookAt.rawValue) }
    }
}

/// `clarion doctor`.
struct Checkup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "everything",
        abstract: "Settings, database, servers, fonts. What 'doctor' alone does."
    )

    @OptionGroup var place: Place
    @OptionGroup var output: FormatOption

    func run() async throws {
        try await reporting {
            var findings = Findings(output)
            let installation = try place.installation()
            findings.show("settings", Self.settings(installation))
            let (database, queue) = await Self.database(installation.settings)
            findings.show("database", database)
            findings.show("queue", queue)
            findings.show("webhooks", await Self.webhooks(installation.settings))
            for driver in installation.drivers {
                findings.show(type(of: driver).id.rawValue, await driver.examine())
            }
            if installation.mail != nil, case .table = output.format {
                Console.say("'clarion doctor mail' asks the DNS whether receivers will believe your mails.")
            }
            try findings.end()
        }
    }

    private static func settings(_ installation: Installation) -> [Finding] {
        let organization = installation.settings.organization
        var findings: [Finding] = []
        if organization.name.isEmpty { findings.append(.bad("organization.name is missing. Who is asking?")) }
        if organization.postalAddress.isEmpty {
            findings.append(.bad("organization.postal_address is missing; every email must carry it."))
        }
        if installation.drivers.isEmpty { findings.append(.bad("No channel is configured under 'channels:'.")) }
        findings += links(installation.settings)
        return findings.isEmpty ? [.good("read and complete")] : findings
    }

    private static func links(_ settings: Settings) -> [Finding] {
        guard let address = settings.publicURL else { return [] }
        var findings: [Finding] = []
        if address.hasPrefix("http://"), !["127.0.0.1", "localhost", "[::1]"].contains(where: address.contains) {
            findings.append(
                .bad(
                    "public_url is not https: links and what people do behind them can be read on the way. Use a proxy with TLS."
                )
            )
        }
        if let secret = settings.secret, secret.text.utf8.count < 16 {
            findings.append(.bad("secret is short enough to be guessed. Make one: openssl rand -hex 32."))
        }
        return findings
    }

    /// Whether those who listen have heard everything.
    private static func webhooks(_ settings: Settings) async -> [Finding] {
        guard !settings.webhooks.isEmpty, let store = try? await Place.open(settings),
            let standings = try? await store.webhookStandings()
        else { return [] }
        return settings.webhooks.map { target in
            guard let standing = standings.first(where: { $0.listener == target.name }) else {
                return .good("\(target) will be told as soon as 'clarion work' has begun")
            }
            if standing.givenUp > 0 {
                return .bad(
                    "\(target) did not take \(standing.givenUp) messages in three days. Mend the receiver, then have them "
                        + "told again: 'clarion webhooks retry'."
                )
            }
            if standing.late > 0 {
                return .bad(
                    "\(target) has not taken \(standing.late) messages yet; they are tried again. Does it answer?"
                )
            }
            let waiting = standing.waiting
            return .good(waiting == 0 ? "\(target) has heard everything" : "\(waiting) messages go to \(target)")
        }
    }

    private static func database(_ settings: Settings) async -> (database: [Finding], queue: [Finding]) {
        do {
            let store = try await Place.open(settings)
            var findings = [Finding.good("\(Installation.shownDatabase(settings)) opens")]
            do {
                findings.append(.good("the consent ledger holds: \(try await store.verifyLedger()) entries, unbroken"))
            } catch {
                findings.append(.bad("\(error). Restore the database from a backup, and find out who wrote to it."))
            }
            findings.append(contentsOf: try await store.examine())
            if !settings.isPostgreSQL { findings += DiskRoom(near: settings.database).map { [$0.finding] } ?? [] }
            let now = Timestamp.now
            return (findings, QueueDiagnosis(try await store.queueHealth(now: now), now: now).findings)
        } catch let failure as Failure {
            return ([.bad(failure.message)], [])
        } catch {
            return ([.bad("\(error)")], [])
        }
    }
}

/// How much room is left on the disk that the database lies on.
struct DiskRoom {
    let free: Int64
    let database: Int64

    /// With less than this the next large call may not fit.
    static let least: Int64 = 256 << 20

    init(free: Int64, database: Int64) {
        self.free = free
        self.database = database
    }

    /// Looks at the disk; `nil` when it cannot be looked at.
    init?(near path: String) {
        let files = FileManager.default
        let folder = URL(filePath: path).deletingLastPathComponent().path
        guard let disk = try? files.attributesOfFileSystem(forPath: folder),
            let free = disk[.systemFreeSize] as? NSNumber
        else { return nil }
        let size = (try? files.attributesOfItem(atPath: path))?[.size] as? NSNumber
        self.init(free: free.int64Value, database: size?.int64Value ?? 0)
    }

    /// A database whose write-ahead log cannot grow takes no outcomes, so a quarter of its own size is wanted free.
    var finding: Finding {
        let text = "\(Self.words(free)) free on the disk, the database takes \(Self.words(database))"
        return free >= max(Self.least, database / 4)
            ? .good(text)
            : .bad("\(text). Make room: on a full disk nothing can be sent, since nothing can be written down.")
    }

    private static func words(_ bytes: Int64) -> String {
        bytes < 1 << 30 ? "\(bytes >> 20) MB" : "\(bytes >> 30) GB"
    }
}
