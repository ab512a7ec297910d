import Foundation
import Rehearsal
import Testing

struct RehearsalFolderTests {
    @Test func everythingLiesWhereItIsPromised() throws {
        let place = TemporaryFolder()
        let folder = try RehearsalFolder(at: place.path)
        let mail = Sample.mail()
        try folder.keep(mail)
        try folder.keep(Sample.mail(to: "bob@example.com", html: nil))
        try folder.keep(Sample.text(to: "+12125550102", "Reply YES, \"please\"\nor call."))
        try Data("%PDF".utf8).write(to: URL(filePath: "\(folder.sheets)/turf 1 #2.pdf"))
        let tally = try folder.finish(Sample.summary())

        #expect(try place.names() == [".clarion-rehearsal", "index.html", "mail", "sheets", "texts", "texts.jsonl"])
        #expect(
            try place.names("mail") == ["0001-a-example.org.eml", "0001-a-example.org.html", "0002-b-example.com.eml"]
        )
        #expect(try place.read("mail/0001-a-example.org.eml") == String(decoding: mail.bytes, as: UTF8.self))
        #expect(try place.read("texts/0001.txt") == "Reply YES, \"please\"\nor call.")
        #expect(
            try place.read("texts.jsonl")
                == #"{"from":"+13125550100","gateway":"twilio","number":1,"text":"Reply YES, \"please\"\nor call.","to":"+12125550102"}"#
                + "\n"
        )
        let index = try place.read("index.html")
        #expect(index.contains("href=\"sheets/turf%201%20%232.pdf\""))
        #expect(index.contains("src=\"mail/0001-a-example.org.html\""))
        #expect(tally == RehearsalTally(mails: 2, texts: 1, sheets: 1, index: "\(place.path)/index.html"))
        #expect(
            tally.sentence
                == "2 mails, 1 text and 1 file of sheets; nothing left this machine. Open \(place.path)/index.html to look."
        )
    }

    @Test func onlyTheOwnerMayLookInside() throws {
        let place = TemporaryFolder()
        _ = try RehearsalFolder(at: place.path)
        let mode = try FileManager.default.attributesOfItem(atPath: place.path)[.posixPermissions] as? Int
        #expect(mode == 0o700)
    }

    @Test func anEarlierRehearsalIsReplacedAndWhatLiesBesideItStays() throws {
        let place = TemporaryFolder()
        let first = try RehearsalFolder(at: place.path)
        for _ in 0..<201 { try first.keep(Sample.text()) }
        try first.keep(Sample.mail())
        _ = try first.finish(Sample.summary())
        #expect(try place.names().contains("page-2.html"))
        try place.write("mine", to: "notes.txt")

        let second = try RehearsalFolder(at: place.path)
        _ = try second.finish(Sample.summary())
        #expect(
            try place.names()
                == [".clarion-rehearsal", "index.html", "mail", "notes.txt", "sheets", "texts", "texts.jsonl"]
        )
        #expect(try place.names("mail").isEmpty)
        #expect(try place.read("notes.txt") == "mine")
    }

    @Test func aFolderOfSomethingElseIsLeftAlone() throws {
        let place = TemporaryFolder()
        try place.write("mine", to: "index.html")
        let error = #expect(throws: RehearsalFolderError.self) { try RehearsalFolder(at: place.path) }
        #expect(error == .occupied(path: place.path))
        #expect(
            error?.description
                == "\(place.path): this folder holds other things, and a rehearsal would be mixed up with"
                + " them. Name another folder with --output, or an empty one."
        )
        #expect(try place.names() == ["index.html"])
        #expect(try place.read("index.html") == "mine")
    }

    @Test func aFileIsNoFolder() throws {
        let place = TemporaryFolder()
        try place.write("mine", to: "file")
        #expect(throws: RehearsalFolderError.notAFolder(path: "\(place.path)/file")) {
            try RehearsalFolder(at: "\(place.path)/file")
        }
    }

    @Test func anEmptyFolderIsTaken() throws {
        let place = TemporaryFolder()
        try FileManager.default.createDirectory(atPath: place.path, withIntermediateDirectories: true)
        _ = try RehearsalFolder(at: place.path)
        #expect(try place.names().contains(".clarion-rehearsal"))
    }

    @Test(
        arguments: [
            ("../../etc/passwd@example.org", "0001-.-example.org.eml"),
            ("a@../../x", "0001-a-....x.eml"),
            ("ä@exämple.org", "0001--exmple.org.eml"),
            ("", "0001--.eml"),
        ]
    )
    func anAddressCannotLeadOutOfTheFolder(address: String, name: String) throws {
        let place = TemporaryFolder()
        let folder = try RehearsalFolder(at: place.path)
        try folder.keep(Sample.mail(to: address, html: nil))
        #expect(try place.names("mail") == [name])
    }

    @Test func messagesFromManyThreadsAreAllThere() async throws {
        let place = TemporaryFolder()
        let folder = try RehearsalFolder(at: place.path)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<300 {
                group.addTask {
                    try folder.keep(Sample.mail(subject: "n\(number)"))
                    try folder.keep(Sample.text("n\(number)"))
                }
            }
            try await group.waitForAll()
        }
        let tally = try folder.finish(Sample.summary())
        #expect(tally.mails == 300)
        #expect(try place.names("mail").count == 600)
        #expect(try place.read("texts.jsonl").split(separator: "\n").count == 300)
    }
}
