import Accounts
import Calls
import Deliveries
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import People
import Reviews
import StoreSQLite
import TestKit
import Testing

@testable import Web

/// The API: who is let in, what is answered, and that all of it is described.
@Suite(.timeLimit(.minutes(2)))
struct APITests {
    private static let file = """
        ---
        title: Fill the hall
        call: hall
        audience: {}
        action: { kind: attend, ask: Come to the hall }
        ---
        Dear {{first_name}}, come to the hall.
        """

    @Test func onlyATokenOpensAnything() async throws {
        try await APIBench.run(.owner) { api in
            let without = try await api.send(.get, "/calls")
            #expect(without.status == 401 && without.headers[.wwwAuthenticate] == "Bearer realm=\"clarion\"")
            let strange = try await api.get("/calls", token: "clarion_nothing")
            #expect(strange.headers[.wwwAuthenticate]?.contains("invalid_token") == true)
            let basic = try await api.send(.get, "/calls", headers: [.authorization: "Basic YTpi"])
            #expect(basic.status == 401)
            // A browser that is logged in is no program.
            let session = Credential()
            let hash = try #require(try await api.site.store.passwordHash(of: OfficeBench.name("owner")))
            let isOpen = try await api.site.store.openSession(
                session.digest,
                of: OfficeBench.name("owner"),
                proven: hash,
                now: SiteBench.visit
            )
            #expect(isOpen)
            let cookie = "__Host-clarion-session=\(session.text)"
            #expect(try await api.send(.get, "/calls", headers: [.cookie: cookie]).status == 401)
            #expect(try await api.get("/calls", token: session.text).status == 401)
            #expect(try await api.get("/token").value["role"]?.text == "owner")
            let number = try #require(try await api.site.store.tokens(of: nil).first).number
            #expect(try await api.site.store.revokeToken(number, of: nil))
            #expect(try await api.get("/token").status == 401)
        }
    }

    @Test func strangersAndBusyProgramsWait() async throws {
        try await APIBench.run(.viewer) { api in
            for _ in 0..<60 { _ = try await api.send(.get, "/calls") }
            let stranger = try await api.send(.get, "/calls")
            #expect(stranger.status == 429 && stranger.headers[.retryAfter] == "60")
            for _ in 0..<600 { #expect(try await api.get("/token").status == 200) }
            #expect(try await api.get("/token").status == 429)
        }
    }

    @Test(arguments: Role.allCases)
    func aTokenDoesWhatItsRoleMay(role: Role) async throws {
        try await APIBench.run(role) { api in
            let source = ["source": Self.file, "plan": "0"]
            let asked: [(Permission, String, [String: String]?)] = [
                (.look, "/log", nil), (.seePeople, "/people?q=p1", nil), (.seePeople, "/inbox", nil),
                (.write, "/plan", ["source": Self.file]), (.send, "/calls", source),
                (.send, "/calls/hearing/pause", [:]), (.enterResults, "/calls/hearing/completions", ["person": "p1"]),
            ]
            for (permission, path, body) in asked {
                let answer = if let body { try await api.post(path, body) } else { try await api.get(path) }
                #expect((answer.status == 403) == !role.may(permission), "\(path): \(answer.status)")
            }
        }
    }

    @Test func everyOperationIsRoutedDescribedAndGuarded() async throws {
        try await APIBench.run(.owner) { api in
            let document = try #require(Value(try await api.site.get("/api/v1/openapi.json").text))
            #expect(document["openapi"]?.text == "3.1.0")
            var names: Set<String> = []
            for (path, item) in document["paths"]?.members ?? [:] {
                let example = path.replacing("{call}", with: "nothing").replacing("{person}", with: "nobody")
                    .replacing("{number}", with: "999")
                for (method, operation) in item.members {
                    names.insert(try #require(operation["operationId"]?.text))
                    let method = try #require(HTTPRequest.Method(method.uppercased()))
                    #expect(try await api.send(method, example).status == 401, "\(path)")
                    for (status, answer) in operation["responses"]?.members ?? [:] {
                        let type =
                            Int(status).map { $0 < 400 } == true ? "application/json" : "application/problem+json"
                        let shape = answer["content"]?[type]?["schema"]?["$ref"]?.text
                        let name = try #require(shape?.split(separator: "/").last)
                        #expect(document["components"]?["schemas"]?[String(name)] != nil, "\(name)")
                    }
                }
                for method in [HTTPRequest.Method.put, .delete, .patch, .options, .trace] {
                    let answer = try await api.send(method, example)
                    #expect(answer.status == 405 && answer.headers[.allow]?.isEmpty == false, "\(method) \(path)")
                }
            }
            #expect(names.count == 22)
            #expect(try await api.get("/nothing").status == 404)
        }
    }

    @Test func theNumbersAndTheLogAreThoseOfTheCommandLine() async throws {
        try await APIBench.run(.viewer) { api in
            let status = try #require(try await api.site.store.status(of: "hearing", now: SiteBench.visit))
            #expect(try await api.get("/calls/hearing").text == status.json.line)
            #expect(try await api.get("/calls").value["calls"]?.elements.count == 1)
            #expect(try await api.get("/calls/nothing").status == 404)
            #expect(try await api.get("/calls/hearing/timeline").value["sent"]?.elements.isEmpty == false)
            #expect(try await api.get("/calls/hearing/reasons").value["reasons"]?.elements == [])
            var found: [Value] = []
            var cursor = ""
            for _ in 0..<3 {
                let page = try await api.get("/log?limit=1&call=hearing\(cursor)")
                found += page.value["entries"]?.elements ?? []
                cursor = page.value["next"]?.text.map { "&cursor=\($0)" } ?? ""
            }
            #expect(cursor.isEmpty)
            #expect(Set(found.compactMap { $0["person"]?.text }) == ["p1", "p2", "p3"])
            #expect(found.allSatisfy { $0["address"]?.text?.contains("•••") == true })
            #expect(try await api.get("/log?call=nothing").status == 404)
            for query in [
                "stat=sent", "state=lost", "limit=0", "limit=x", "cursor=1", "call=a&call=b", "call=%00", "%ff",
            ] {
                #expect(try await api.get("/log?\(query)").status == 400, "\(query)")
            }
            let hint = try await api.get("/log?stat=sent").value["detail"]?.text
            #expect(hint?.contains("Did you mean 'state'?") == true)
        }
    }

    @Test func whereASecondPersonMustAgreeAProgramIsNoWayAround() async throws {
        try await APIBench.run(.organizer, desk: OfficeBench.desk(needsApproval: true)) { api in
            let plan = try await api.post("/plan", ["source": Self.file])
            let hash = try #require(plan.value["hash"]?.text)
            let refused = try await api.post("/calls", ["source": Self.file, "plan": hash])
            #expect(refused.status == 403 && refused.value["detail"]?.text?.contains("second person") == true)
            #expect(try await api.site.store.standing(of: "hall") == nil)
        }
    }

    @Test func aCallIsCheckedPlannedAndSubmittedOnce() async throws {
        try await APIBench.run(.organizer) { api in
            let faulty = try await api.post("/check", ["source": "---\ntitel: X\n---\nwords"])
            #expect(
                faulty.status == 200 && faulty.value["faults"]?.elements.contains { $0["line"]?.number == 2 } == true
            )
            #expect(try await api.post("/plan", ["source": "words"]).status == 422)
            #expect(try await api.post("/check", ["source": Self.file]).value["faults"]?.elements == [])
            let plan = try await api.post("/plan", ["source": Self.file])
            let hash = try #require(plan.value["hash"]?.text)
            #expect(plan.value["audience"]?.number == 3)
            let moved = try await api.post("/calls", ["source": Self.file, "plan": "0123456789abcdef"])
            #expect(moved.status == 409)
            #expect(try await api.site.store.standing(of: "hall") == nil)
            let sent = try await api.post("/calls", ["source": Self.file, "plan": hash])
            #expect(sent.status == 201 && sent.value["changed"]?.bool == true)
            let again = try await api.post("/calls", ["source": Self.file, "plan": hash])
            #expect(again.status == 200 && again.value["changed"]?.bool == false)
            #expect(try await api.post("/calls/hall/pause").value["state"]?.text == "paused")
            #expect(try await api.post("/calls/hall/resume").value["state"]?.text == "running")
            #expect(try await api.post("/calls/hall/cancel").value["state"]?.text == "cancelled")
            #expect(try await api.post("/calls/hall/resume").status == 409)
            #expect(try await api.post("/calls/hall/retry").status == 409)
            #expect(try await api.post("/calls/nothing/pause").status == 404)
        }
    }

    @Test func whatIsSentTwiceUnderOneKeyIsDoneOnce() async throws {
        try await APIBench.run(.owner) { api in
            let first = try await api.post("/calls/hearing/completions", ["person": "p1"], key: "one")
            #expect(first.status == 201)
            let second = try await api.post("/calls/hearing/completions", ["person": "p1"], key: "one")
            #expect(second.status == 201 && second.text == first.text)
            let replayed = try #require(HTTPField.Name("Idempotency-Replayed"))
            #expect(second.headers[replayed] == "true" && first.headers[replayed] == nil)
            let other = try await api.post("/calls/hearing/completions", ["person": "p2"], key: "one")
            #expect(other.status == 422)
            // What did nothing may be tried again.
            #expect(try await api.post("/calls/hearing/completions", ["person": "p9"], key: "two").status == 422)
            _ = try await api.site.store.take([try Samples.record(9)], by: "test", now: Samples.start)
            #expect(try await api.post("/calls/hearing/completions", ["person": "p9"], key: "two").status == 201)
            #expect(try await api.post("/calls/hearing/completions", ["person": "p1"], key: "a b").status == 400)
            #expect(try await api.site.store.status(of: "hearing", now: SiteBench.visit)?.done == 2)
        }
    }

    @Test func consentIsGrantedInWordsAndWithdrawnAtOnce() async throws {
        try await APIBench.run(.organizer) { api in
            let path = "/people/p1/consent"
            let words = ["channel": "sms", "source": "web form", "wording": "Yes, text me."]
            #expect(try await api.post("\(path)/grant", ["channel": "sms", "source": "web form"]).status == 422)
            #expect(try await api.post("\(path)/grant", words).status == 201)
            #expect(try await api.post("\(path)/grant", words).status == 200)
            #expect(try await api.post("/people/nobody/consent/grant", words).status == 404)
            let out = try await api.post("\(path)/withdraw", ["channel": "email", "source": "told us"])
            #expect(out.status == 201 && out.value["may_still_arrive"]?.bool == false)
            #expect(try await api.site.consent(of: "p1") == .withdrawn)
            let person = try await api.get("/people/p1")
            let last = try #require(person.value["consents"]?.elements.last)
            #expect(last["state"]?.text == "withdrawn" && last["evidence"]?.text == "organizer by the API")
            #expect(person.value["email"]?.text?.contains("•••") == true)
            let why = try await api.get("/calls/hearing/people/p1").value["channels"]?["email"]
            #expect(why?["consent"]?["state"]?.text == "withdrawn")
            #expect(try await api.get("/calls/hearing/people/nobody").status == 404)
            #expect(try await api.get("/people?q=p1").value["people"]?.elements.count == 1)
            #expect(try await api.get("/people").status == 400)
        }
    }

    @Test func anIdMayHoldAnySign() async throws {
        try await APIBench.run(.owner) { api in
            let record = try Samples.record(7).with { $0.id = PersonID(rawValue: "a/b é") }
            _ = try await api.site.store.take([record], by: "test", now: Samples.start)
            #expect(try await api.get("/people/a%2Fb%20%C3%A9").value["id"]?.text == "a/b é")
        }
    }

    @Test func bodiesAreReadStrictly() async throws {
        try await APIBench.run(.owner) { api in
            let path = "/calls/hearing/completions"
            let faulty = try await api.post(path, text: #"{"persn": "p1", "via": "pidgeon", "evidence": 1}"#)
            #expect(faulty.status == 422)
            let faults = faulty.value["errors"]?.elements ?? []
            #expect(faults.compactMap { $0["pointer"]?.text } == ["#/evidence", "#/persn", "#/via", "#/person"])
            #expect(faults.dropFirst().first?["detail"]?.text?.contains("Did you mean 'person'?") == true)
            for text in ["[]", "{", "null", "\u{0}", "{\"person\": \"p1\"} x"] {
                #expect(try await api.post(path, text: text).status == 400, "\(text)")
            }
            #expect(
                try await api.post(path, text: "person=p1", type: "application/x-www-form-urlencoded").status == 415
            )
            #expect(try await api.post(path, text: "{\"person\": \"p1\\u0000\"}").status == 422)
            for (count, status) in [(1_001, 422), (100_000, 413)] {
                let long = String(repeating: "x", count: count)
                #expect(try await api.post(path, ["person": "p1", "evidence": long]).status == status)
            }
            #expect(try await api.post("/calls/hearing/pause", text: "").status == 200)
            #expect(try await api.post("/calls/hearing/pause", ["sure": "yes"]).status == 422)
        }
    }

    /// JSON may write every sign as an escape, and those beyond U+FFFF as two.
    @Test func theLongestTextsThatAreDescribedAreTakenHoweverTheyAreWritten() async throws {
        try await APIBench.run(.owner) { api in
            let document = try #require(Value(try await api.site.get("\(APIBench.root)/openapi.json").text))
            let escaped = { (text: String) in
                text.utf16.map { "\\u" + String(String(UInt32($0) | 0x1_0000, radix: 16).suffix(4)) }.joined()
            }
            var count = 0
            for (path, item) in document["paths"]?.members ?? [:] {
                let body = item["post"]?["requestBody"]?["content"]?["application/json"]?["schema"]
                guard let properties = body?["properties"]?.members, !properties.isEmpty else { continue }
                let members = properties.map { name, property in
                    let longest = property["maxLength"]?.number.map { String(repeating: "😀", count: $0) }
                    let value = longest ?? property["enum"]?.elements.compactMap(\.text).max { $0.count < $1.count }
                    return "\"\(escaped(name))\": \"\(escaped(value ?? ""))\""
                }
                let address = path.replacing(/{\w+}/, with: "1")
                let answer = try await api.post(address, text: "{\(members.joined(separator: ", "))}")
                #expect(answer.status != 413, "\(path)")
                count += 1
            }
            #expect(count >= 5)
        }
    }

    @Test func theInboxIsReadAndCleared() async throws {
        try await APIBench.run(.organizer) { api in
            let reply = Samples.reply("Is there a ramp?", from: "+12125550101")
            _ = try await api.site.store.receive([reply], now: SiteBench.visit)
            let message = try #require(try await api.get("/inbox").value["messages"]?.elements.first)
            #expect(message["words"]?.text == "Is there a ramp?")
            #expect(message["from"]?.text?.contains("•••") == true)
            let number = try #require(message["number"]?.number)
            #expect(try await api.post("/inbox/\(number)/done").status == 200)
            #expect(try await api.post("/inbox/\(number)/done").status == 404)
            #expect(try await api.get("/inbox").value["messages"]?.elements == [])
            #expect(try await api.get("/inbox?all=true").value["messages"]?.elements.count == 1)
            #expect(try await api.get("/inbox?all=yes").status == 400)
            #expect(try await api.get("/sheets").value["sheets"]?.elements == [])
        }
    }

    @Test func tokensAreTakenOverHttpsOnly() async throws {
        try await SiteBench.run(publicURL: "http://act.riverside.example") { site in
            let api = try await APIBench(site, .owner)
            #expect(try await api.get("/calls").status == 403)
        }
    }
}
