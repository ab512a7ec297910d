import Calls
import Deliveries
import Testing

@testable import App

/// `clarion.yaml`: every fault with its line, all at once, and never a secret.
struct SettingsFileTests {
    private func read(_ text: String, _ environment: [String: String] = [:]) throws(SettingsError) -> Settings {
        try SettingsFile.read(text, path: "clarion.yaml", environment: environment, timezone: "America/Chicago")
    }

    /// The faults of a text, each as its line and its sentence.
    private func faults(_ text: String, _ environment: [String: String] = [:]) throws -> [String] {
        let error = try #require(throws: SettingsError.self) { try read(text, environment) }
        #expect(
            error.description
                == error.faults.map { fault in
                    "clarion.yaml\(fault.line.map { ":\($0)" } ?? ""): \(fault.problem)"
                }.joined(separator: "\n")
        )
        return error.faults.map { "\($0.line.map(String.init) ?? "-") \($0.problem)" }
    }

    @Test func programsMayAskSoOften() throws {
        #expect(try read("web: {}").web.requestsPerMinute == 600)
        #expect(try read("web: { requests_per_minute: 50 }").web.requestsPerMinute == 50)
        for text in ["0", "-1", "many", "1000001"] {
            #expect(throws: SettingsError.self) { try read("web: { requests_per_minute: \(text) }") }
        }
    }

    @Test(arguments: [
        ("127.0.0.1:8080", "127.0.0.1", 8_080), ("[::1]:0", "::1", 0),
        ("pages.example.org:65535", "pages.example.org", 65_535),
    ])
    func theWebSideListensWhereItIsTold(text: String, host: String, port: Int) throws {
        let settings = try read("web: { listen: \"\(text)\", address_field: X-Forwarded-For }\nsecret: hush")
        #expect(settings.web.listen == ListenAddress(host: host, port: port))
        #expect(settings.web.listen.description == text)
        #expect(settings.web.addressField == "X-Forwarded-For")
        #expect(settings.secret?.text == "hush")
        #expect(!"\(settings)".contains("hush"))
    }

    @Test func aSecondPersonIsAskedWhereTheSettingsSaySo() throws {
        #expect(try read("web: { approval: required }").web.needsApproval)
        #expect(try !read("web: { approval: off }").web.needsApproval)
        #expect(try !read("web: { listen: \"127.0.0.1:0\" }").web.needsApproval)
        let hint = "1 web.approval is 'required' or 'off'. Did you mean 'required'?"
        #expect(try faults("web: { approval: requird }") == [hint])
        #expect(try faults("web: { aproval: required }").first?.contains("'approval'") == true)
    }

    @Test(arguments: ["8080", ":8080", "127.0.0.1:", "127.0.0.1:65536", "::1:80", "a b:80", ""])
    func whatIsNoPlaceToListenIsRefused(text: String) throws {
        #expect(try faults("web: { listen: \"\(text)\" }").first?.contains("127.0.0.1:8080") == true)
    }

    @Test(arguments: ["", "\n", "# nothing but a comment\n", "---\n", "organization:\nretry: ~\nchannels:\n"])
    func whatIsNotSaidHasItsDefault(text: String) throws {
        let settings = try read(text)
        #expect(settings.database == "clarion.db")
        #expect(settings.organization.timezone == "America/Chicago")
        #expect(settings.organization.region == "US")
        #expect(settings.retry == RetryPolicy())
        #expect(settings.publicURL == nil)
        #expect(settings.channels.isEmpty)
    }

    @Test func everySettingIsRead() throws {
        let settings = try read(
            """
            organization:
              name: Riverside Tenants Union
              postal_address: 12 Main St, Springfield
              timezone: Europe/Berlin
              region: de
            database: /var/lib/clarion/clarion.db
            public_url: https://act.example.org/
            secret: ${CLARION_SECRET}
            retry: { attempts: 5, first: 90s, longest: 2h }
            lease: 30s
            hold_overdue: 3d
            channels:
              email:
                host: mail.example.org
                port: 587
                password: "${MAIL_PASSWORD}"
              canvass: { }
            """,
            ["CLARION_SECRET": "s", "MAIL_PASSWORD": "p: # \"x\" ${OTHER}"]
        )
        #expect(settings.organization.name == "Riverside Tenants Union")
        #expect(settings.organization.timezone == "Europe/Berlin")
        #expect(settings.organization.region == "DE")
        #expect(settings.database == "/var/lib/clarion/clarion.db")
        #expect(settings.publicURL == "https://act.example.org")
        #expect(settings.retry == RetryPolicy(attempts: 5, first: .seconds(90), longest: .seconds(7_200)))
        #expect(settings.lease == .seconds(30))
        #expect(settings.holdOverdue == .seconds(3 * 86_400))
        #expect(settings.channels.map(\.id.rawValue) == ["email", "canvass"])
        let email = try #require(settings.channels.first).values
        // What the environment says is taken as it is, and not read for names again.
        #expect(email == ["host": "mail.example.org", "port": "587", "password": "p: # \"x\" ${OTHER}"])
    }

    @Test(
        arguments: [
            ("databse: x", "1 'databse' is not a known setting. Did you mean 'database'?"),
            ("\n\nretry:\n  atempts: 3", "4 'atempts' is not a known setting. Did you mean 'attempts'?"),
            ("organization:\n  nmae: x", "2 'nmae' is not a known setting. Did you mean 'name'?"),
            ("lease: soon", "1 lease is no time. Write a number with s, m, h or d behind it, such as 60s."),
            ("lease: 1s", "1 lease is too short. Write at least 2s."),
            ("hold_overdue: 59m", "1 hold_overdue is too short. Write at least 3600s."),
            ("retry: { attempts: 0 }", "1 retry.attempts must be a whole number from 1 to 100."),
            ("retry:\n  attempts: lots", "2 retry.attempts must be a whole number from 1 to 100."),
            (
                "retry:\n  first: 60",
                "2 retry.first is no time. Write a number with s, m, h or d behind it, such as 60s."
            ),
            (
                "retry:\n  longest: -5m",
                "2 retry.longest is no time. Write a number with s, m, h or d behind it, such as 60s."
            ),
            (
                "retry:\n  longest: 31d",
                "2 retry.longest is no time. Write a number with s, m, h or d behind it, such as 60s."
            ),
            (
                "retry:\n  first: nans",
                "2 retry.first is no time. Write a number with s, m, h or d behind it, such as 60s."
            ),
            (
                "organization:\n  timezone: Mars/Olympus",
                "2 organization.timezone is no zone. Write one such as America/Chicago."
            ),
            ("organization:\n  region: USA", "2 organization.region is no country. Write two letters such as US."),
            (
                "public_url: act.example.org",
                "1 public_url is no web address. Write one such as https://act.example.org."
            ),
            ("public_url: 'https://'", "1 public_url is no web address. Write one such as https://act.example.org."),
            ("channels:\n  emial: {}", "2 channels.emial is no channel of this Clarion. Did you mean 'email'?"),
            ("channels:\n  email: [a, b]", "2 channels.email must be a list of 'key: value' lines."),
            ("channels:\n  email:\n    host: [a]", "3 host must be a single value."),
            ("organization: text", "1 organization must be a list of 'key: value' lines."),
            ("- a\n- b", "1 the file must be a list of 'key: value' lines."),
            ("database: { a: b }", "1 database must be a single value."),
            ("database:", "1 database is empty. Name a file, such as clarion.db."),
        ]
    )
    func aFaultIsNamedWithItsLine(text: String, expected: String) throws {
        #expect(try faults(text) == [expected])
    }

    @Test func allFaultsComeAtOnceInTheOrderOfTheirLines() throws {
        let found = try faults(
            """
            channels:
              email:
                password: ${NOT_SET}
            retry:
              attempts: 0
            databse: x
            organization:
              region: USA
            """
        )
        #expect(found.map { $0.prefix { $0 != " " } } == ["3", "5", "6", "8"])
        #expect(found.first?.contains("needs the environment variable NOT_SET, which is not set") == true)
    }

    @Test(arguments: ["database: [", "a: b: c", "\tdatabase: x", "database: 'x", "a: *nobody", "{"])
    func whatIsNoYAMLIsOneFault(text: String) throws {
        let found = try faults(text)
        #expect(found.count == 1)
        #expect(found.first?.contains("not valid YAML") == true)
    }

    @Test func aKeyThatStandsThereTwiceIsAFault() throws {
        let found = try faults("database: a.db\nretry:\n  first: 1m\ndatabase: b.db\n")
        #expect(found.count == 1)
        #expect(found.first?.contains("database") == true)
        #expect(found.first?.contains("a.db") == false)
        #expect(try faults("channels:\n  email:\n    host: a\n    host: b\n").count == 1)
    }

    @Test(arguments: ["no", "yes", "1_000", "0x1F", "1e3", "2026-01-01", "'007'", "on", "~tilde"])
    func aValueIsReadAsItWasWritten(value: String) throws {
        let settings = try read("channels:\n  email:\n    from: \(value)\n")
        #expect(settings.channels.first?.values["from"] == value.filter { $0 != "'" })
    }

    @Test func namesOfTheEnvironmentAreFilledInWhereverTheyStand() throws {
        let settings = try read("database: /data/${A}/${B}.db${C", ["A": "one", "B": "two", "C": "no"])
        #expect(settings.database == "/data/one/two.db${C")
        #expect(try faults("database: ${}").count == 1)
    }

    @Test func noSecretStandsInAnyFault() throws {
        let secret = "hunter2-very-secret"
        let texts = [
            "channels:\n  email:\n    password: ${P}\n    pasword: ${P}\n    port: ${P}\n    security: ${P}\n",
            "retry: { attempts: \(secret), first: \(secret) }\norganization: { timezone: \(secret), region: \(secret) }",
            "public_url: \(secret)\nsecret: [\(secret)]", "secret: '\(secret)", "channels:\n  email: \(secret)\n",
            "organization: \(secret)", "secret: \(secret)\nsecret: \(secret)",
            "channels:\n  sms:\n    password: \(secret)\n    gateway: \(secret)\n    url: \(secret)\n",
        ]
        for text in texts {
            let error = #expect(throws: SettingsError.self) {
                let settings = try read(text, ["P": secret])
                _ = try Installation(settings, path: "clarion.yaml")
            }
            #expect(error.map { !"\($0)".contains(secret) } == true)
        }
    }

    @Test func whatNamesNoDatabaseIsRefusedAndNotRepeated() async throws {
        for url in [
            "mysql://root:hush@db.example/x", "postgres://root:hush@db.example:port/x", "postgres://a:hu:s@h@b:c",
        ] {
            let settings = try read("database: \(url)")
            let error = await #expect(throws: DatabaseNameError.self) { try await Installation.openStore(settings) }
            #expect(error?.description.contains("hush") == false)
            #expect(!Installation.shownDatabase(settings).contains("hush"))
        }
    }

    @Test func aServersDatabaseIsShownWithoutUserAndPassword() throws {
        let settings = try read("database: postgres://ada:hush@db.example:5433/clarion?sslmode=require")
        #expect(Installation.shownDatabase(settings) == "postgres://db.example:5433/clarion")
    }

    @Test func hostileTextsEndInFaultsAndNothingElse() throws {
        let bomb = "a: &a [x,x]\n" + (0..<30).map { "b\($0): &b\($0) [*a,*a]\n" }.joined()
        let texts = [
            String(repeating: "[", count: 5_000), String(repeating: "a:\n ", count: 500), bomb, "\u{0}",
            "\u{FEFF}database: x.db\nx: y",
            "? [a, b]\n: c", "!!python/object:os.system x: y", "? {a: b}\n: c",
        ]
        for text in texts { #expect(throws: SettingsError.self) { try read(text) } }
    }
}
