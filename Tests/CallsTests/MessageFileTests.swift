import Testing

@testable import Calls

struct MessageFileTests {
    static let full = """
        ---
        title: Fill the room for rent stabilization
        call: rent-hearing                 # slug
        subject: "{{first_name}}, come to the hearing"
        from: Riverside Tenants Union
        audience: { tags: [tenant, no], except: board }
        channels: [email, sms]
        action:
          kind: attend
          ask: Come to the hearing
          when: 2026-12-04T18:30
          where: City Hall, room 2
          url: https://riverside.example/hearing
          reply: YES
        goal: 120
        publishDate: 2026-11-25T09:00
        expiryDate: 2026-12-04
        ---
        Dear {{first_name}},

        # Not a channel

        please come.

        # sms
        {{first_name}}, reply YES.

        # canvass ##

        Script for the door
        """

    @Test func readsEveryKey() throws {
        let call = try Self.parse(Self.full)
        #expect(call.slug == "rent-hearing")
        #expect(call.title == "Fill the room for rent stabilization")
        #expect(call.subject == "{{first_name}}, come to the hearing")
        #expect(call.from == "Riverside Tenants Union")
        #expect(call.audience == AudienceRule(tags: ["tenant", "no"], except: ["board"]))
        #expect(call.channels == [.email, .sms])
        #expect(
            call.action
                == Action(
                    kind: .attend,
                    ask: "Come to the hearing",
                    when: Timestamp(rawValue: 1_796_430_600_000),
                    whenText: "Friday, December 4, 2026 at 6:30 PM",
                    place: "City Hall, room 2",
                    url: "https://riverside.example/hearing",
                    reply: "YES"
                )
        )
        #expect(call.goal == 120)
        #expect(call.publishAt?.description == "2026-11-25T15:00:00.000Z")
        #expect(call.expiresAt?.description == "2026-12-05T06:00:00.000Z")
        #expect(call.language == "en")
        #expect(call.source == Self.full)
        #expect(
            call.words
                == Words(source: "Dear {{first_name}},\n\n# Not a channel\n\nplease come.", firstLine: 19)
        )
        #expect(
            call.sections == [
                .sms: Words(source: "{{first_name}}, reply YES.", firstLine: 26),
                .canvass: Words(source: "Script for the door", firstLine: 30),
            ]
        )
    }

    @Test func findsItsDefaults() throws {
        let call = try Self.parse("---\ntitle: A\naction:\n  ask: B\n---\nC", fileName: "calls/Ünion Meeting!.v2.md")
        #expect(call.slug == "union-meeting-v2")
        #expect(call.subject == "A")
        #expect(call.action == Action(kind: .other, ask: "B"))
        #expect(call.audience == AudienceRule() && call.channels == nil && call.goal == nil && call.from == nil)
        #expect(call.publishAt == nil && call.expiresAt == nil)
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func readsEveryLineEndAndAByteOrderMark(lineEnd: String) throws {
        let text = "---\ntitle: A\naction: { ask: B }\n---  \n\nC\n\n# sms\nD\n".split(
            separator: "\n",
            omittingEmptySubsequences: false
        ).joined(separator: lineEnd)
        let call = try Self.parse("\u{FEFF}" + text)
        #expect(call.source == text)
        #expect(call.words == Words(source: "C", firstLine: 6))
        #expect(call.sections == [.sms: Words(source: "D", firstLine: 9)])
    }

    @Test(
        arguments: [
            ("from: no", "no"), ("from: 21:00", "21:00"), ("from: +12125550100", "+12125550100"),
            ("from: 02139", "02139"),
            ("from: 1_000", "1_000"), ("from: 2026-12-04", "2026-12-04"), ("from: 0x1F", "0x1F"), ("from: 1e3", "1e3"),
            ("from: .inf", ".inf"), ("from: 'null'", "null"), ("from: \"a \\\"b\\\" é\"", "a \"b\" é"),
            ("from: 'it''s'", "it's"), ("from: Fish & Chips *now*", "Fish & Chips *now*"),
            ("from: >-\n  *one*\n  &two", "*one* &two"), ("from: !!int 012", "012"), ("from: on", "on"),
        ]
    )
    func takesScalarsAsTheyWereWritten(line: String, text: String) throws {
        let call = try Self.parse("---\ntitle: A\naction: { ask: B }\n\(line)\n---\nC")
        #expect(call.from == text)
    }

    @Test(arguments: [("NO", "NO"), ("yes", "YES"), ("on", "ON"), ("'1'", "1"), ("00", "00")])
    func neverGuessesAReply(written: String, reply: String) throws {
        let call = try Self.parse("---\ntitle: A\naction: { ask: B, reply: \(written) }\n---\nC")
        #expect(call.action.reply == reply)
    }

    @Test(
        arguments: [
            ("```\n# sms\n```\nx", []), ("~~~~\n# sms\n~~~\n# sms\n~~~~\nx", []), ("    # sms\nx", []),
            ("\\# sms\nx", []),
            ("sms\n===\nx", []), ("## sms\nx", []), ("#sms\nx", []), ("> # sms\n> x", []), ("# sms and more\nx", []),
            ("a\n\n# sms\nx", [.sms]), ("a\n   #   sms   ##  \nx", [.sms]), ("```\n```\n\n# sms\nx", [.sms]),
            ("# sms\nx\n# email\ny", [.sms, .email]),
        ] as [(String, Set<ChannelID>)]
    )
    func findsTheChannelsOwnWords(body: String, sections: Set<ChannelID>) throws {
        let call = try Self.parse("---\ntitle: A\naction: { ask: B }\n---\n\(body)")
        #expect(Set(call.sections.keys) == sections)
    }

    @Test func toleratesWhatHugoWrites() throws {
        let call = try Self.parse(
            "---\ntitle: A\nslug: from-hugo\ndate: 2026-01-01\ndraft: false\ndescription: x\nlang: es-MX\n"
                + "action: { ask: B, when: 2026-12-04 18:30 }\n---\nC"
        )
        #expect(call.slug == "from-hugo")
        #expect(call.language == "es-MX")
        #expect(call.action.whenText == "viernes, 4 de diciembre de 2026, 18:30")
    }

    @Test func notesChannelsThatAreNotServed() throws {
        let call = try Self.parse(
            "---\ntitle: A\nchannels: sms\naction: { ask: B }\n---\n# sms\nx\n# email\ny\n# canvass\nz"
        )
        #expect(
            MessageFile.notes(on: call, configured: [.email, .sms]) == [
                "The section '# canvass' is not sent: no such channel is configured.",
                "The section '# email' is not sent: 'channels:' does not name it.",
            ]
        )
        #expect(
            MessageFile.notes(
                on: try Self.parse("---\ntitle: A\naction: { ask: B }\n---\n# sms\nx"),
                configured: [.email]
            )
            .last == "There are no words for email: the file has neither common ones nor a section '# email'."
        )
    }

    static func parse(
        _ text: String,
        fileName: String = "call.md",
        channels: [ChannelID] = [.email, .sms]
    ) throws(MessageFileError) -> Call {
        try MessageFile.parse(
            Array(text.utf8),
            fileName: fileName,
            timezone: "America/Chicago",
            knownChannels: channels
        )
    }
}

extension ChannelID {
    static let email = ChannelID(rawValue: "email")
    static let sms = ChannelID(rawValue: "sms")
    static let canvass = ChannelID(rawValue: "canvass")
}
