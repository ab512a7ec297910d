import Testing

@testable import Calls

struct MessageFileFaultTests {
    typealias Problem = MessageFileError.Problem

    /// Every line that is wrong, in one file: the words are a promise to organizers.
    @Test func tellsAllFaultsAtOnceInOrderOfTheirLines() {
        let text = """
            ---
            titel: Fill the room
            title: Fill the room
            title: Again
            audience: tenant
            channels: [email, smss, fax]
            action:
              kind: atend
              where: |
                City Hall
                room 2
              url: javascript:alert(1)
              reply: STOP
              when: 2026-02-30
            goal: 1,000
            publishDate: 2027-03-14T02:30
            expiryDate: tomorrow
            draft: true
            tags: [tenant]
            ---
            Dear {{first_name,

            # Sms
            Reply {{#a}}YES.

            # email

            # email
            x {{/b}}
            """
        let error = #expect(throws: MessageFileError.self) { try MessageFileTests.parse(text) }
        #expect(
            error?.description == """
                Line 2: 'titel' is not a known key. Did you mean 'title'?
                Line 4: 'title' stands in line 3 already. Keep one of them.
                Line 5: 'audience' has to have keys of its own under it: tags, except.
                Line 6: 'smss' is not a configured channel. Did you mean 'sms'? Configured: email, sms.
                Line 6: 'fax' is not a configured channel. Configured: email, sms.
                Line 7: 'action.ask' is missing. Add a line 'ask: Come to the hearing' to the header.
                Line 8: 'atend' is not a kind of action. Did you mean 'attend'?
                Line 9: 'action.where' has to be one line of text.
                Line 12: 'javascript:alert(1)' is not a web address. Write one that begins with https:// and has no spaces.
                Line 13: 'STOP' has a meaning of its own in text messages. Choose another word.
                Line 14: 'action.when' is '2026-02-30', and there is no such day or time. Correct it.
                Line 15: 'goal' is '1,000'. Write a whole number above 0, without commas.
                Line 16: 'publishDate' is '2027-03-14T02:30', which the clocks skip in America/Chicago on that day. Write an hour \
                earlier or later.
                Line 17: 'expiryDate' is 'tomorrow', and that is not a time. Write 2026-12-04 or 2026-12-04T18:30.
                Line 18: this is a draft. Take the line 'draft: true' out when it may go.
                Line 19: 'tags' does not choose here who is asked. Write 'audience: { tags: [tenant] }', or take it out.
                Line 21: '{{' is never closed. Write '}}' behind the field's name.
                Line 23: is '# Sms' meant to begin the words for sms? Then write '# sms'; otherwise write '## Sms'.
                Line 24: the section '{{#a}}' is never closed. Write '{{/a}}' where it ends.
                Line 26: the section '# email' has no words. Write some, or take its heading out.
                Line 28: '# email' stands in line 26 already. Put its words together.
                Line 29: '{{/b}}' closes nothing. Write '{{#b}}' before it, or take it out.
                """
        )
    }

    @Test(
        arguments: [
            ("", 1, .noHeader), ("Dear all", 1, .noHeader), ("---\ntitle: A\n", 1, .headerNotClosed),
            ("---\n---\nx", 2, .notKeys), ("---\n- a\n---\nx", 2, .notKeys), ("---\njust words\n---\nx", 2, .notKeys),
            ("---\ntitle: A\naction: { ask: B }\n---\n \n\t\n", 5, .noWords),
            ("---\ntitle: A\naction: { ask: B }\n---\nx\u{0}y", 5, .controlCharacter(0)),
            ("---\n\ttitle: A\n---\nx", 2, .headerSyntax(.tab)),
            ("---\ntitle: \"A\naction: { ask: B }\n---\nx", 2, .headerSyntax(.unclosedQuote)),
            ("---\ntitle: A\nfrom: [a, b\naction: { ask: B }\n---\nx", 3, .headerSyntax(.unclosedBracket)),
            ("---\ntitle: Rent: the hearing\n---\nx", 2, .headerSyntax(.colonInValue)),
            ("---\ntitle: A\n  from: B\n---\nx", 3, .headerSyntax(.colonInValue)),
            ("---\naction:\n    ask: B\n  kind: attend\n---\nx", 4, .headerSyntax(.indentation)),
            ("---\ntitle: @home\n---\nx", 2, .headerSyntax(.specialSign)),
            ("---\ntitle: \"a\\qb\"\n---\nx", 2, .headerSyntax(.backslash)),
            ("---\ntitle: A\u{2028}from: B\n---\nx", 2, .headerSyntax(.lineSeparator)),
            ("---\ntitle: A\n--- more\n---\nx", 3, .headerSyntax(.specialSign)),
            ("---\ntitle: &a A\n---\nx", 2, .headerReference("&a A")),
            ("---\ntitle: *Come* to the hearing\n---\nx", 2, .headerReference("*Come* to the hearing")),
            ("---\nx: {a:\"b, c: *d}\n---\nx", 2, .headerReference("*d}")),
            ("---\nx:\n- - |\n    t\n  - *d\n---\nx", 5, .headerReference("*d")),
            ("---\n? *a\n: b\n---\nx", 2, .headerReference("*a")),
        ] as [(String, Int, Problem)]
    )
    func namesWhatCannotBeRead(text: String, line: Int, problem: Problem) {
        #expect(Self.faults(text) == [.init(line: line, problem: problem)])
    }

    @Test(
        arguments: [
            ("title: ~", .noValue("title")), ("from:", .noValue("from")), ("from: ''", .noValue("from")),
            ("from: [a]", .notOneLine("from")), ("from: \"a\\nBcc: b\"", .notOneLine("from")),
            ("audience: { tags: [[a]] }", .notAList("audience.tags")), ("channels: []", .notAList("channels")),
            ("audience: { tag: a }", .unknownKey("audience.tag", known: ["audience.tags", "audience.except"])),
            ("call: Rent Hearing!", .badSlug("Rent Hearing!", suggestion: "rent-hearing")),
            ("call: -a-", .badSlug("-a-", suggestion: "a")), ("lang: english", .badLanguage("english")),
            ("goal: 0", .badGoal("0")), ("goal: -1", .badGoal("-1")), ("goal: 1.5", .badGoal("1.5")),
            ("goal: 99999999999", .badGoal("99999999999")), ("draft: maybe", .notYesOrNo("draft")),
            ("publishDate: 2026-1-1", .notADate("publishDate", written: "2026-1-1")),
            ("publishDate: 2026-01-01T25:00", .noSuchDate("publishDate", written: "2026-01-01T25:00")),
            ("publishDate: 2026-01-01T10:00 CST", .notADate("publishDate", written: "2026-01-01T10:00 CST")),
            ("subject: \"{{x\"", .template("'{{' is never closed. Write '}}' behind the field's name.")),
            ("1: 2", .unknownKey("1", known: [])), ("[a]: b", .keyIsNoWord),
        ] as [(String, Problem)]
    )
    func namesWhatIsWrongWithAKey(line: String, problem: Problem) {
        let title = line.hasPrefix("title") ? "description: x" : "title: A"
        let faults = Self.faults("---\n\(title)\naction: { ask: B }\n\(line)\n---\nx")
        #expect(faults.count == 1)
        #expect(faults.first?.line == 4)
        if case .unknownKey("1", _) = problem {
            guard case .unknownKey("1", _) = faults.first?.problem else {
                Issue.record("an unknown key was let through")
                return
            }
        } else {
            #expect(faults.first?.problem == problem)
        }
    }

    @Test(
        arguments: [
            ("url: riverside.example", .badAddress("riverside.example")), ("url: https://", .badAddress("https://")),
            ("url: 'https://a b'", .badAddress("https://a b")), ("url: ftp://a", .badAddress("ftp://a")),
            ("url: 'https://a/{{x}}'", .badAddress("https://a/{{x}}")),
            ("reply: 'YES PLEASE'", .badReply("YES PLEASE")),
            ("reply: ÉL", .badReply("ÉL")), ("reply: stop", .reservedReply("STOP")),
            ("kind: ''", .noValue("action.kind")),
            (
                "when: 2027-03-14 02:30",
                .skippedTime("action.when", written: "2027-03-14 02:30", zone: "America/Chicago")
            ),
        ] as [(String, Problem)]
    )
    func namesWhatIsWrongWithAnAction(line: String, problem: Problem) {
        #expect(
            Self.faults("---\ntitle: A\naction:\n  ask: B\n  \(line)\n---\nx") == [.init(line: 5, problem: problem)]
        )
    }

    @Test(
        arguments: [
            ("title: A\naction: { ask: B }\nslug: a\ncall: b", [(5, .sameThingTwice("call", "slug"))]),
            ("title: A\naction: { ask: B, ask: C }", [(3, .duplicateKey("ask", first: 3))]),
            (
                "title: A\ntitle: B\ntitle: C\naction: { ask: B }\ngoal: x",
                [(3, .duplicateKey("title", first: 2)), (4, .duplicateKey("title", first: 2)), (6, .badGoal("x"))]
            ),
            (
                "title: A\naction: { ask: B }\npublishDate: 2026-12-04\nexpiryDate: 2026-12-03",
                [(5, .expiresBeforePublished)]
            ),
            (
                "goal: 1",
                [
                    (1, .missingKey("title", example: "title: Fill the room for rent stabilization")),
                    (1, .missingKey("action", example: "action: { ask: Come to the hearing }")),
                ]
            ),
            ("title: A\nchannels: email\naction: { ask: B }", []),
        ] as [(String, [(Int, Problem)])]
    )
    func namesEveryFault(header: String, expected: [(Int, Problem)]) {
        #expect(
            Self.faults("---\n\(header)\n---\nx") == expected.map { .init(line: $0.0, problem: $0.1) }
        )
    }

    @Test func missesTheWordsOfANamedChannel() {
        #expect(
            Self.faults("---\ntitle: A\nchannels: [sms, email]\naction: { ask: B }\n---\n# sms\nx") == [
                .init(line: 3, problem: .channelWithoutWords("email"))
            ]
        )
    }

    @Test func findsBytesThatAreNotText() {
        let bytes = Array("---\ntitle: A\n---\nx\n".utf8) + [0xFF, 0x0A]
        #expect(Self.faults(bytes) == [.init(line: 5, problem: .notUTF8)])
    }

    @Test func refusesMoreThanAMessageHas() {
        let large = Array(repeating: UInt8(ascii: "x"), count: MessageFileText.largestFile + 1)
        #expect(Self.faults(large).map(\.problem) == [.tooLarge(limit: MessageFileText.largestFile)])
        let header = "---\ntitle: " + String(repeating: "x", count: 70_000) + "\n---\nx"
        #expect(Self.faults(header).map(\.problem) == [.headerTooLarge(limit: MessageFileText.largestHeader)])
    }

    @Test(
        arguments: [
            String(repeating: "[", count: 30_000), String(repeating: "- ", count: 30_000) + "a",
            String(repeating: "? ", count: 30_000) + "a", String(repeating: "{a: ", count: 10_000),
            (0..<300).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n"),
        ]
    )
    func refusesNestsThatWouldExhaustTheStack(yaml: String) {
        #expect(Self.faults("---\n\(yaml)\n---\nx").map(\.problem) == [.headerTooDeep])
    }

    @Test func refusesReferencesThatMultiply() {
        let bomb = "a: &a [x, x, x]\n" + (0..<30).map { "b\($0): &b\($0) [*a, *a]\n" }.joined() + "? *b29\n: x"
        #expect(Self.faults("---\n\(bomb)\n---\nx") == [.init(line: 2, problem: .headerReference("&a [x, x, x]"))])
    }

    @Test func refusesAZoneThatDoesNotExist() {
        let error = #expect(throws: MessageFileError.self) {
            try MessageFile.parse(
                Array("---\ntitle: A\naction: { ask: B }\n---\nx".utf8),
                fileName: "a.md",
                timezone: "Mars/Olympus",
                knownChannels: [.email]
            )
        }
        #expect(error?.faults == [.init(line: 1, problem: .unknownZone("Mars/Olympus"))])
    }

    @Test func suggestsFieldsThatExist() {
        #expect(
            FieldCheck.unknown(fieldNames: ["first_nam", "zip", "xyzzy"], known: ["first_name", "zip"]) == [
                "'{{first_nam}}' is not a known field. Did you mean 'first_name'?",
                "'{{xyzzy}}' is not a known field. Known: first_name, zip.",
            ]
        )
    }

    private static func faults(_ text: String) -> [MessageFileError.Fault] { faults(Array(text.utf8)) }

    private static func faults(_ bytes: [UInt8]) -> [MessageFileError.Fault] {
        do throws(MessageFileError) {
            _ = try MessageFile.parse(
                bytes,
                fileName: "call.md",
                timezone: "America/Chicago",
                knownChannels: [.email, .sms]
            )
            return []
        } catch {
            return error.faults
        }
    }
}
