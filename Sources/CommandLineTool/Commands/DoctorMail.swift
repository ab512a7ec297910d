import App
import ArgumentParser
import Calls
import Deliveries
import Foundation
import MailStanding
import Reviews

/// `clarion doctor mail`.
struct DoctorMail: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail",
        abstract: "Ask the DNS whether receivers will believe your mails, and say what to write into it.",
        discussion: """
            Looks at SPF, DKIM, DMARC, the sending address's name and back, where answers go, and the mail server; then holds \
            what is queued for the next 24 hours against the numbers from which the large providers want more.
            """
    )

    @OptionGroup var place: Place
    @OptionGroup var output: FormatOption

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The address from which mail leaves to the world, where it is not the mail server's; may stand several times.",
            valueName: "ip"
        )
    )
    var address: [String] = []

    @Option(name: .long, help: ArgumentHelp("Ask this name server, not the system's.", valueName: "ip:port"))
    var resolver: String?

    func validate() throws {
        if address.contains(where: { NetworkAddress($0) == nil }) {
            throw ValidationError("--address must be an IP address such as 192.0.2.1.")
        }
    }

    func run() async throws {
        try await reporting {
            let installation = try place.installation()
            guard let mail = installation.mail else {
                throw Failure(.wrongSettings, "Mail is not configured. Write 'email:' under 'channels:'.")
            }
            let named = address.compactMap { NetworkAddress($0) }
            let resolver = resolver
            let standing = try await Self.onOwnThread { try Self.standing(of: mail, named, resolver) }
            var findings = Findings(output)
            for (part, found) in standing.parts { findings.show(part, found) }
            findings.show("server", await mail.driver.examine())
            var missing = standing.missing
            if installation.settings.publicURL == nil {
                missing.append("one-click unsubscribe, which needs 'public_url'")
            }
            let volume = try await Self.volume(try await Place.open(installation.settings), now: .now)
            findings.show("volume", volume.findings(missing: missing))
            try findings.end()
        }
    }

    /// Every part with what was found, and which of those are not in order that large providers want.
    private struct Judged: Sendable {
        var parts: [(part: String, found: [Finding])]
        var missing: [String]
    }

    /// Asks and judges; blocks.
    private static func standing(
        of mail: MailLine,
        _ named: [NetworkAddress],
        _ server: String?
    ) throws -> Judged {
        let lookup = try DNSLookup(server: server)
        let addresses = named.isEmpty ? leaving(mail, lookup) : named
        let standing = Standing(mail.sender, from: addresses, lookup)
        let unknown = Finding.bad(
            "nobody knows from which address mail leaves: '\(mail.server)' has none that the world sees. Name it: --address IP."
        )
        let parts: [(part: String, found: [Finding])] = [
            ("spf", addresses.isEmpty ? [unknown] : standing.spf()), ("dkim", standing.dkim()),
            ("dmarc", standing.dmarc()), ("ptr", standing.reverse()), ("mx", standing.comingBack()),
        ]
        let names = ["spf": "SPF", "dkim": "DKIM", "dmarc": "DMARC", "ptr": "the address's name"]
        let missing = parts.filter { !$0.found.allSatisfy(\.isGood) }.compactMap { names[$0.part] }
        return Judged(parts: parts, missing: missing)
    }

    /// The mail server's addresses; where that is this machine, those of the name by which we introduce ourselves.
    private static func leaving(_ mail: MailLine, _ lookup: DNSLookup) -> [NetworkAddress] {
        for host in [mail.server, mail.hello] {
            let found = NetworkAddress(host).map { [$0] } ?? lookup.addresses(host).values
            let outside = found.filter { !$0.isLoopback }
            if !outside.isEmpty { return outside }
        }
        return []
    }

    /// What is queued for the next 24 hours, by the domains that it goes to.
    private static func volume(_ store: any Store, now: Timestamp) async throws -> DayVolume {
        var query = LogQuery()
        query.channel = ChannelID(rawValue: "email")
        query.state = .queued
        query.showsAddresses = true
        let day = now + .seconds(24 * 3_600)
        let count = VolumeCount()
        try await store.log(query) { entry in
            guard let due = entry.due, due <= day, let at = entry.address.lastIndex(of: "@") else { return }
            count.add(entry.address[entry.address.index(after: at)...])
        }
        return count.volume
    }

    /// Blocking calls never run on Swift's shared threads.
    private static func onOwnThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws
        -> Value
    {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
        }
    }
}
