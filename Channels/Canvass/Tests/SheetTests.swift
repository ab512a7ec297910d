import Calls
import CanvassChannel
import Deliveries
import Foundation
import People
import TestKit
import Testing

struct SheetTests {
    /// Names that must stand on paper as they are.
    private static let names = [
        "Đặng Łukasz Nguyễn", "José García Márquez", "محمد الحسن", "שרה כהן", "प्रिया शर्मा", "王美玲", "さくら", "김민준",
        "สมชาย ใจดี", "አበበ በቀለ", "Дмитрий Иванов", "Νίκος", "\"Quo\" O'Neil & Söhne", "Bob <b>Tables</b>",
        "Rob &amp; {{name}}", "$(id) %s \\n",
    ]

    @Test func everyNameStandsOnTheSheetAsItIs() async throws {
        let printer = try Printer()
        let printed = await printer.print(try Neighbors.items(named: Self.names))
        try printed.check()
        let text = try printed.text
        for name in Self.names {
            #expect(Self.letters(text).contains(Self.letters(name)), "\(name)")
        }
    }

    /// What a reader of the PDF may change without changing the name: spaces, and marks of direction.
    private static func letters(_ text: String) -> String {
        let plain = text.precomposedStringWithCompatibilityMapping.unicodeScalars.filter { scalar in
            !scalar.properties.isWhitespace && scalar.properties.generalCategory != .format
        }
        return String(String.UnicodeScalarView(plain))
    }

    /// Cairo takes them for broken UTF-8; one such name must not stop everybody's sheet.
    private static let noncharacters = [0xFFFE, 0xFFFF, 0xFDD0, 0x1_FFFE, 0x10_FFFF, 0xE000]
        .compactMap(Unicode.Scalar.init as (UInt32) -> Unicode.Scalar?).map(String.init).joined()

    @Test(
        arguments: [
            String(repeating: "Wolfeschlegelsteinhausen ", count: 8), String(repeating: "x", count: 100_000),
            "A\nB\r\nC\tD\u{0}E\u{1B}[2JF", "\u{202E}desrever\u{2066}",
            "Z" + String(repeating: "\u{301}", count: 5_000),
            noncharacters, "👨‍👩‍👧‍👦🏳️‍🌈", "   ", "",
        ]
    )
    func aHostileNameLeavesAWholeSheet(name: String) async throws {
        let printer = try Printer()
        let printed = await printer.print(try Neighbors.items(named: [name, "Ada Sample"]))
        try printed.check()
        let text = try printed.text
        #expect(text.contains("Ada Sample"))
        #expect(try await printer.marksReceived() == ["000-17", "000-21"])
        #expect(try printed.pageCount == 1)
    }

    @Test func wordsThatLookLikeMarkupAreNotTakenForIt() async throws {
        let call = Call(
            slug: "rent-hearing",
            title: "Rent <b>& \"room\"",
            from: "A <i>union",
            action: Action(kind: .attend, ask: "Come <span> & stay", place: "Room </b> 2"),
            words: Words(source: "Meet at {{where}}. Ask {{first_name}}, {{family_name}} too.")
        )
        let printed = try await Printer().print(try Neighbors.items(3), Neighbors.briefing(call))
        let text = try printed.text
        for expected in ["Rent <b>& \"room\"", "A <i>union", "Come <span> & stay", "Meet at Room </b> 2."] {
            #expect(text.contains(expected))
        }
        #expect(text.contains("______ (first name)"))
        #expect(text.contains("______ (family name)"))
    }

    @Test func nothingOfAPersonIsPrintedButNameDoorAndLanguage() async throws {
        var item = try Neighbors.items(named: ["Ada Sample"])[0]
        var person = item.person
        person.email = try EmailAddress("secret@example.org")
        person.phone = PhoneNumber(stored: "+12125550123", line: .mobile)
        person.tags = ["strike-captain"]
        person.attributes = ["debt": "9417"]
        person.language = "es-MX"
        item = Item(delivery: item.delivery, key: item.key, attempt: 1, person: person, isFirst: true)
        let call = Neighbors.call(words: "Hello {{email}} {{phone}} {{debt}} {{id}}")
        let printed = try await Printer().print([item], Neighbors.briefing(call))
        let text = try printed.text
        for secret in ["secret", "5550123", "strike", "9417", "p1"] { #expect(!text.contains(secret)) }
        for expected in ["Ada Sample", "1 Elm St", "es"] { #expect(text.contains(expected)) }
    }

    @Test func aSheetSaysWhatItIs() async throws {
        let printer = try Printer()
        let printed = await printer.print(try Neighbors.items(90))
        let text = try printed.text
        let expected = [
            "Page 1 of", "Turf 1 of 1", "issued 2026-11-30", "sheet S1-1-1W", "Shred after entry",
            "Riverside Tenants Union",
            "City Hall, room 2", "WHAT TO SAY", "odd side", "even side", "(continued)", "Walked by",
        ]
        for words in expected { #expect(text.contains(words), "\(words)") }
        #expect(!text.split(whereSeparator: { !$0.isLetter }).contains("DC"))
        for code in ResultCode.allCases { #expect(text.contains(code.rawValue)) }
    }

    @Test(arguments: [
        nil, "https://act.riverside.example", "https://" + String(repeating: "long.", count: 40) + "example",
    ])
    func aPhoneReadsTheCodeFromABadPrint(publicURL: String?) async throws {
        let printer = try Printer()
        let printed = await printer.print(
            try Neighbors.items(40),
            Neighbors.briefing(Neighbors.call, publicURL: publicURL)
        )
        let id = "S1-1-2T"
        let isShort = publicURL.map { $0.utf8.count < 60 } ?? false
        // Behind the name stands the page's revision, four signs; in an address also its mark, 16.
        let expected = isShort ? "\((publicURL ?? "").uppercased())/S/\(id)/" : "CLARION:S:\(id):"
        for code in [
            try printed.readCode(page: 2, dotsPerInch: 150, isGrey: false),
            try printed.readCode(page: 2, dotsPerInch: 100, isGrey: true),
        ] {
            #expect(code.hasPrefix(expected))
            #expect(code.utf8.count == expected.utf8.count + (isShort ? 21 : 4))
        }
    }

    @Test func theSameSheetIsTheSameFile() async throws {
        let items = try Neighbors.items(30)
        let first = try await Printer().print(items).bytes
        let second = try await Printer().print(items.shuffled()).bytes
        #expect(first == second)
    }
}
