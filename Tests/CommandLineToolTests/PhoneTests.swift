import Foundation
import TestKit
import Testing

/// A phone tree that is printed, called through, and comes back, on a file and on a server.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct PhoneTests {
    /// Fourteen people who said yes to calls, and one who only takes texts.
    private static var people: String {
        let lines = Crowd.willing(15, consent: []).split(separator: "\n")
        let rows = lines.dropFirst().enumerated().map { "\($1),\($0 < 14 ? "granted" : "")" }
        return (["\(lines[0]),phone_consent"] + rows).joined(separator: "\n") + "\n"
    }

    private static let call = TestCall(
        more: ["phone: { form: tree, call_back: (212) 555-0199 }"],
        body: "Come.\n\n# phone\n\nIs {{first_name}} there? Come to the hearing.\n"
    )

    @Test(arguments: [false, true])
    func aTreesCardsGoOutAndComeBack(onServer: Bool) async throws {
        let settings = TestSettings(phone: true)
        let place = onServer ? try await PostgresTests.place(settings).0 : try Workplace(settings)
        try place.write("people.csv", Self.people)
        try place.write("call.md", Self.call.text)
        try await place.run("people", "import", "people.csv", expect: 0)
        let plan = try await place.run("plan", "call.md", "--format", "json", expect: 0).json()
        let figures = plan["channels"]?["phone"]
        #expect(figures?["send"]?.int == 14)
        #expect(figures?["skip"]?.counts == ["no-consent": 1])
        #expect(figures?["levels"]?.int == 3)
        // The organizer's card, three on the first level, and two of the second who call one each.
        #expect(figures?["cards"]?.int == 6 && figures?["sheets"]?.int == 6)
        try await place.run("submit", "call.md", expect: 0)
        try await place.run("work", "--drain", expect: 0)

        var rows: [String: (sheet: String, row: String)] = [:]
        for line in try await place.log() where line["state"]?.text == "sent" {
            let parts = try #require(line["reference"]?.text).split(separator: "/").map(String.init)
            rows[try #require(line["person"]?.text)] = (parts[0], parts[1])
            #expect(line["address"]?.text?.contains("•••") == true)
        }
        #expect(rows.count == 14)
        let sheets = Set(rows.values.map(\.sheet))
        #expect(sheets.count == 6 && sheets.allSatisfy { $0.hasPrefix("P1-1-") })

        let scan = try await place.run("sheets", "scan", "cards/rent-hearing-1.pdf", "--format", "json", expect: 0)
        let read = try scan.json().list ?? []
        #expect(Set(read.compactMap { $0["sheet"]?.text }) == sheets)
        #expect(read.reduce(0) { $0 + ($1["blank"]?.int ?? 0) } == 14)

        // p13 is called by p4, who is called by p1: the organizer's card names p4 in p1's stead, p1's names p13.
        let (first, deep) = (try #require(rows["p4"]), try #require(rows["p13"]))
        try await place.run("sheets", "enter", first.sheet, "\(first.row) C did", expect: 0)
        #expect(try await place.status()["done_via"]?.counts == ["phone": 1])
        for sheet in sheets { try await place.run("sheets", "issue", sheet, "--to", "Ada Sample", expect: 0) }
        try await place.run("consent", "withdraw", "p13", "--channel", "phone", expect: 0)
        let changes = try await place.run("sheets", "changes", "--format", "json", expect: 0).json().list ?? []
        let struck = Set(changes.filter { $0["row"]?.text == deep.row }.compactMap { $0["sheet"]?.text })
        #expect(struck == [deep.sheet, first.sheet], "also where somebody would call in p4's stead")
        let lost = try await place.run("sheets", "lose", first.sheet, "--format", "json", expect: 0).json().list ?? []
        // Three whom p1 calls, one whom p1 would call in p4's stead, and p1.
        #expect(Set(lost.compactMap { $0["person"]?.text }) == ["p4", "p7", "p10", "p13", "p1"])
        #expect(lost.allSatisfy { $0["phone"]?.text?.contains("•••") == true && $0["door"] == nil })
        try await place.run("sheets", "changes", "--pdf", "slips.pdf", expect: 0)
        #expect(FileManager.default.fileExists(atPath: place.path("slips.pdf")))
    }

    @Test func aWrongNumberIsCalledAndTextedNoMore() async throws {
        let place = try Workplace(TestSettings(phone: true))
        try place.write("people.csv", Self.people)
        try place.write("call.md", Self.call.text)
        try await place.run("people", "import", "people.csv", expect: 0)
        try await place.run("submit", "call.md", expect: 0)
        try await place.run("work", "--drain", expect: 0)
        let line = try #require(try await place.log().first { $0["person"]?.text == "p13" })
        let parts = try #require(line["reference"]?.text).split(separator: "/").map(String.init)
        try await place.run("sheets", "enter", parts[0], "\(parts[1]) WA", expect: 0)
        try place.write("next.md", TestCall(slug: "next", more: Self.call.more, body: "Come.").text)
        let plan = try await place.run("plan", "next.md", "--format", "json", expect: 0).json()
        #expect(plan["channels"]?["phone"]?["skip"]?.counts == ["no-consent": 1, "suppressed": 1])
        let listed = try await place.run("suppressions", "--format", "json", expect: 0).json().list ?? []
        #expect(listed.compactMap { $0["reason"]?.text } == ["wrong-number"])
        #expect(listed.first?["channel"]?.text == "phone" && listed.first?["people"]?.list?.first?.text == "p13")
        let status = try await place.run("status", "rent-hearing", expect: 0).output
        #expect(status.contains("On the phone: 1 wrong number.") && !status.contains("At the doors"))
        // Everybody who would call p13 is told, but for who has their row.
        for sheet in try await place.run("sheets", "list", "--format", "json", expect: 0).json().list ?? [] {
            let id = try #require(sheet["sheet"]?.text)
            try await place.run("sheets", "issue", id, "--to", "Ada Sample", expect: 0)
        }
        let changes = try await place.run("sheets", "changes", "--format", "json", expect: 0).json().list ?? []
        #expect(changes.count == 1 && changes.first?["reason"]?.text == "wrong-number")
        #expect(changes.first?["row"]?.text == parts[1] && changes.first?["sheet"]?.text != parts[0])
        #expect(try await place.run("sheets", "changes", expect: 0).output.contains("wrong number: do not call"))
        try await place.run("sheets", "changes", "--pdf", "slips.pdf", expect: 0)
        let slip = try Tool.run("/usr/bin/env", "pdftotext", "-layout", place.path("slips.pdf"), "-")
        #expect(slip.contains("Wrong number: do not call."))
        try await place.run("suppressions", "lift", "p13", "--because", "They called.", expect: 0)
        #expect(try await place.run("suppressions", expect: 0).errors.contains("No address is struck out."))
    }

    @Test func whatACallSaysOfAChannelIsChecked() async throws {
        let place = try Workplace(TestSettings(phone: true))
        try place.write("call.md", TestCall(more: ["phone: { form: tree, call_each: 3 }"], body: "Come.").text)
        let errors = try await place.run("check", "call.md", expect: 65).errors
        #expect(
            errors.contains("call.md:5: phone.call_each is not a known setting of a call. Did you mean 'calls_each'?")
        )
        try place.write("bank.md", TestCall(more: ["phone: { form: bank, calls_each: 3 }"], body: "Come.").text)
        let idle = try await place.run("check", "bank.md", expect: 65).errors
        #expect(idle.contains("bank.md:5: phone.calls_each means nothing in a phone bank, which this call is."))
        try place.write("mail.md", TestCall(more: ["canvass: { paper: a4 }", "channels: [phone]"], body: "Come.").text)
        try await place.run("check", "mail.md", expect: 0)
        try place.write("list.md", TestCall(more: ["phone: tree"], body: "Come.").text)
        #expect(try await place.run("check", "list.md", expect: 65).errors.contains("list.md:5:"))
    }
}
