import Accounts
import Calls
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import StoreSQLite
import TestKit
import Testing

@testable import Web

@Suite(.timeLimit(.minutes(5)))
struct LoginTests {
    private func logIn(
        _ site: SiteBench,
        name: String = "owner",
        password: String = OfficeBench.password,
        next: String = ""
    ) async throws -> TestResponse {
        let (cookie, form) = try await OfficeBench.visit(site)
        let fields = ["name": name, "password": password, "form": form, "next": next]
        return try await OfficeBench.post(site, "/login", fields, cookies: cookie)
    }

    @Test func theRightPasswordOpensASessionThatOnlyThisHostGets() async throws {
        try await SiteBench.run { site in
            try await OfficeBench.add(.owner, to: site)
            let response = try await logIn(site, next: "/organize/log?call=hearing")
            #expect(response.status == .seeOther)
            #expect(response.headers[.location] == "/organize/log?call=hearing")
            let cookie = try #require(response.headers[.setCookie])
            #expect(cookie.hasPrefix("__Host-clarion-session="))
            for word in ["Path=/", "HttpOnly", "SameSite=Lax", "Secure"] { #expect(cookie.contains(word)) }
            #expect(!cookie.contains("Domain"))
            let session = String(cookie.prefix { $0 != ";" })
            let page = try await site.client.executeRequest(
                uri: "/organize",
                method: .get,
                headers: [.cookie: "a=b; \(session)"],
                body: nil
            )
            #expect(page.status == .ok)
            #expect(page.text.contains("owner"))
        }
    }

    @Test func aWrongPasswordAndAnUnknownNameLookAlike() async throws {
        try await SiteBench.run { site in
            try await OfficeBench.add(.owner, to: site)
            let wrong = try await logIn(site, password: "copper lantern river ten")
            let unknown = try await logIn(site, name: "nobody")
            #expect(wrong.status == .forbidden && unknown.status == .forbidden)
            #expect(wrong.headers[.setCookie] == nil)
            let token = /name="form" value="[0-9a-f]+"/
            #expect(wrong.text.replacing(token, with: "") == unknown.text.replacing(token, with: ""))
        }
    }

    @Test func afterAFewWrongPasswordsEvenTheRightOneHasToWait() async throws {
        try await SiteBench.run { site in
            try await OfficeBench.add(.owner, to: site)
            var statuses: [HTTPResponse.Status] = []
            // The clock of the bench stands still, so nobody's wait ends.
            for _ in 0..<5 { statuses.append(try await logIn(site, password: "wrong wrong wrong").status) }
            #expect(statuses == [HTTPResponse.Status](repeating: .forbidden, count: 5))
            let right = try await logIn(site)
            #expect(right.status == .tooManyRequests)
            #expect(right.headers[.retryAfter] != nil)
            #expect(right.headers[.setCookie] == nil)
        }
    }

    @Test func aFormFromElsewhereLogsNobodyIn() async throws {
        try await SiteBench.run { site in
            try await OfficeBench.add(.owner, to: site)
            let fields = ["name": "owner", "password": OfficeBench.password, "form": "00"]
            #expect(try await OfficeBench.post(site, "/login", fields, cookies: "").status == .forbidden)
            let (cookie, _) = try await OfficeBench.visit(site)
            #expect(try await OfficeBench.post(site, "/login", fields, cookies: cookie).status == .forbidden)
            let other = Credential()
            let forged = fields.merging(["form": other.formToken]) { $1 }
            #expect(try await OfficeBench.post(site, "/login", forged, cookies: cookie).status == .forbidden)
        }
    }

    @Test(arguments: [
        ("/organize/log?call=hearing", true), ("/organize", true), ("/organize?a=b", true), ("//evil.example", false),
        ("https://evil.example", false), ("/organizer", false), ("/organize/\r\nSet-Cookie: a=b", false),
        ("/\\evil.example", false), ("javascript:alert(1)", false), ("/a/b", false), ("/organize/\\x", false),
    ])
    func theWayOnLeadsIntoTheOfficeOnly(next: String, isOurs: Bool) {
        #expect(LoginPages.isOurs(next, office: "/organize") == isOurs)
    }

    @Test func whoIsNotLoggedInIsShownTheWayAndComesBack() async throws {
        try await SiteBench.run { site in
            let response = try await site.get("/organize/log?state=failed")
            #expect(response.status == .seeOther)
            #expect(response.headers[.location] == "/organize/login?next=%2Forganize%2Flog%3Fstate%3Dfailed")
        }
    }

    @Test func loggingOutEndsTheSessionAndNeedsItsOwnForm() async throws {
        try await OfficeBench.run(.viewer) { office in
            #expect(try await office.post("/logout", [:], form: "00").headers[.setCookie] == nil)
            #expect(try await office.get("").status == .ok)
            let response = try await office.post("/logout", [:])
            #expect(response.headers[.setCookie]?.contains("Max-Age=0") == true)
            #expect(try await office.get("").status == .seeOther)
        }
    }

    @Test func aNewPasswordEndsEverySession() async throws {
        try await OfficeBench.run(.writer) { office in
            let new = "slate window harbor seven"
            let wrong = ["old": "not the one it was", "new": new, "again": new]
            #expect(try await office.post("/password", wrong).status == .forbidden)
            let fields = ["old": OfficeBench.password, "new": new, "again": new]
            let short = fields.merging(["new": "short", "again": "short"]) { $1 }
            #expect(try await office.post("/password", short).status == .badRequest)
            let differing = fields.merging(["again": "another one altogether"]) { $1 }
            #expect(try await office.post("/password", differing).status == .badRequest)
            #expect(try await office.get("").status == .ok)
            let changed = try await office.post("/password", fields)
            #expect(changed.status == .ok)
            #expect(try await office.get("").status == .seeOther)
            #expect(try await logIn(office.site, name: "writer").status == .forbidden)
            #expect(try await logIn(office.site, name: "writer", password: new).status == .seeOther)
        }
    }

    @Test(arguments: [
        ("http://act.riverside.example", HTTPResponse.Status.forbidden), ("http://127.0.0.1:8080", .ok),
        ("http://localhost:8080", .ok), ("http://[::1]:8080/x", .ok), ("http://127.0.0.1.evil.example", .forbidden),
    ])
    func passwordsTravelInTheClearOnLoopbackOnly(publicURL: String, status: HTTPResponse.Status) async throws {
        try await SiteBench.run(publicURL: publicURL) { site in
            let response = try await site.get("/organize/login")
            #expect(response.status == status)
            let cookie = response.headers[.setCookie] ?? ""
            #expect(!cookie.contains("Secure") && !cookie.hasPrefix("__Host-"))
            let form = ["name": "owner", "password": OfficeBench.password]
            #expect(try await OfficeBench.post(site, "/login", form, cookies: "").status == .forbidden)
        }
    }
}
