import Foundation
import Synchronization
import Testing

@testable import Curl

struct HTTPClientTests {
    static let quick = HTTPClient.Limits(connect: .milliseconds(500), total: .milliseconds(500), silence: .seconds(1))

    static func get(_ url: String) throws -> HTTPRequest { HTTPRequest(.get, try HTTPAddress(url)) }

    @Test func connectionsAreKeptAndNeverMoreThanAllowed() async throws {
        let server = StandInGateway(always: .answer(200, body: "ok"))
        let client = HTTPClient(connections: 3)
        let request = try Self.get(server.url)
        let batch = HTTPBatch()
        let answers = AsyncStream<HTTPResult> { stream in
            for _ in 0..<200 { client.send(request, in: batch) { stream.yield($0) } }
        }
        let results = await answers.prefix(200).reduce(into: [HTTPResult]()) { $0.append($1) }
        #expect(results.allSatisfy { (try? $0.get().status) == 200 })
        #expect(server.heard.count == 200)
        #expect(Set(server.heard.map(\.connection)).count <= 3)
        #expect(server.mostConnections <= 3)
    }

    @Test func nobodyThereIsNotSent() async throws {
        let server = StandInGateway(always: .answer(200))
        let url = server.url
        server.stop()
        let result = await HTTPClient(connections: 1).send(try Self.get(url))
        guard case .failure(.notSent(let why)) = result else { return #expect(Bool(false), "\(result)") }
        #expect(why.contains("connect"))
    }

    @Test func aNameThatNobodyHasIsNotSent() async throws {
        let result = await HTTPClient(connections: 1).send(try Self.get("http://no-such-host.invalid/?secret=s3cret"))
        guard case .failure(.notSent(let why)) = result else { return #expect(Bool(false), "\(result)") }
        #expect(!why.contains("s3cret"))
    }

    @Test func silenceIsUnanswered() async throws {
        let server = StandInGateway(always: .stall(""))
        let result = await HTTPClient(connections: 1, limits: Self.quick).send(
            try Self.get(server.url + "/?secret=s3cret")
        )
        guard case .failure(.unanswered(let why)) = result else { return #expect(Bool(false), "\(result)") }
        #expect(!why.contains("s3cret"))
    }

    @Test(arguments: [HTTPRequest.Method.get, .post])
    func aClosedConnectionIsUnansweredAndNothingIsSentTwice(method: HTTPRequest.Method) async throws {
        // Over the kept connection the second request is read and dropped: the very moment at which libcurl repeats it.
        let server = StandInGateway { _, before in before == 1 ? .bytes("") : .answer(200) }
        let client = HTTPClient(connections: 1)
        let request = HTTPRequest(method, try HTTPAddress(server.url), body: Array("a=1".utf8))
        #expect(try await client.send(request).get().status == 200)
        let dropped = await client.send(request)
        #expect(dropped == .failure(.unanswered("the connection was closed without an answer")))
        #expect(server.heard.count == 2)
        #expect(try await client.send(request).get().status == 200)
        #expect(server.heard.map(\.connection) == [1, 1, 3])
    }

    @Test(
        arguments: [
            "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
            "HTTP/1.1 200 OK\r\n\r\n" + repeated("x", 70_000),
            "HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n" + repeated("x", 70_000),
            "HTTP/1.1 200 OK\r\nX: " + repeated("x", 70_000) + "\r\n\r\n",
        ]
    )
    func anAnswerThatIsCutOffOrTooLongIsNotWhole(bytes: String) async throws {
        let server = StandInGateway(always: .bytes(bytes))
        let response = try await HTTPClient(connections: 1).send(try Self.get(server.url)).get()
        #expect(response.status == 200)
        #expect(!response.isWhole)
        #expect(response.body.count <= HTTPClient.longestBody)
    }

    @Test func anAnswerThatStallsIsNotWhole() async throws {
        let server = StandInGateway(always: .stall("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"))
        let client = HTTPClient(connections: 1, limits: Self.quick)
        let response = try await client.send(try Self.get(server.url)).get()
        #expect(!response.isWhole)
        #expect(String(decoding: response.body, as: UTF8.self) == "half")
    }

    @Test(arguments: ["", "garbage\r\n\r\n", "\u{0}\u{1}", "220 mail.example ESMTP\r\n"])
    func whatIsNoHTTPIsUnanswered(bytes: String) async throws {
        let server = StandInGateway(always: .bytes(bytes))
        let result = await HTTPClient(connections: 1).send(try Self.get(server.url))
        guard case .failure(.unanswered) = result else { return #expect(Bool(false), "\(result)") }
    }

    @Test func aRedirectIsAnAnswer() async throws {
        let server = StandInGateway(always: .answer(307, fields: ["Location: http://127.0.0.1:1/"]))
        #expect(try await HTTPClient(connections: 1).send(try Self.get(server.url)).get().status == 307)
        #expect(server.heard.count == 1)
    }

    @Test func aRequestHasNothingOfTheOneBefore() async throws {
        let server = StandInGateway(always: .answer(200))
        let client = HTTPClient(connections: 1)
        let place = try HTTPAddress(server.url)
        let account = HTTPCredentials(username: "me", password: "s3cret")
        let first = HTTPRequest(.post, place, fields: [.form], credentials: account, body: Array("a=1".utf8))
        let requests = [
            first, first, HTTPRequest(.post, place, fields: [.json], body: Array("{}".utf8)), HTTPRequest(.get, place),
            HTTPRequest(.get, place.appending("x"), credentials: account), first,
        ]
        for request in requests { #expect(try await client.send(request).get().status == 200) }
        let heard = server.heard
        #expect(heard.map(\.line.first) == ["P", "P", "P", "G", "G", "P"])
        #expect(heard.map(\.target) == ["/", "/", "/", "/", "/x", "/"])
        #expect(heard.map(\.body) == ["a=1", "a=1", "{}", "", "", "a=1"])
        let types = heard.map { $0.fields["content-type"]?.split(separator: "/").last.map(String.init) }
        #expect(types == ["x-www-form-urlencoded", "x-www-form-urlencoded", "json", nil, nil, "x-www-form-urlencoded"])
        #expect(heard.map { $0.fields["authorization"] != nil } == [true, true, false, false, true, true])
        #expect(Set(heard.map(\.connection)) == [1])
    }

    @Test func theLastOfSeveralHeadersCounts() async throws {
        let bytes =
            "HTTP/1.1 100 Continue\r\nRetry-After: 5\r\n\r\nHTTP/1.1 429 No\r\nContent-Type: text/plain\r\n\r\nslow"
        let server = StandInGateway(always: .bytes(bytes))
        let response = try await HTTPClient(connections: 1).send(try Self.get(server.url)).get()
        #expect(response == HTTPResponse(status: 429, body: Array("slow".utf8), contentType: "text/plain"))
    }

    @Test func aWithdrawnBatchBeginsNothingMore() async throws {
        let server = StandInGateway(always: .answer(200))
        server.hold()
        let client = HTTPClient(connections: 1)
        let request = try Self.get(server.url)
        let batch = HTTPBatch()
        let answers = AsyncStream<HTTPResult> { stream in
            for _ in 0..<5 { client.send(request, in: batch) { stream.yield($0) } }
        }
        await server.waitForRequests(1)
        client.withdraw(batch, within: .seconds(30))
        var results = answers.makeAsyncIterator()
        for _ in 0..<4 { #expect(await results.next() == .failure(.withdrawn)) }
        server.release()
        #expect(try await results.next()?.get().status == 200)
        let late = AsyncStream<HTTPResult> { stream in client.send(request, in: batch) { stream.yield($0) } }
        #expect(await late.first { _ in true } == .failure(.withdrawn))
        #expect(server.heard.count == 1)
    }

    @Test func cancellingCutsATransferOff() async throws {
        let server = StandInGateway(always: .answer(200))
        server.hold()
        let client = HTTPClient(connections: 1)
        let request = try Self.get(server.url)
        let sending = Task { await client.send(request) }
        await server.waitForRequests(1)
        sending.cancel()
        #expect(await sending.value == .failure(.unanswered("we had to stop before the answer came")))
    }

    @Test func lettingGoOfTheClientEndsWhatIsUnderWay() async throws {
        let server = StandInGateway(always: .answer(200))
        server.hold()
        let request = try Self.get(server.url)
        let batch = HTTPBatch()
        var client: HTTPClient? = HTTPClient(connections: 1)
        let answers = AsyncStream<HTTPResult> { stream in
            for _ in 0..<2 { client?.send(request, in: batch) { stream.yield($0) } }
        }
        await server.waitForRequests(1)
        client = nil
        let results = await answers.prefix(2).reduce(into: [HTTPResult]()) { $0.append($1) }
        #expect(Set(results.map { "\($0)" }).count == 2)
        #expect(results.contains(.failure(.withdrawn)))
    }

    @Test func aHoldKeepsRequestsBackAndThenLetsThemGo() async throws {
        let server = StandInGateway(always: .answer(200))
        let client = HTTPClient(connections: 1)
        client.hold(for: .milliseconds(200))
        let before = ContinuousClock.now
        #expect(try await client.send(try Self.get(server.url)).get().status == 200)
        #expect(ContinuousClock.now - before >= .milliseconds(190))
    }

    @Test func aStrangersCertificateIsNotSentAnything() async throws {
        let server = try await SelfSignedServer()
        let result = await HTTPClient(connections: 1).send(try Self.get(server.url))
        guard case .failure(.notSent(let why)) = result else { return #expect(Bool(false), "\(result)") }
        #expect(why.contains("certificate"))
    }
}

/// OpenSSL's own server, with a certificate that nobody vouches for.
private final class SelfSignedServer: Sendable {
    let url: String
    private let process: Process
    private let folder: URL

    init() async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.currentDirectoryURL = folder
        let subject = "-subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
        let make = "openssl req -x509 -newkey rsa:2048 -nodes -keyout k -out c -days 2 \(subject) 2>/dev/null"
        process.arguments = ["-c", "\(make) && exec openssl s_server -accept 127.0.0.1:0 -key k -cert c -www 2>&1"]
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = Pipe()
        try process.run()
        let (stream, writer) = AsyncStream<String>.makeStream()
        Thread {
            var text = ""
            while case let data = output.fileHandleForReading.availableData, !data.isEmpty {
                text += String(decoding: data, as: UTF8.self)
                if let line = text.split(separator: "\n").first(where: { $0.hasPrefix("ACCEPT ") }),
                    text.hasSuffix("\n")
                {
                    writer.yield(String(line))
                }
            }
            writer.finish()
        }.start()
        let line = try #require(await stream.first { _ in true })
        url = "https://" + line.dropFirst("ACCEPT ".count)
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }
}
