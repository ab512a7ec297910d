import App
import ArgumentParser
import Calls
import Deliveries
import Foundation
import People
import Reviews

extension CustodyEvent {
    /// What to say of results that come in from a page that should be out of reach.
    ///
    /// - Parameter sheet: The page.
    /// - Returns: Sentences; `nil` where nothing is strange about it.
    func surprise(atSheet sheet: String) -> String? {
        switch self {
        case .lost:
            "Sheet \(sheet) was reported lost. What is entered counts; if it is back, say so: 'clarion sheets return \(sheet)'."
        case .entered: "Sheet \(sheet) was closed as entered. What is entered now counts as well."
        case .shredded: "Sheet \(sheet) is noted as shredded. What is entered counts; is it really gone?"
        case .issued, .returned: nil
        }
    }
}

/// `clarion sheets issue SHEET… --to NAME`.
struct IssueSheets: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "issue",
        abstract: "Note who takes sheets along, and when they should be back.",
        discussion: "A sheet that somebody has is handed on, and it is said from whom; both stay noted."
    )

    @OptionGroup var sheets: NamedSheets
    @Option(name: .long, help: ArgumentHelp("Who takes them.", valueName: "name")) var to: String
    @Option(name: .long, help: ArgumentHelp("The last day on which they may come back.", valueName: "yyyy-mm-dd"))
    var due: String?

    func validate() throws {
        if to.allSatisfy(\.isWhitespace) { throw ValidationError("Say who takes them: --to 'Ada Sample'.") }
    }

    func run() async throws {
        try await reporting {
            let zone = TimeZone(identifier: try sheets.place.settings().0.organization.timezone) ?? .gmt
            let end = due.flatMap { CivilDay.end($0, in: zone) }
            if due != nil, end == nil {
                throw Failure(.wrongCommandLine, "--due needs a day such as 2026-12-01.")
            }
            _ = try await sheets.note(
                CustodyNote(.issued, holder: to, due: end, by: "sheets issue"),
                done: "issued to \(to)"
            )
        }
    }
}

extension CustodyNote {
    /// What to say when a sheet goes from hand to hand.
    ///
    /// - Parameters:
    ///   - sheet: The page.
    ///   - before: Where it was.
    /// - Returns: A sentence; `nil` when nobody else had it.
    fileprivate func handingOn(_ sheet: String, after before: Custody?) -> String? {
        guard event == .issued, let before, before.event == .issued, let holder, before.holder != holder else {
            return nil
        }
        let former = before.holder.isEmpty ? "somebody" : Listing.printable(before.holder)
        return "Sheet \(sheet) was out with \(former), and is handed on to \(Listing.printable(holder))."
    }
}

/// `clarion sheets return SHEET…`.
struct ReturnSheets: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "return",
        abstract: "Note that sheets came back."
    )

    @OptionGroup var sheets: NamedSheets

    func run() async throws {
        try await reporting { _ = try await sheets.note(CustodyNote(.returned, by: "sheets return"), done: "returned") }
    }
}

/// `clarion sheets close SHEET…`.
struct CloseSheets: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "Note that all that stands on sheets is entered; the codes on them open nothing any more."
    )

    @OptionGroup var sheets: NamedSheets

    func run() async throws {
        try await reporting { _ = try await sheets.note(CustodyNote(.entered, by: "sheets close"), done: "entered") }
    }
}

/// `clarion sheets shred SHEET…`.
struct ShredSheets: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shred",
        abstract: "Note that sheets were destroyed; refused while a row waits for somebody to look at it."
    )

    @OptionGroup var sheets: NamedSheets

    func run() async throws {
        try await reporting { _ = try await sheets.note(CustodyNote(.shredded, by: "sheets shred"), done: "shredded") }
    }
}

/// `clarion sheets lose SHEET…`.
struct LoseSheets: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lose",
        abstract: "Note that sheets are lost, and list the people whose data stood on them."
    )

    @OptionGroup var sheets: NamedSheets
    @OptionGroup var output: FormatOption

    func run() async throws {
        try await reporting {
            let store = try await sheets.place.store()
            let reader = try sheets.place.paperReader()
            var listing = Listing(
                output.format,
                columns: [
                    .init(name: "sheet", width: 14), .init(name: "person", width: 16), .init(name: "name", width: 28),
                    .init(name: "door or phone", width: 0),
                ]
            )
            // Only what was noted is listed; a slip in a sheet's name ends it before.
            for name in try await sheets.note(CustodyNote(.lost, by: "sheets lose"), done: "lost") {
                let mentioned = try await store.mentions(on: name, isReached: false)
                let printed = (try await store.lines(of: name) + mentioned).filter { $0.news != .forgotten }.map(
                    \.person
                )
                let stood = Set(printed.map(\.id))
                // Who signed up in an empty row stands there too, in their own hand.
                let signed = try await store.people(signedUpOn: name).filter { !stood.contains($0.id) }
                for person in printed + signed {
                    let door = [person.door?.street, person.door?.unit, person.door?.locality].compactMap(\.self)
                        .filter { !$0.isEmpty }.joined(separator: ", ")
                    // No door stands on a card, and what stands there is shown in part.
                    let phone = person.maskedAddress(by: .voicePhone)
                    let (key, address) = reader.meeting(onSheet: name) == .byPhone ? ("phone", phone) : ("door", door)
                    listing.row(
                        [name, person.id.rawValue, person.fullName, address],
                        json: .object([
                            ("sheet", .text(name)), ("person", .text(person.id.rawValue)),
                            ("name", .text(person.fullName)), (key, .text(address)),
                        ])
                    )
                }
            }
            listing.end(nothing: "Nobody stood on it.")
        }
    }
}

/// Sheets by the names at their feet.
struct NamedSheets: ParsableArguments {
    @OptionGroup var place: Place
    @Argument(help: "The sheets, as they say at their feet: S1-3-2A.") var names: [String]

    /// Notes the same of all of them.
    ///
    /// - Parameters:
    ///   - note: What happened.
    ///   - done: The same in words, for people.
    /// - Returns: Those of which it stands now.
    /// - Throws: ``Failure`` for what is no sheet's name; `ExitCode` when something could not be noted.
    func note(_ note: CustodyNote, done: String) async throws -> [String] {
        let reader = try place.paperReader()
        let ids = try names.map { name in
            do { return try reader.sheetName(name) } catch {
                throw Failure(.wrongInput, "'\(Listing.printable(name))' \(error)")
            }
        }
        let store = try await place.store()
        var noted: [String] = []
        var faults: [String] = []
        for id in ids {
            let before = try await store.standing(ofSheet: id)?.custody
            let result = try await store.note(note, of: id, now: .now)
            if let fault = Self.fault(result, id) { faults.append(fault) } else { noted.append(id) }
            if result == .noted, let words = note.handingOn(id, after: before) { Console.say(words) }
        }
        if !noted.isEmpty { Console.say("\(noted.joined(separator: ", ")): \(Listing.printable(done)).") }
        guard faults.isEmpty else {
            throw Failure(noted.isEmpty ? .wrongInput : .somethingToLookAt, faults.joined(separator: "\n"))
        }
        return noted
    }

    private static func fault(_ result: CustodyResult, _ id: String) -> String? {
        switch result {
        case .noted, .unchanged: nil
        case .unknown: "There is no sheet \(id). Was it printed from this database?"
        case .outOfOrder(after: .issued?):
            "Sheet \(id) is out. When it is back, note that first: 'clarion sheets return \(id)'."
        case .outOfOrder(let event):
            "Sheet \(id) is \(event?.rawValue ?? "printed"), which this cannot follow on. 'clarion sheets list' shows it."
        case .undecided(let count):
            "Sheet \(id) is still needed: \(count) of its rows wait for somebody to look. 'clarion sheets review' lists them."
        }
    }
}
