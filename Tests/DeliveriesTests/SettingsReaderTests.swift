import Deliveries
import TestKit
import Testing

struct SettingsReaderTests {
    private enum Mode: String, CaseIterable { case plain, starttls }

    private func reader(_ values: [String: String]) -> SettingsReader {
        ChannelSettings(channel: MailChannel.id, values: values, organization: Samples.organization).reader()
    }

    @Test func whatIsThereIsReadAndWhatIsAbsentHasItsDefault() throws {
        var reader = reader(["host": "mail.example.org", "lanes": "7", "mode": "STARTTLS", "note": ""])
        #expect(reader.requiredText("host", example: "x") == "mail.example.org")
        #expect(reader.integer("lanes", default: 1, in: 1...10) == 7)
        #expect(reader.integer("port", default: 587, in: 1...65_535) == 587)
        #expect(reader.choice("mode", default: Mode.plain) == .starttls)
        #expect(reader.optionalText("note") == nil)
        #expect(reader.text("from", default: "nobody") == "nobody")
        try reader.finish()
    }

    @Test func everyFaultIsNamedAtOnceAndNoValueIsShown() throws {
        let secret = "hunter2-very-secret"
        var reader = reader(["lanes": secret, "mode": secret, "hots": secret])
        _ = reader.requiredText("host", example: "mail.example.org")
        _ = reader.integer("lanes", default: 1, in: 1...10)
        _ = reader.choice("mode", default: Mode.plain)
        let error = try #require(throws: ChannelSettingsError.self) { try reader.finish() }
        #expect(
            error.faults == [
                "channels.email.host is missing. Write 'host: mail.example.org'.",
                "channels.email.lanes must be a whole number from 1 to 10.",
                "channels.email.mode must be one of plain, starttls.",
                "channels.email.hots is not a known setting. Did you mean 'host'?",
            ]
        )
        #expect(!"\(error)".contains(secret))
    }

    @Test(arguments: ["0", "11", "-1", "1.5", "1e3", " 5", "٣", "99999999999999999999"])
    func aNumberOutOfBoundsIsAFault(text: String) {
        var reader = reader(["lanes": text])
        #expect(reader.integer("lanes", default: 4, in: 1...10) == 4)
        #expect(throws: ChannelSettingsError.self) { try reader.finish() }
    }

    @Test(arguments: [("1", 1), ("10", 10)])
    func theBoundsThemselvesAreAllowed(text: String, number: Int) throws {
        var reader = reader(["lanes": text])
        #expect(reader.integer("lanes", default: 4, in: 1...10) == number)
        try reader.finish()
    }
}
