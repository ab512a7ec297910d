import Testing

@testable import RemoteMailbox

struct IMAPParserTests {
    private func answers(_ pieces: [[UInt8]], limit: Int = 100) throws -> [IMAPAnswer] {
        var parser = IMAPParser(limit: limit)
        var found: [IMAPAnswer] = []
        for piece in pieces { try parser.take(piece) { found.append($0) } }
        return found
    }

    private static let wire = Array(
        ("* 3 EXISTS\r\n* OK a sentence {5}\r\n* 2 FETCH (UID 17 BODY[]<0> {11}\r\nab\r\nC1 OK x FLAGS ())\r\nC1 OK done\r\n")
            .utf8
    )

    @Test func answersAreTheSameInWhateverPiecesTheyCome() throws {
        let whole = try answers([Self.wire])
        #expect(
            whole.map(\.text) == [
                "* 3 EXISTS", "* OK a sentence {5}", "* 2 FETCH (UID 17 BODY[]<0> {11} FLAGS ())", "C1 OK done",
            ]
        )
        #expect(whole[2].literal == Array("ab\r\nC1 OK x".utf8), "what a mail says is no answer of the server's")
        #expect(whole[2].words.contains("17"))
        for size in 1...7 {
            let pieces = stride(from: 0, to: Self.wire.count, by: size).map {
                Array(Self.wire[$0..<min($0 + size, Self.wire.count)])
            }
            #expect(try answers(pieces) == whole)
        }
    }

    @Test func ofAHugeLiteralTheBeginningIsKept() throws {
        let head = Array("* 1 FETCH (UID 1 BODY[]<0> {1000000}\r\n".utf8)
        let block = [UInt8](repeating: 65, count: 100_000)
        let found = try answers([head] + Array(repeating: block, count: 10) + [Array(")\r\n".utf8)], limit: 12)
        #expect(found.count == 1)
        #expect(found.first?.literal == [UInt8](repeating: 65, count: 12))
    }

    @Test(arguments: [
        String(repeating: "x", count: 300_000), "* 1 FETCH (BODY[] {-1}\r\n",
        "* 1 FETCH (BODY[] {99999999999999999999}\r\n",
        "* 1 FETCH (BODY[] {1}\r\na BODY[] {1}\r\n",
    ])
    func whatIsNoIMAPEndsIt(text: String) {
        #expect(throws: IMAPParser.Fault.self) { _ = try answers([Array(text.utf8)]) }
    }

    @Test func foldersAreQuoted() {
        #expect(IMAPSession.quoted(#"a "b" \c"#) == #""a \"b\" \\c""#)
    }
}
