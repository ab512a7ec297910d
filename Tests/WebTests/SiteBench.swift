import Calls
import CanvassChannel
import Crypto
import Deliveries
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import People
import Reviews
import StorePostgres
import StoreSQLite
import TestKit
import Web

extension SQLiteStore: StoreUnderTest {}
extension PostgresStore: StoreUnderTest {}

/// A web side over a database of its own, with three people who were asked by mail: deliveries 1 to 3 of `p1` to `p3`.
struct SiteBench {
    let store: any StoreUnderTest
    let links: PersonalLinks
    let client: any TestClientProtocol
    let desk: Desk

    static let publicURL = "https://act.riverside.example"
    /// When visitors come.
    static let visit = Samples.start + .seconds(3_600)

    /// Runs a test with a bench.
    ///
    /// - Parameters:
    ///   - call: What the three were asked.
    ///   - engine: An empty store; SQLite's when `nil`.
    ///   - publicURL: The site's address.
    ///   - now: The present.
    ///   - desk: The office's part.
    ///   - answers: The readers of what services send.
    ///   - test: The test.
    /// - Throws: Whatever the test does.
    static func run(
        _ call: Call = Samples.call("hearing", goal: 10),
        on engine: (any StoreUnderTest)? = nil,
        publicURL: String = publicURL,
        now: Timestamp = visit,
        desk: Desk = OfficeBench.desk,
        answers: @Sendable (LinkSeal) throws -> AnswerSide = { _ in AnswerSide() },
        _ test: @Sendable @escaping (SiteBench) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "clarion-web-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store: any StoreUnderTest = try engine ?? SQLiteStore(path: folder.appending(path: "clarion.db").path)
        let records = try (1...3).map { try Samples.record($0) }
        _ = try await store.take(records, by: "test", now: Samples.start)
        _ = try await store.submit(Samples.planning(call), agreed: nil, now: Samples.start)
        let seal = LinkSeal(secret: SymmetricKey(data: Array("thirty-two bytes for the tests..".utf8)))
        let links = PersonalLinks(publicURL: publicURL, seal: seal)
        let site = WebSite(
            store: store,
            links: links,
            organization: Samples.organization,
            channels: [MailChannel.profile, TextChannel.profile, SheetChannel.profile],
            addressField: "X-Forwarded-For",
            paper: try CanvassDriver(
                settings: ChannelSettings(
                    channel: CanvassDriver.id,
                    values: ["output": folder.path],
                    organization: Samples.organization
                )
            ),
            answers: try answers(seal),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            desk: desk,
            now: { now }
        )
        try await Application(router: site.router()).test(.router) { client in
            try await test(SiteBench(store: store, links: links, client: client, desk: desk))
        }
    }

    /// The path of one of our links.
    func path(_ link: String) -> String { String(link.dropFirst(links.publicURL.utf8.count)) }

    func ask(_ number: Int64 = 1) -> String { path(links.ask(DeliveryNumber(rawValue: number))) }
    func stop(_ number: Int64 = 1) -> String { path(links.stop(DeliveryNumber(rawValue: number))) }
    func preferences(_ number: Int64 = 1) -> String { path(links.preferences(DeliveryNumber(rawValue: number))) }
    func share(_ number: Int64 = 1) -> String { path(links.share(DeliveryNumber(rawValue: number))) }

    func get(_ path: String, _ method: HTTPRequest.Method = .get, language: String? = nil) async throws -> TestResponse
    {
        var headers: HTTPFields = [:]
        if let language { headers[.acceptLanguage] = language }
        return try await client.executeRequest(uri: path, method: method, headers: headers, body: nil)
    }

    func post(_ path: String, _ form: String = "", from visitor: String = "192.0.2.1") async throws -> TestResponse {
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        if let field = HTTPField.Name("X-Forwarded-For") { headers[field] = visitor }
        return try await client.executeRequest(
            uri: path,
            method: .post,
            headers: headers,
            body: ByteBuffer(string: form)
        )
    }

    /// Everything that a page could have changed, in one text.
    func everything(_ slug: String = "hearing") async throws -> String {
        let people = Gathered<String>()
        try await store.people { person, changes in
            people.add("\(person.id) \(person.language) \(changes.map { "\($0.channel) \($0.state)" })")
        }
        let status = try await store.status(of: slug, now: Self.visit)
        let counts = status?.channels.sorted { $0.key < $1.key }.map { channel, states in
            "\(channel) \(states.map { "\($0.key) \($0.value)" }.sorted())"
        }
        return "\(people.values) \(counts ?? []) \(status?.done ?? -1) \(status?.arrived ?? -1)"
    }

    func consent(of person: String, on channel: ChannelID = MailChannel.id) async throws -> ConsentState? {
        try await store.person(PersonID(rawValue: person))?.1.last { $0.change.channel == channel }?.change.state
    }
}

extension TestResponse {
    var text: String { String(buffer: body) }
}
