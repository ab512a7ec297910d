import Foundation
import Loopback
import LoopbackClient
import Testing

struct ListenerTests {
    /// Greets, then waits for the client to end.
    private static func greeter(maximumConnections: Int = 256) throws -> Listener {
        try Listener(maximumConnections: maximumConnections) { connection in
            connection.write("\(connection.number)\r\n")
            var line: [UInt8] = []
            while (try? connection.readLine(into: &line, limit: 100)) != nil {}
            return .dropped
        }
    }

    @Test func nobodyOutsideThisMachineCanReachThePort() async throws {
        let listener = try Self.greeter()
        // The kernel's own list: local address and port in hexadecimal, state 0A is listening.
        let mine = String(format: ":%04X", listener.port)
        let table = try ["/proc/net/tcp", "/proc/net/tcp6"].flatMap { path in
            try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map { $0.split(separator: " ") }
        }
        let listening = table.filter { $0.count > 3 && $0[3] == "0A" && $0[1].hasSuffix(mine) }.map { String($0[1]) }
        #expect(listening == ["0100007F" + mine])
        await listener.stop()
    }

    @Test func everyConnectionIsServedAtTheSameTimeAndNumbered() async throws {
        let listener = try Self.greeter()
        let clients = try (0..<50).map { _ in try RawClient(port: listener.port) }
        let numbers = try clients.map { try $0.line() }
        #expect(Set(numbers) == Set((1...50).map(String.init)))
        await listener.stop()
    }

    @Test func stoppingEndsEveryConnectionAndClosesThePort() async throws {
        let listener = try Self.greeter()
        let clients = try (0..<5).map { _ in try RawClient(port: listener.port) }
        for client in clients { _ = try client.line() }
        await listener.stop()
        for client in clients { #expect(throws: RawClient.Failure.ended) { try client.line() } }
        #expect(throws: RawClient.Failure.refused) { try RawClient(port: listener.port) }
        await listener.stop()
    }

    @Test func aListenerThatIsForgottenStops() async throws {
        var listener: Listener? = try Self.greeter()
        let client = try RawClient(port: try #require(listener?.port))
        _ = try client.line()
        listener = nil
        #expect(throws: RawClient.Failure.ended) { try client.line() }
    }

    @Test func oneConnectionTooManyIsClosedAtOnceAndThePlaceIsFreeAgainLater() async throws {
        let listener = try Self.greeter(maximumConnections: 1)
        var first: RawClient? = try RawClient(port: listener.port)
        #expect(try first?.line() == "1")
        #expect(throws: RawClient.Failure.ended) { try RawClient(port: listener.port).line() }
        first = nil
        // The place is free when the server has seen the end; until then newcomers are sent away.
        var answer: String?
        while answer == nil { answer = try? RawClient(port: listener.port).line() }
        #expect(answer == "2")
        await listener.stop()
    }

    @Test func anErrorSaysWhatToDo() {
        let error = ListenError(call: "bind", code: 98)
        #expect(
            error.description == "A port on 127.0.0.1 could not be opened: bind said 'Address already in use'."
                + " Close programs that hold many connections, then try again."
        )
    }
}
