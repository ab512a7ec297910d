import Foundation
import TestKit
import Testing

/// Turfs from the cut to the printed cover, on a file and on a server.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct TurfTests {
    /// People on four streets, with their places.
    private static func people(_ count: Int) -> String {
        let header =
            "id,given_name,street,locality,region,postal_code,latitude,longitude,canvass_consent,consent_source,consent_at"
        let rows = (0..<count).map { index in
            let (street, number) = (index % 4, index / 4 + 1)
            let names = ["Ash St", "Birch Ln", "Cedar Ct", "Dogwood Dr"]
            return "p\(index + 1),Name\(index + 1),\(number) \(names[street]),Springfield,IL,62701,"
                + "\(39.8 + 0.0002 * Double(number)),\(-89.6 + 0.001 * Double(street)),granted,Web form,2026-03-14"
        }
        return ([header] + rows).joined(separator: "\n") + "\n"
    }

    private static let call = TestCall(body: "Come.\n\n# canvass\n\nAsk them.\n")

    private func place(onServer: Bool, _ people: Int) async throws -> Workplace {
        let settings = TestSettings(sheets: true)
        let place = onServer ? try await PostgresTests.place(settings).0 : try Workplace(settings)
        try await place.submit(Self.people(people), Self.call)
        return place
    }

    private func turfs(_ place: Workplace) async throws -> [Loose] {
        try await place.run("turf", "list", "rent-hearing", "--format", "json", expect: 0).json().list ?? []
    }

    @Test(arguments: [false, true])
    func aCallIsCutAssignedAndPrintedAsItWasCut(onServer: Bool) async throws {
        let place = try await place(onServer: onServer, 48)
        #expect(try await turfs(place).isEmpty)
        let cut = try await place.run("turf", "cut", "rent-hearing", "--doors", "16", expect: 0)
        #expect(cut.output.contains("3 turfs of 'rent-hearing': 48 doors with 48 people, about 16 doors each."))
        let first = try await turfs(place)
        #expect(first.map { $0["turf"]?.text } == ["T1-1", "T1-2", "T1-3"])
        #expect(first.map { $0["doors"]?.int } == [16, 16, 16])
        #expect(first.allSatisfy { $0["state"]?.text == "cut" && $0["walker"] == .null })

        try await place.run("turf", "assign", "T1-2", "t1-3", "--to", "Ada Sample", expect: 0)
        let again = try await place.run("turf", "cut", "rent-hearing", "--doors", "16", "--format", "json", expect: 0)
        #expect(again.output.contains("\"moved\":0"))
        #expect(try await turfs(place).map { $0["walker"]?.text } == [nil, "Ada Sample", "Ada Sample"])
        let shown = try await place.run("turf", "show", "T1-2", "--format", "json", expect: 0).json().list ?? []
        #expect(shown.map { $0["number"]?.int } == Array(1...16))
        let table = try await place.run("turf", "show", "T1-2", expect: 0)
        #expect(table.errors.contains("16 doors, 16 people, walked by Ada Sample, cut."))

        // Somebody opts out, and the doors stay where they are.
        try await place.run("consent", "withdraw", "p1", "--channel", "canvass", expect: 0)
        try await place.run("turf", "cut", "rent-hearing", "--doors", "16", expect: 0)
        try await place.run("work", "--drain", expect: 0)
        let printed = try await turfs(place)
        #expect(printed.map { $0["turf"]?.text } == first.map { $0["turf"]?.text })
        #expect(printed.allSatisfy { $0["state"]?.text == "printed" })
        #expect(printed.compactMap { $0["doors"]?.int }.reduce(0, +) == 47)
        let text = try Tool.run("/usr/bin/env", "pdftotext", "-layout", place.path("sheets/rent-hearing-2.pdf"), "-")
        let pages = text.split(separator: "\u{C}").map(String.init)
        for words in ["Turf T1-2", "Ada Sample", "16 doors, 16 people", "START", "Doors knocked"] {
            #expect(pages[0].contains(words), "\(words)")
        }
        // The sheet lists the doors in the order in which they were shown.
        let streets = shown.compactMap { $0["street"]?.text }
        let listed = pages.dropFirst().joined().split(separator: "\n")
            .compactMap { line in streets.first { line.trimmingCharacters(in: .whitespaces).hasPrefix("\($0) ") } }
        #expect(listed == streets)
        let late = try await place.run("turf", "assign", "T1-1", "--to", "Ben", expect: 0)
        #expect(late.errors.contains("printed already"))
        #expect(try await place.run("turf", "cut", "rent-hearing", expect: 65).errors.contains("printed already"))

        _ = try Tool.run(
            "/usr/bin/env",
            "pdftoppm",
            "-r",
            "150",
            "-png",
            place.path("sheets/rent-hearing-2.pdf"),
            place.path("page")
        )
        let scans = try FileManager.default.contentsOfDirectory(atPath: place.folder).filter { $0.hasSuffix(".png") }
        let scan = try await place.start(["sheets", "scan"] + scans.sorted() + ["--format", "json"]).end()
        #expect(scan.end == .exited(0), "a cover is nothing to look at: \(scan.errors)")
        let read = try scan.json().list ?? []
        #expect(read.count == pages.count)
        #expect(read.first?["reason"]?.text?.contains("cover of turf T1-2") == true)
        #expect(read.dropFirst().allSatisfy { $0["sheet"]?.text?.hasPrefix("S1-2-") == true })
    }

    @Test func aLaterCallBeginsWithTheTurfsOfAnEarlierOne() async throws {
        let place = try await place(onServer: false, 32)
        try await place.run("turf", "cut", "rent-hearing", "--doors", "16", expect: 0)
        try await place.run("turf", "assign", "T1-1", "--to", "Ada Sample", expect: 0)
        var second = Self.call
        second.slug = "second"
        try place.write("second.md", second.text)
        try await place.run("submit", "second.md", expect: 0)
        try await place.run("turf", "cut", "second", "--like", "rent-hearing", expect: 0)
        let list = try await place.run("turf", "list", "--format", "json", expect: 0).json().list ?? []
        #expect(list.map { $0["turf"]?.text } == ["T1-1", "T1-2", "T2-1", "T2-2"])
        #expect(list.map { $0["walker"]?.text } == ["Ada Sample", nil, "Ada Sample", nil])
        func streets(_ turf: String) async throws -> [String?] {
            try await place.run("turf", "show", turf, "--format", "json", expect: 0).json().list?
                .map { $0["street"]?.text } ?? []
        }
        #expect(try await streets("T2-1") == streets("T1-1"))
        #expect(
            try await place.run("turf", "cut", "second", "--like", "rent-hearing", expect: 65).errors.contains("--like")
        )
        let anew = try await place.run("turf", "cut", "second", "--anew", "--doors", "10", expect: 0)
        #expect(anew.output.contains("4 turfs") && anew.output.contains("2 gone"))
    }

    @Test func aSlipIsSaidInASentence() async throws {
        let place = try await place(onServer: false, 8)
        try await place.run("turf", "cut", "rent-hearing", "--doors", "9", expect: 64)
        try await place.run("turf", "cut", "rent-hearing", "--anew", "--like", "x", expect: 64)
        #expect(try await place.run("turf", "cut", "nothing", expect: 66).errors.contains("'nothing'"))
        #expect(try await place.run("turf", "list", "nothing", expect: 66).errors.contains("'nothing'"))
        #expect(
            try await place.run("turf", "cut", "rent-hearing", "--like", "rent-hearing", expect: 66).errors.contains(
                "no turfs"
            )
        )
        #expect(try await place.run("turf", "show", "nonsense", expect: 65).errors.contains("'nonsense'"))
        #expect(try await place.run("turf", "show", "T1-9", expect: 66).errors.contains("T1-9"))
        try await place.run("turf", "assign", "T1-9", "--to", "Ada", expect: 66)
        try await place.run("turf", "assign", "T1-9", "--to", " ", expect: 64)
        try await place.run("turf", "cut", "rent-hearing", expect: 0)
        #expect(try await place.run("turf", "assign", "T1-1", "T1-9", "--to", "Ada", expect: 1).errors.contains("T1-9"))
        #expect(try await place.run("turf", "list", expect: 0).output.contains("Ada"))
        try place.write("clarion.yaml", TestSettings().text)
        #expect(try await place.run("turf", "list", expect: 78).errors.contains("canvass"))
    }
}
