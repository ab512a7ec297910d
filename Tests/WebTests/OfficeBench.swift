import Accounts
import Calls
import Deliveries
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import People
import StoreSQLite
import TestKit
import Testing

@testable import Web

/// Somebody's browser in the office: keeps cookies, and sends the forms of the pages that it saw.
struct OfficeBench {
    let site: SiteBench
    /// What it sends as `Cookie`.
    let cookies: String
    let form: String

    static let password = "copper lantern river nine"
    /// Hashed once: each hash is meant to cost a quarter of a second.
    private static let hash = Result {
        try PasswordHash(Password(chosen: password, for: name("someone")))
    }

    static func name(_ text: String) throws -> LoginName { try #require(LoginName(rawValue: text)) }

    /// The office's part of a web side; row codes are the delivery's number behind an `R`.
    static var desk: Desk { desk() }

    static func desk(
        _ drivers: [any ChannelDriver] = [ScriptedDriver<MailChannel>(), ScriptedDriver<TextChannel>()],
        needsApproval: Bool = false
    ) -> Desk {
        Desk(
            channels: [MailChannel.id, TextChannel.id, SheetChannel.id],
            planning: { Samples.planning($0, drivers) },
            readRowCode: { $0.hasPrefix("R-") ? Int64($0.dropFirst(2)).map(DeliveryNumber.init(rawValue:)) : nil },
            needsApproval: needsApproval,
            liveEvery: .milliseconds(10)
        )
    }

    /// Runs a test with somebody of a role who is logged in.
    static func run(
        _ role: Role,
        desk: Desk = desk,
        _ test: @Sendable @escaping (OfficeBench) async throws -> Void
    ) async throws {
        try await SiteBench.run(desk: desk) { site in try await test(try await OfficeBench(site, role)) }
    }

    /// Adds a log-in whose name is that of its role.
    static func add(_ role: Role, to site: SiteBench) async throws {
        let isNew = try await site.store.addAccount(
            name(role.rawValue),
            role: role,
            hash.get(),
            now: SiteBench.visit
        )
        #expect(isNew)
    }

    /// Opens a session for somebody new of a role.
    init(_ site: SiteBench, _ role: Role) async throws {
        try await Self.add(role, to: site)
        let credential = Credential()
        let isOpen = try await site.store.openSession(
            credential.digest,
            of: Self.name(role.rawValue),
            proven: Self.hash.get(),
            now: SiteBench.visit
        )
        #expect(isOpen)
        self.site = site
        cookies = "__Host-clarion-session=\(credential.text)"
        form = credential.formToken
    }

    func get(_ page: String) async throws -> TestResponse {
        try await site.client.executeRequest(
            uri: "/organize\(page)",
            method: .get,
            headers: [.cookie: cookies],
            body: nil
        )
    }

    /// Sends a form with the page's own token, or with another.
    func post(_ page: String, _ fields: [String: String], form: String? = nil) async throws -> TestResponse {
        try await Self.post(site, page, fields.merging(["form": form ?? self.form]) { $1 }, cookies: cookies)
    }

    static func post(
        _ site: SiteBench,
        _ page: String,
        _ fields: [String: String],
        cookies: String
    ) async throws -> TestResponse {
        let body = fields.map { "\($0.key)=\(QueryText.encoded($0.value))" }.joined(separator: "&")
        return try await site.client.executeRequest(
            uri: "/organize\(page)",
            method: .post,
            headers: [.contentType: "application/x-www-form-urlencoded", .cookie: cookies],
            body: ByteBuffer(string: body)
        )
    }

    /// What somebody may click on before they log in: the page's cookie and its form's token.
    static func visit(_ site: SiteBench, _ page: String = "/login") async throws -> (cookie: String, form: String) {
        let response = try await site.get("/organize\(page)")
        let cookie = response.headers[.setCookie]?.split(separator: ";").first.map(String.init) ?? ""
        let form = response.text.firstMatch(of: /name="form" value="([0-9a-f]+)"/).map { String($0.output.1) } ?? ""
        return (cookie, form)
    }
}
