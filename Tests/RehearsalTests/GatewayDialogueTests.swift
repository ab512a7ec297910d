import Foundation
import LoopbackClient
import Rehearsal
import Testing

/// HTTP said by hand: what no well-made client says, and what a script makes the receiver answer.
struct GatewayDialogueTests {
    private static let body = "from=a&to=b&text=x"
    private static let good =
        "POST /sms/json HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"

    /// The status of the first answer.
    private func status(of request: String, limits: HTTPLimits = HTTPLimits()) async throws -> String {
        let receiver = try GatewayReceiver(limits: limits) { _ in }
        let client = try RawClient(port: receiver.port)
        client.send(request)
        client.endSending()
        let answer = try client.rest()
        await receiver.stop()
        return String(answer.dropFirst(9).prefix(3))
    }

    private static func post(_ fields: String, _ body: String = "") -> String {
        "POST /sms/json HTTP/1.1\r\nHost: x\r\n\(fields)\r\n\(body)"
    }

    @Test(
        arguments: [
            (good, "200"),
            ("\r\n" + good, "200"),
            ("HEAD / HTTP/1.0\r\n\r\n", "200"),
            ("GET / HTTP/1.1\r\n\r\n", "400"),
            ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"),
            ("GET / HTTP/1.1\nHost: a\n\n", "400"),
            ("GET /\r\n\r\n", "400"),
            ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", "400"),
            ("GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", "400"),
            ("GET http://elsewhere.example/ HTTP/1.1\r\nHost: a\r\n\r\n", "400"),
            ("GET /\u{0} HTTP/1.1\r\nHost: a\r\n\r\n", "400"),
            ("EHLO client.example\r\n", "400"),
            ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", "505"),
            ("DELETE / HTTP/1.1\r\nHost: a\r\n\r\n", "501"),
            ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", "400"),
            ("GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", "400"),
            ("GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n", "400"),
            ("GET /\(String(repeating: "a", count: 20_000)) HTTP/1.1\r\nHost: a\r\n\r\n", "414"),
            ("GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "a", count: 20_000))\r\n\r\n", "431"),
            ("GET / HTTP/1.1\r\nHost: a\r\n\(String(repeating: "X: a\r\n", count: 200))\r\n", "431"),
            (post("Content-Length: 99999999\r\n"), "413"),
            (post("Content-Length: 99999999999999999999999\r\n"), "413"),
            (post("Content-Length: -1\r\n"), "400"),
            (post("Content-Length: +1\r\n"), "400"),
            (post("Content-Length: 1, 1\r\n"), "400"),
            (post("Content-Length: 1\r\nContent-Length: 2\r\n"), "400"),
            (post("Content-Length: 18\r\nTransfer-Encoding: chunked\r\n"), "400"),
            (post("Transfer-Encoding: gzip, chunked\r\n"), "501"),
            (post("Transfer-Encoding: chunked\r\n", "12;a=b\r\n\(body)\r\n0\r\nTrailer: x\r\n\r\n"), "200"),
            (post("Transfer-Encoding: chunked\r\n", "11\r\n\(body)\r\n0\r\n\r\n"), "400"),
            (post("Transfer-Encoding: chunked\r\n", "zz\r\n"), "400"),
            (post("Transfer-Encoding: chunked\r\n", "-1\r\n"), "400"),
            (post("Transfer-Encoding: chunked\r\n", "fffffff\r\n"), "413"),
            (post("Content-Length: 100\r\n", "half"), ""),
            ("POST /sms/js", ""),
            ("", ""),
        ]
    )
    func aRequestGetsItsStatus(request: String, expected: String) async throws {
        #expect(try await status(of: request) == expected)
    }

    @Test func requestsFollowEachOtherOnOneConnection() async throws {
        let texts = Collected<ReceivedText>()
        let receiver = try GatewayReceiver { texts.add($0) }
        let client = try RawClient(port: receiver.port)
        client.send(String(repeating: Self.good, count: 200) + "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        let answers = try client.rest()
        #expect(answers.components(separatedBy: "HTTP/1.1 200 OK\r\n").count == 202)
        #expect(texts.all.count == 200)
        await receiver.stop()
    }

    @Test func aBodyIsAskedForWhereTheClientWaits() async throws {
        let receiver = try GatewayReceiver { _ in }
        let client = try RawClient(port: receiver.port)
        client.send(Self.post("Expect: 100-continue\r\nContent-Length: \(Self.body.utf8.count)\r\n"))
        #expect(try client.lines(2) == ["HTTP/1.1 100 Continue", ""])
        client.send(Self.body)
        #expect(try client.line() == "HTTP/1.1 200 OK")
        await receiver.stop()
    }

    /// Asks twice against a script that knows only the first request; gives back the status lines.
    private func dialogue(_ script: @escaping GatewayReceiver.Script) async throws -> (answer: String, kept: Int) {
        let texts = Collected<ReceivedText>()
        let receiver = try GatewayReceiver(answers: script) { texts.add($0) }
        let client = try RawClient(port: receiver.port)
        client.send(Self.good)
        client.endSending()
        let answer = try client.rest()
        await receiver.stop()
        return (answer, texts.all.count)
    }

    @Test func aScriptCanAskForPatience() async throws {
        let (answer, kept) = try await dialogue { step in
            if case .message = step.event {
                .say(429, fields: [("Retry-After", "2")], body: #"{"code":20429}"#)
            } else {
                nil
            }
        }
        #expect(answer.hasPrefix("HTTP/1.1 429 Too Many Requests\r\n"))
        #expect(answer.contains("\r\nRetry-After: 2\r\n"))
        #expect(answer.hasSuffix("\r\n\r\n{\"code\":20429}"))
        #expect(kept == 0)
    }

    @Test(arguments: [true, false])
    func aScriptCanEndTheConnectionBeforeOrAfterKeeping(keeps: Bool) async throws {
        let (answer, kept) = try await dialogue { step in
            switch step.event {
            case .message: keeps ? nil : .close()
            case .kept: keeps ? .close() : nil
            }
        }
        #expect(answer == "")
        #expect(kept == (keeps ? 1 : 0))
    }

    @Test func aScriptSeesTheRequest() async throws {
        let steps = Collected<GatewayStep>()
        _ = try await dialogue { step in
            steps.add(step)
            return .wait(.milliseconds(1))
        }
        #expect(steps.all.count == 2)
        #expect(steps.all.first?.request.field("content-length") == "18")
        #expect(steps.all.first?.request.path == "/sms/json")
    }

    @Test func aMessageThatCannotBeKeptIsNotAccepted() async throws {
        struct DiskFull: Error {}
        let receiver = try GatewayReceiver { _ in throw DiskFull() }
        let client = try RawClient(port: receiver.port)
        client.send(Self.good)
        #expect(try client.line() == "HTTP/1.1 503 Service Unavailable")
        await receiver.stop()
    }
}
