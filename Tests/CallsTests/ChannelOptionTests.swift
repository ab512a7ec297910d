import Foundation
import Testing

@testable import Calls

/// What a message file says of one channel for its call alone.
struct ChannelOptionTests {
    private static let phone = ChannelID(rawValue: "phone")

    private static func parse(_ header: String) throws(MessageFileError) -> Call {
        let text = "---\ntitle: T\naction: { ask: Come }\n\(header)\n---\nCome.\n"
        return try MessageFile.parse(
            Array(text.utf8),
            fileName: "call.md",
            timezone: "America/Chicago",
            knownChannels: [phone, ChannelID(rawValue: "postcard")]
        )
    }

    @Test func optionsKeepTheirWordsAndLines() throws {
        let call = try Self.parse("phone:\n  form: tree\n  call_back: +12125550199\npostcard: { paper: a4 }")
        #expect(
            call.options(for: Self.phone) == [
                ChannelOption(key: "form", value: "tree", line: 5),
                ChannelOption(key: "call_back", value: "+12125550199", line: 6),
            ]
        )
        #expect(call.options(for: ChannelID(rawValue: "postcard")).map(\.value) == ["a4"])
        #expect(call.options(for: ChannelID(rawValue: "email")).isEmpty)
    }

    @Test(arguments: [
        "phone: tree", "phone: [tree]", "phone:", "phone: { form: }", "phone: { form: [a, b] }", "fax: { a: b }",
    ])
    func whatIsNoMapOfWordsIsAFault(header: String) {
        let error = #expect(throws: MessageFileError.self) { _ = try Self.parse(header) }
        #expect(error?.faults.map(\.line) == [4])
    }

    @Test func aCallThatWasKeptBeforeThereWereOptionsIsReadAsItWas() throws {
        let call = try Self.parse("goal: 3")
        let kept = try JSONEncoder().encode(call)
        #expect(!String(decoding: kept, as: UTF8.self).contains("ptions"))
        #expect(try JSONDecoder().decode(Call.self, from: kept) == call)
        let other = try Self.parse("phone: { form: tree }")
        #expect(try JSONDecoder().decode(Call.self, from: JSONEncoder().encode(other)) == other)
    }
}
