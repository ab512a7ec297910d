import Testing

@testable import ReturnedMail

struct MailboxSplitterTests {
    private func split(_ text: String, piece: Int = 7, limit: Int = 1_000) -> [String] {
        var splitter = MailboxSplitter(limit: limit)
        var mails: [String] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: piece) {
            splitter.take(bytes[start..<min(start + piece, bytes.count)]) {
                mails.append(String(decoding: $0, as: UTF8.self))
            }
        }
        splitter.finish { mails.append(String(decoding: $0, as: UTF8.self)) }
        return mails
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 100])
    func aMailboxIsTakenApartWhereverItIsCut(piece: Int) {
        let box = "From a Mon\nA: 1\n\nFromage\nFrom here\n\nFrom b Tue\r\nB: 2\r\n\r\nx\r\n\r\nFrom c\n\nlast"
        let mails = split(box, piece: piece)
        #expect(mails == ["A: 1\n\nFromage\nFrom here\n\n", "B: 2\r\n\r\nx\r\n\r\n", "\nlast"])
    }

    @Test func whatIsNoMailboxIsOneMail() {
        #expect(split("A: 1\n\nFrom b\n\nFrom c\n") == ["A: 1\n\nFrom b\n\nFrom c\n"])
        #expect(split("") == [])
        #expect(split("Fro") == ["Fro"])
        #expect(split("\n\n") == ["\n\n"])
    }

    @Test func ofAHugeMailTheBeginningIsKept() {
        let mails = split("From a\n" + String(repeating: "x", count: 100_000) + "\n\nFrom b\nB: 2\n", piece: 4_096)
        #expect(mails.map(\.utf8.count) == [1_000, 5])
    }
}
