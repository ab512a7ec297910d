import Calls
import App
import ArgumentParser
import Deliveries
import StoreSQLite

/// `clarion doctor`.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look whether everything is in order: settings, database, servers, fonts; and say what to do."
    )

    @OptionGroup var place: Place
    @OptionGroup var output: FormatOption

    func run() async throws {
        try await reporting {
            var listing = Listing(
                output.format,
                columns: [.init(name: "", width: 4), .init(name: "part", width: 10), .init(name: "found", width: 0)]
            )
            var isGood = true
            func show(_ part: String, _ findings: [Finding]) {
                for finding in findings {
                    isGood = isGood && finding.isGood
                    listing.row(
                        [finding.isGood ? "ok" : "MEND", part, finding.text],
                        json: .object([
                            ("ok", .bool(finding.isGood)), ("part", .text(part)), ("found", .text(finding.text)),
                        ])
                    )
                }
            }
            let installation = try place.installation()
            show("settings", Self.settings(installation))
            show("database", await Self.database(installation.settings))
            for driver in installation.drivers { show(type(of: driver).id.rawValue, await driver.examine()) }
            listing.end(nothing: "")
            if !isGood { throw ExitCode(Failure.Code.somethingToLookAt.rawValue) }
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

    private static func database(_ settings: Settings) async -> [Finding] {
        do {
            let store = try Place.open(settings)
            var findings = [Finding.good("\(settings.database) opens")]
            do {
                findings.append(.good("the consent ledger holds: \(try await store.verifyLedger()) entries, unbroken"))
            } catch {
                findings.append(.bad("\(error). Restore the database from a backup, and find out who wrote to it."))
            }
            findings.append(contentsOf: try await store.examine())
            return findings
        } catch let failure as Failure {
            return [.bad(failure.message)]
        } catch {
            return [.bad("\(error)")]
        }
    }
}
