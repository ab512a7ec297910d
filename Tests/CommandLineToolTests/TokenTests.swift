import Foundation
import TestKit
import Testing

/// Tokens, and the API behind them, with the real program.
@Suite(.timeLimit(.minutes(2)))
struct TokenTests {
    private static let program = """
        import sys, urllib.request, urllib.error
        method, address, token, body = sys.argv[1:5]
        request = urllib.request.Request(address, method=method, data=body.encode() if body else None)
        request.add_header("Authorization", "Bearer " + token)
        request.add_header("Content-Type", "application/json")
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request) as answer: print(answer.status); print(answer.read().decode())
        except urllib.error.HTTPError as error: print(error.code); print(error.read().decode())
        """

    private func ask(_ place: Workplace, _ method: String, _ address: String, _ token: String, _ body: String = "")
        async throws -> (status: String, answer: Loose)
    {
        let output = try await place.python(Self.program, method, address, token, body).output
        let lines = output.split(separator: "\n", maxSplits: 1).map(String.init)
        return (lines.first ?? "", try Loose.read(lines.count > 1 ? lines[1] : "{}"))
    }

    @Test func aTokenIsShownOnceAndOpensTheAPIUntilItIsRevoked() async throws {
        let port = try FreePorts.find(1)[0]
        let address = "http://127.0.0.1:\(port)"
        let place = try Workplace(TestSettings(mail: "smtp://127.0.0.1:1", publicURL: address))
        try await place.submit(Crowd.willing(2), TestCall())
        try await place.run("token", "create", "map", "--account", "ana", expect: 66)
        let added = try await place.shell("echo 'copper lantern river nine' | $CLARION account add ana --role entry")
        #expect(added.end == .exited(0), "\(added.errors)")
        try await place.run("token", "create", "map", "--account", "ana", "--role", "owner", expect: 64)
        let made = try await place.run("token", "create", "map", "--account", "ana", expect: 0)
        let token = made.output.filter { !$0.isNewline }
        #expect(token.hasPrefix("clarion_") && token.utf8.count == 51)
        #expect(!made.errors.contains(token))

        let server = try place.start(["serve", "--listen", "127.0.0.1:\(port)"])
        try FreePorts.waitUntilTaken(port)
        let call = try await ask(place, "GET", "\(address)/api/v1/calls/\(TestCall().slug)", token)
        #expect(call.status == "200" && call.answer["audience"]?.int == 2)
        let status = try await place.status()
        #expect(call.answer["channels"] == status["channels"])
        let path = "\(address)/api/v1/calls/\(TestCall().slug)/completions"
        let done = try await ask(place, "POST", path, token, #"{"person": "p1", "via": "phone"}"#)
        #expect(done.status == "201", "\(done)")
        #expect(try await place.status()["done"]?.int == 1)
        #expect(try await ask(place, "GET", "\(address)/api/v1/nothing", token).answer["status"]?.int == 404)

        let listed = try await place.run("token", "list", "--format", "json", expect: 0).output
        #expect(!listed.contains(token) && !listed.contains("\"last_used\":null"))
        try await place.run("token", "revoke", "1", expect: 0)
        try await place.run("token", "revoke", "1", expect: 66)
        #expect(try await ask(place, "GET", "\(address)/api/v1/calls", token).status == "401")
        server.send(SIGTERM)
        let result = await server.end()
        #expect(result.end == .exited(0), "\(result.errors)")
        #expect(!result.errors.contains(token))
    }
}
