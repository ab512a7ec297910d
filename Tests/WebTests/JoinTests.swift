import Calls
import Deliveries
import HTTPTypes
import HummingbirdTesting
import NIOCore
import People
import Reviews
import StoreSQLite
import TestKit
import Testing

/// Strangers who ask to hear from us, and the page on which they confirm it.
@Suite(.timeLimit(.minutes(2)))
struct JoinTests {
    private static let form = "name=Grace&email=grace%40example.org&join=yes"

    /// The question to the person who came last.
    private func question(_ bench: SiteBench, _ language: String = "en") async throws -> LogEntry {
        let entries = Gathered<LogEntry>()
        var query = LogQuery()
        query.call = "_confirm-\(language)"
        try await bench.store.log(query) { entries.add($0) }
        return try #require(entries.values.first)
    }

    @Test func aYesHoldsOnceItIsConfirmed() async throws {
        try await SiteBench.run { bench in
            let page = try await bench.get("/c/hearing").text
            #expect(page.contains("Yes, Riverside Tenants Union may send me email."))
            let arrived = try await bench.post("/c/hearing", Self.form)
            #expect(arrived.text.contains("Thank you, Grace!") && arrived.text.contains("look at your mail"))
            let question = try await question(bench)
            let person = question.person.rawValue
            #expect(try await bench.consent(of: person) == .pending)
            let link = bench.path(bench.links.confirm(question.number))
            for method in [HTTPRequest.Method.get, .head] {
                #expect(try await bench.get(link, method).status == .ok)
                #expect(try await bench.consent(of: person) == .pending, "looking changes nothing")
            }
            let shown = try await bench.get(link).text
            #expect(shown.contains("Yes, Riverside Tenants Union may send me email."))
            #expect(!shown.contains("grace@example.org"))
            #expect(try await bench.post(link).text.contains("You are in"))
            #expect(try await bench.consent(of: person) == .granted)
            #expect(try await bench.post(link).text.contains("You are in already"))
            let plan = try await bench.store.plan(Samples.planning(Samples.call("next")), now: SiteBench.visit)
            #expect(plan.channels.map(\.send) == [4])
        }
    }

    @Test func thePageIsTheSameForEveryAddress() async throws {
        try await SiteBench.run { bench in
            let member = try #require(try await bench.store.person(PersonID(rawValue: "p1"))?.0.email?.exact)
            let out = try #require(try await bench.store.person(PersonID(rawValue: "p2"))?.0.email?.exact)
            _ = try await bench.post(bench.stop(2))
            var pages: [String] = []
            for email in ["grace@example.org", "grace@example.org", member, out] {
                let form = "name=Grace&join=yes&email=" + email.replacing("@", with: "%40")
                let response = try await bench.post("/c/hearing", form)
                #expect(response.status == .ok)
                // The number of those who said yes grows, and each has a link of their own to pass on.
                pages.append(
                    response.text.replacing(/\/f\/[a-z2-7]+/, with: "").replacing(/[0-9]+ of 10/, with: "")
                        .replacing(/(person has|people have) said/, with: "").replacing(/value="[0-9]+"/, with: "")
                )
            }
            #expect(Set(pages.map { $0.split(separator: "<dl>").first ?? "" }).count == 1)
            let joined = pages.map { $0.contains("look at your mail") }
            #expect(joined == [true, true, true, true])
            #expect(try await bench.store.status(of: "_confirm-en", now: SiteBench.visit)?.audience == 1)
        }
    }

    @Test(arguments: [
        ("name=Grace&email=grace%40example.org", "Tick the box"), ("name=Grace&join=yes", "give an email address"),
        ("name=Grace&join=yes&email=grace", "cannot be right"),
        ("name=Grace&join=yes&email=a%40b.example%0d%0aBcc:c%40d.example", "cannot be right"),
    ])
    func whatIsNotWholeIsSaid(form: String, words: String) async throws {
        try await SiteBench.run { bench in
            let before = try await bench.everything()
            let response = try await bench.post("/c/hearing", form)
            #expect(response.status == .badRequest)
            #expect(response.text.contains(words))
            #expect(response.text.contains("value=\"Grace\""), "nothing is typed twice")
            #expect(try await bench.everything() == before)
        }
    }

    @Test func whatSomebodyTypesIsShownAsText() async throws {
        try await SiteBench.run { bench in
            let response = try await bench.post("/c/hearing", "name=%22%3E%3Cb%3E&join=yes&email=%22%3E%3Ci%3E")
            #expect(!response.text.contains("<b>") && !response.text.contains("<i>"))
        }
    }

    @Test func machinesAndThoseWhoGiveManyAddressesGetNobodyAsked() async throws {
        try await SiteBench.run { bench in
            _ = try await bench.post("/c/hearing", Self.form + "&website=x")
            #expect(try await bench.store.status(of: "_confirm-en", now: SiteBench.visit) == nil)
            var statuses: [HTTPResponse.Status] = []
            for number in 1...11 {
                let form = "name=N&join=yes&email=n\(number)%40example.org"
                statuses.append(try await bench.post("/c/hearing", form, from: "192.0.2.77").status)
            }
            #expect(statuses.filter { $0 == .ok }.count == 10)
            #expect(statuses.last == .tooManyRequests)
        }
    }

    @Test func aFriendsLinkStandsInTheLedger() async throws {
        try await SiteBench.run { bench in
            _ = try await bench.post(bench.share(), Self.form)
            let person = try await question(bench).person
            let line = try #require(try await bench.store.person(person)?.1.last?.change)
            #expect(line.source.contains("by a link that was passed on") && line.source.contains("hearing"))
            #expect(line.wording == "Yes, Riverside Tenants Union may send me email.")
        }
    }

    @Test func theQuestionSpeaksTheVisitorsLanguage() async throws {
        let call = Samples.call("hearing")
        try await SiteBench.run(call) { bench in
            let headers: HTTPFields = [
                .acceptLanguage: "es", .contentType: "application/x-www-form-urlencoded",
            ]
            _ = try await bench.client.executeRequest(
                uri: "/c/hearing",
                method: .post,
                headers: headers,
                body: ByteBuffer(string: Self.form)
            )
            let question = try await question(bench, "es")
            let link = bench.path(bench.links.confirm(question.number))
            #expect(try await bench.get(link).text.contains("Sí, fui yo"))
        }
    }

    /// Whoever has the address reads our words, and none of the stranger who typed it.
    @Test(arguments: ["en", "es"])
    func theQuestionNamesNothingOfThePersonWhoIsAsked(language: String) async throws {
        try await SiteBench.run { bench in
            _ = try await bench.client.executeRequest(
                uri: "/c/hearing",
                method: .post,
                headers: [.acceptLanguage: language, .contentType: "application/x-www-form-urlencoded"],
                body: ByteBuffer(string: Self.form)
            )
            let question = try await question(bench, language)
            let call = try #require(try await bench.store.visit(question.number)).standing.call
            let words = try #require(call.words)
            let names = try [Template(call.subject), words.html(), words.plain()].flatMap(\.fieldNames)
            #expect(names.contains("organization"))
            #expect(Set(names).isDisjoint(with: Person.fieldNames))
            #expect(try await bench.store.person(question.person)?.0.givenName == "Grace", "for the time after the yes")
        }
    }

    @Test func aNoOnThePageHoldsAgainstTheButton() async throws {
        try await SiteBench.run { bench in
            _ = try await bench.post("/c/hearing", Self.form)
            let question = try await question(bench)
            _ = try await bench.post(bench.path(bench.links.stop(question.number)))
            let pressed = try await bench.post(bench.path(bench.links.confirm(question.number)))
            #expect(pressed.text.contains("You have said no"))
            #expect(try await bench.consent(of: question.person.rawValue) == .withdrawn)
        }
    }

    @Test func linksOfOtherSortsConfirmNothing() async throws {
        try await SiteBench.run { bench in
            _ = try await bench.post("/c/hearing", Self.form)
            let question = try await question(bench)
            let token = bench.path(bench.links.ask(question.number)).dropFirst(3)
            for path in ["/y/\(token)", "/y/", "/y/x", bench.path(bench.links.confirm(DeliveryNumber(rawValue: 1)))] {
                #expect(try await bench.post(path).status == .notFound)
            }
            #expect(try await bench.get("/c/_confirm-en").status == .notFound)
            #expect(try await bench.consent(of: question.person.rawValue) == .pending)
        }
    }
}
