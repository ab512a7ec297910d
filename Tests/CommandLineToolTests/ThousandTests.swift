import Foundation
import Rehearsal
import TestKit
import Testing

/// A thousand people on three channels, and mails that a strict stranger can read.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct ThousandTests {
    @Test func aThousandPeopleAreAskedOnThreeChannels() async throws {
        let outside = try Outside()
        let place = try Workplace(outside.settings(sheets: true))
        var call = TestCall()
        call.body += "\n# canvass\n\nAsk them what they pay.\n"
        try await place.submit(Crowd.willing(1_000), call)
        let result = try await place.run("work", "--drain", expect: 0)
        #expect(!result.errors.contains("error"), "\(result.errors)")
        let status = try await place.status()
        for channel in ["email", "sms", "canvass"] { #expect(status.count(channel, "sent") == 1_000, "\(channel)") }
        #expect(Set(outside.mails.values.flatMap(\.recipients)).count == 1_000)
        #expect(outside.mails.count == 1_000)
        #expect(Set(outside.texts.values.map(\.to)).count == 1_000)
        #expect(outside.texts.count == 1_000)
        #expect(Set(outside.mails.values.compactMap { $0.field("Message-ID") }).count == 1_000)
        try FileManager.default.createDirectory(atPath: place.path("mails"), withIntermediateDirectories: true)
        for (index, mail) in outside.mails.values.enumerated() { try place.write("mails/\(index).eml", mail.bytes) }
        let read = try await place.python(Self.strictReader, "mails")
        #expect(read.end == .exited(0), "\(read.errors)")
        #expect(read.output == "1000 mails\n")
        await outside.stop()
    }

    /// Fails at the first mail with a defect, without a needed field, or without the person's own name in both bodies.
    private static let strictReader = """
        import email, email.policy, pathlib, re, sys
        count = 0
        for path in pathlib.Path(sys.argv[1]).iterdir():
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.strict)
            for part in message.walk():
                assert not part.defects, (path, part.defects)
                for name, value in part.items():
                    assert not value.defects, (path, name, value.defects)
            for name in ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version"):
                assert len(message.get_all(name, [])) == 1, (path, name)
            number = re.fullmatch(r"p(\\d+)@example.org", message["To"].addresses[0].addr_spec)[1]
            for kind in ("plain", "html"):
                body = message.get_body((kind,)).get_content()
                assert re.search(rf"Dear Name{number}\\b", body), (path, kind)
                assert "12 Main St" in body, (path, kind)
            count += 1
        print(count, "mails")
        """
}
