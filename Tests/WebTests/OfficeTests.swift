import Accounts
import Calls
import Deliveries
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import People
import Reviews
import StoreSQLite
import TestKit
import Testing

@testable import Web

@Suite(.timeLimit(.minutes(2)))
struct OfficeTests {
    private static let pages: [(String, Permission?)] = [
        ("", .look), ("/calls/hearing", .look), ("/log", .look), ("/log.csv", .look), ("/people?q=p1", .seePeople),
        ("/person?id=p1", .seePeople), ("/calls/hearing/why?person=p1", .seePeople), ("/write", .write),
        ("/calls/hearing/entry", .enterResults), ("/sheets", .enterResults),
        ("/review", .enterResults), ("/password", nil),
    ]

    @Test(arguments: Role.allCases)
    func everyRoleSeesJustItsPages(role: Role) async throws {
        try await OfficeBench.run(role) { office in
            for (page, permission) in Self.pages {
                let response = try await office.get(page)
                let may = permission.map(role.may) ?? true
                #expect(response.status == (may ? .ok : .forbidden), "\(page)")
                #expect(!response.text.contains(PageView.unknown), "\(page)")
                #expect(response.headers[.cacheControl] == "no-store")
                // The one script is a file; nothing on a page runs by itself.
                let text = response.text.replacing(#"<script src="/organize/live.js" defer></script>"#, with: "")
                #expect(!text.contains("<script") && !text.contains("style="), "\(page)")
            }
        }
    }

    private static let forms: [(String, Permission, [String: String])] = [
        ("/calls/hearing/steer", .send, ["turn": "pause"]), ("/calls/hearing/entry", .enterResults, ["who": "p1"]),
        ("/write", .write, ["source": "x"]), ("/write/send", .send, ["source": "x", "hash": "0"]),
        ("/write/mail", .write, ["source": "x"]),
    ]

    @Test(arguments: Role.allCases)
    func everyRoleSendsJustItsForms(role: Role) async throws {
        try await OfficeBench.run(role) { office in
            for (page, permission, fields) in Self.forms {
                let before = try await office.site.everything()
                let status = try await office.post(page, fields).status
                if role.may(permission) {
                    #expect(status == .ok || status == .badRequest, "\(page)")
                } else {
                    #expect(status == .forbidden, "\(page)")
                    #expect(try await office.site.everything() == before, "\(page)")
                }
            }
        }
    }

    @Test func aFormWithoutTheSessionsTokenDoesNothing() async throws {
        try await OfficeBench.run(.owner) { office in
            let before = try await office.site.everything()
            for (page, _, fields) in Self.forms {
                #expect(try await office.post(page, fields, form: "").status == .forbidden, "\(page)")
                #expect(try await office.post(page, fields, form: Credential().formToken).status == .forbidden)
            }
            #expect(try await office.site.everything() == before)
            #expect(try await office.site.store.status(of: "hearing", now: SiteBench.visit)?.course == .running)
        }
    }

    @Test func aRoleThatIsTakenAwayIsGoneAtTheNextRequest() async throws {
        try await OfficeBench.run(.organizer) { office in
            let name = try OfficeBench.name("organizer")
            #expect(try await office.get("/write").status == .ok)
            #expect(try await office.site.store.setRole(.viewer, of: name) == .done)
            #expect(try await office.get("/write").status == .forbidden)
            #expect(try await office.site.store.removeAccount(name) == .done)
            #expect(try await office.get("").status == .seeOther)
        }
    }

    @Test func aCallsPageShowsGoalFunnelAndReasons() async throws {
        try await OfficeBench.run(.organizer) { office in
            let completion = Completion(at: SiteBench.visit, via: "email", evidence: "a reply")
            let id = PersonID(rawValue: "p1")
            _ = try await office.site.store.complete("hearing", id, completion, now: SiteBench.visit)
            let page = try await office.get("/calls/hearing").text
            #expect(page.contains("1 of 10 did it, 10 %."))
            #expect(page.contains("<progress value=\"1\" max=\"10\""))
            #expect(page.contains("role=\"img\""))
            #expect(page.contains("by email: 1"))
        }
    }

    @Test func anOrganizerPausesResumesAndCancelsOnlyWhenSure() async throws {
        try await OfficeBench.run(.organizer) { office in
            func course() async throws -> CallStatus.Course? {
                try await office.site.store.status(of: "hearing", now: SiteBench.visit)?.course
            }
            #expect(try await office.post("/calls/hearing/steer", ["turn": "pause"]).text.contains("is paused"))
            #expect(try await course() == .paused)
            _ = try await office.post("/calls/hearing/steer", ["turn": "resume"])
            #expect(try await course() == .running)
            #expect(try await office.post("/calls/hearing/steer", ["turn": "cancel"]).text.contains("Tick the box"))
            #expect(try await course() == .running)
            _ = try await office.post("/calls/hearing/steer", ["turn": "cancel", "sure": "yes"])
            #expect(try await course() == .cancelled)
            #expect(try await office.post("/calls/hearing/steer", ["turn": "resume"]).text.contains("cannot be undone"))
            #expect(try await office.post("/calls/nothing/steer", ["turn": "pause"]).status == .notFound)
            #expect(try await office.post("/calls/hearing/steer", ["turn": "explode"]).status == .badRequest)
        }
    }

    @Test func theLogIsFilteredPagedAndMasked() async throws {
        try await OfficeBench.run(.viewer) { office in
            let log = try await office.get("/log?call=hearing&state=queued").text
            #expect(log.contains("p1") && log.contains("•••@"))
            #expect(!log.contains("/organize/person"))
            #expect(try await office.get("/log?call=nothing").text.contains("No delivery fits"))
            for bad in ["state=asleep", "until=x", "until=1", "until=1-2-3", "state=failed&state=sent"] {
                #expect(try await office.get("/log?\(bad)").status == .badRequest, "\(bad)")
            }
            #expect(try await office.get("/log?call=%FF").status == .ok)
            let csv = try await office.get("/log.csv?call=hearing")
            #expect(csv.headers[.contentType]?.hasPrefix("text/csv") == true)
            #expect(csv.text.split(separator: "\r\n").count == 4)
        }
    }

    @Test(arguments: [
        ("=1+1", "\"'=1+1\"\r\n"), ("+1+1", "\"'+1+1\"\r\n"), ("-1", "\"-1\"\r\n"), ("@a", "\"'@a\"\r\n"),
        ("\t=1", "\"'\t=1\"\r\n"), (" =1", "\"' =1\"\r\n"), ("=\u{301}1", "\"'=\u{301}1\"\r\n"), ("＝1", "\"'＝1\"\r\n"),
        ("a\"b", "\"a\"\"b\"\r\n"), ("a,b\nc", "\"a,b\nc\"\r\n"), ("", "\"\"\r\n"),
    ])
    func noCellIsAFormula(cell: String, written: String) {
        var csv = CSVText()
        csv.row([cell])
        #expect(csv.bytes == Array(written.utf8))
    }

    @Test func aPersonIsFoundAndExplainedWithMaskedAddresses() async throws {
        try await OfficeBench.run(.entry) { office in
            let person = try #require(try await office.site.store.person(PersonID(rawValue: "p1"))?.0)
            let page = try await office.get("/people?q=\(QueryText.encoded(person.givenName))").text
            #expect(page.contains(person.givenName))
            let email = try #require(person.email?.exact)
            for path in ["/people?q=p1", "/person?id=p1", "/calls/hearing/why?person=p1"] {
                let text = try await office.get(path).text
                #expect(!text.contains(email) && text.contains("•••"), "\(path)")
            }
            #expect(try await office.get("/people?q=").status == .ok)
            let long = String(repeating: "x", count: 201)
            #expect(try await office.get("/people?q=\(long)").text.contains("is too long"))
            let nowhere = try await office.get("/nothing")
            #expect(nowhere.status == .notFound && nowhere.text.contains("href=\"/organize\""))
            #expect(!nowhere.text.contains("message") && !nowhere.text.contains(PageView.unknown))
            #expect(try await office.get("/people?q=%25%27%22%3Cscript%3E").status == .ok)
            #expect(try await office.get("/person?id=nobody").status == .notFound)
            #expect(try await office.get("/calls/hearing/why?person=nobody").status == .notFound)
            #expect(try await office.get("/calls/nothing/why?person=p1").status == .notFound)
        }
    }

    @Test func completionsAreEnteredByCodeIdAndName() async throws {
        try await OfficeBench.run(.entry) { office in
            let entry = "/calls/hearing/entry"
            #expect(try await office.post(entry, ["who": "R-1", "via": "canvass"]).text.contains("Noted"))
            #expect(try await office.post(entry, ["who": "p2", "via": "phone"]).text.contains("Noted"))
            #expect(try await office.post(entry, ["who": "p2", "via": "phone"]).text.contains("already"))
            let third = try #require(try await office.site.store.person(PersonID(rawValue: "p3"))?.0)
            let asked = try await office.post(entry, ["who": third.fullName, "via": "invented"])
            #expect(asked.text.contains("value=\"p3\"") && asked.text.contains("autofocus"))
            #expect(try await office.post(entry, ["person": "p3", "via": "canvass"]).text.contains("Noted"))
            let status = try #require(try await office.site.store.status(of: "hearing", now: SiteBench.visit))
            #expect(status.done == 3 && status.doneVia == ["canvass": 2, "phone": 1])
            for who in ["", " ", "R-99", "nobody at all", "\u{0}", "%"] {
                let response = try await office.post(entry, ["who": who])
                #expect(response.status == .ok && response.text.contains("role=\"alert\""), "\(who)")
            }
            #expect(try await office.get("/calls/nothing/entry").status == .notFound)
        }
    }
}
