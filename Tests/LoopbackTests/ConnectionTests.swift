import Loopback
import LoopbackClient
import Testing

struct ConnectionTests {
    /// A server that says of every line what it found: the bits of the faults, then the line.
    private static func echo(limit: Int = 8, patience: Duration = .seconds(20)) throws -> Listener {
        try Listener(patience: patience) { connection in
            do throws(ConnectionError) {
                while true {
                    var line: [UInt8] = []
                    let faults = try connection.readLine(into: &line, limit: limit)
                    connection.write("\(faults.rawValue) ")
                    connection.write(line)
                    connection.write("\r\n")
                }
            } catch .timedOut {
                connection.write("silent\r\n")
                return .finished
            } catch {
                return .dropped
            }
        }
    }

    @Test(
        arguments: [
            ("hello\r\n", [], "hello"),
            ("\r\n", [], ""),
            ("12345678\r\n", [], "12345678"),
            ("123456789\r\n", .overlong, ""),
            ("123456789\n", [.overlong, .endsInBareLineFeed], ""),
            (String(repeating: "x", count: 200_000) + "\r\n", .overlong, ""),
            ("hello\n", .endsInBareLineFeed, "hello"),
            ("12345678\n", .endsInBareLineFeed, "12345678"),
            ("\n", .endsInBareLineFeed, ""),
            ("a\rb\r\n", .holdsCarriageReturn, "a\rb"),
            ("a\r\r\n", .holdsCarriageReturn, "a\r"),
            ("a\0b\r\n", .holdsNUL, "a\0b"),
            ("zwölf\r\n", [], "zwölf"),
        ] as [(String, LineFaults, String)]
    )
    func aLineComesWithWhatIsWrongWithIt(sent: String, faults: LineFaults, line: String) async throws {
        let listener = try Self.echo()
        let client = try RawClient(port: listener.port)
        client.send(sent + "next\r\n")
        #expect(try client.line() == "\(faults.rawValue) \(line)")
        #expect(try client.line() == "0 next")
        await listener.stop()
    }

    @Test func aLineThatComesByteByByteIsOneLine() async throws {
        let listener = try Self.echo(limit: 70_000)
        let client = try RawClient(port: listener.port)
        for byte in "slow\r\n".utf8 { client.send([byte]) }
        #expect(try client.line() == "0 slow")
        // Longer than the buffer into which the system's bytes are read.
        let long = String(repeating: "y", count: 70_000)
        client.send(long + "\r\n")
        #expect(try client.line() == "0 \(long)")
        await listener.stop()
    }

    @Test func bytesAreReadToTheirCountAndNoFurther() async throws {
        let listener = try Listener { connection in
            do throws(ConnectionError) {
                var bytes: [UInt8] = []
                try connection.read(200_000, into: &bytes)
                var line: [UInt8] = []
                _ = try connection.readLine(into: &line, limit: 10)
                connection.write("\(bytes.count) \(connection.hasUnreadBytes) ")
                connection.write(line)
                return .finished
            } catch {
                return .dropped
            }
        }
        let client = try RawClient(port: listener.port)
        client.send([UInt8](repeating: 120, count: 200_000) + Array("end\r\n".utf8))
        #expect(try client.rest() == "200000 false end")
        await listener.stop()
    }

    @Test func aSilentClientIsNotWaitedForForEver() async throws {
        let listener = try Self.echo(patience: .milliseconds(50))
        let client = try RawClient(port: listener.port)
        client.send("half a li")
        #expect(try client.rest() == "silent\r\n")
        await listener.stop()
    }

    @Test func theLastAnswerArrivesThoughTheClientStillSends() async throws {
        let listener = try Listener { connection in
            var line: [UInt8] = []
            _ = try? connection.readLine(into: &line, limit: 10)
            connection.write("enough\r\n")
            return .finished
        }
        let client = try RawClient(port: listener.port)
        client.send("go\r\n")
        client.send([UInt8](repeating: 0, count: 1_000_000))
        client.endSending()
        #expect(try client.rest() == "enough\r\n")
        await listener.stop()
    }

    @Test func aPauseSendsWhatWaitsAndEndsWithTheConnection() async throws {
        let listener = try Listener { connection in
            connection.write("before\r\n")
            return (try? connection.pause(for: .seconds(600))) == nil ? .dropped : .finished
        }
        let client = try RawClient(port: listener.port)
        #expect(try client.line() == "before")
        await listener.stop()
        #expect(throws: RawClient.Failure.ended) { try client.line() }
    }

    @Test func aPauseThatIsOverLetsTheDialogueGoOn() async throws {
        let listener = try Listener { connection in
            let clock = ContinuousClock()
            let begin = clock.now
            guard (try? connection.pause(for: .milliseconds(30))) != nil else { return .dropped }
            connection.write(clock.now - begin >= .milliseconds(30) ? "waited" : "did not wait")
            return .finished
        }
        #expect(try RawClient(port: listener.port).rest() == "waited")
        await listener.stop()
    }
}
