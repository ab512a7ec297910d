import Calls
import People
import Testing

struct PeopleFileConsentTests {
    @Test(
        arguments: [
            ("granted", .granted), ("YES", .granted), ("true", .granted), ("1", .granted), ("Subscribed", .granted),
            ("confirmed", .granted), ("opt-in", .granted), ("Opted In", .granted), ("pending", .pending),
            ("unconfirmed", .pending), ("withdrawn", .withdrawn), ("no", .withdrawn), ("FALSE", .withdrawn),
            ("0", .withdrawn), ("unsubscribed", .withdrawn), ("opted_out", .withdrawn),
        ] as [(String, ConsentState)]
    )
    func understandsWordsOfConsent(word: String, state: ConsentState) throws {
        let record = try Imported.record("email,sms_consent", "ana@example.org,\(word)")
        #expect(record.consents.map(\.state) == [state])
        #expect(record.consents.map(\.channel.rawValue) == ["sms"])
    }

    @Test(arguments: ["maybe", "x", "on", "-", "si", "granted?no", "2"])
    func neverGuessesConsent(word: String) throws {
        let reasons = try Imported.reasons("email,email_consent", "ana@example.org,\(word)")
        #expect(reasons.first?.hasPrefix("email_consent is no word for consent; write granted") == true)
    }

    @Test func consentHasItsCircumstances() throws {
        let imported = try Imported(
            """
            email,email_consent,sms_consent,pigeon_consent,consent_source,consent_at,consent_wording,consent_evidence,sms_consent_source
            ana@example.org,yes,no,pending,sign-up sheet,2026-03-01T14:30:00Z,"Yes,
            mail me",scan 4,a reply
            bo@example.org,yes,,,,,,,
            """
        )
        #expect(imported.channels.map(\.rawValue) == ["email", "sms", "pigeon"])
        let first = try #require(imported.records.first?.consents)
        #expect(first.map(\.state) == [.granted, .withdrawn, .pending])
        #expect(first.map(\.source) == ["sign-up sheet", "a reply", "sign-up sheet"])
        #expect(first.map(\.wording) == ["Yes, mail me", "Yes, mail me", "Yes, mail me"])
        #expect(first.map(\.evidence) == ["scan 4", "scan 4", "scan 4"])
        #expect(first.map(\.at.description) == Array(repeating: "2026-03-01T14:30:00.000Z", count: 3))
        let second = try #require(imported.records.last?.consents.first)
        #expect(second.at == importMoment)
        #expect(second.source == "list.csv")
    }

    @Test(
        arguments: [
            ("2026-03-01", "2026-03-01T06:00:00.000Z"), ("2026-05-31", "2026-05-31T05:00:00.000Z"),
            ("2026-03-01T14:30", "2026-03-01T20:30:00.000Z"), ("2026-03-01 14:30:05", "2026-03-01T20:30:05.000Z"),
            ("2026-03-01T14:30:00z", "2026-03-01T14:30:00.000Z"),
            ("2026-03-01T14:30:00.25Z", "2026-03-01T14:30:00.250Z"),
            ("2026-03-01T14:30:00-05:30", "2026-03-01T20:00:00.000Z"), ("2024-02-29", "2024-02-29T06:00:00.000Z"),
            ("2026-03-08T12:00", "2026-03-08T17:00:00.000Z"), ("2026-06-01T12:00:00Z", "2026-06-01T12:00:00.000Z"),
        ]
    )
    func readsMomentsInTheOrganizationsZone(typed: String, moment: String) throws {
        let record = try Imported.record("email,email_consent,consent_at", "ana@example.org,yes,\(typed)")
        #expect(record.consents.first?.at.description == moment)
    }

    @Test(
        arguments: [
            "3/1/2026", "2026-02-29", "2026-13-01", "2026-00-10", "2026-03-01T24:00", "2026-03-01T14:30:00+25:00",
            "yesterday",
            "2026-03-01x", "0000-00-00", "2026-03-01T", "2026-3-1",
        ]
    )
    func refusesWhatIsNoMoment(typed: String) throws {
        let reasons = try Imported.reasons("email,email_consent,consent_at", "ana@example.org,yes,\(typed)")
        #expect(reasons == ["consent_at is no date; write it as in '2026-03-01' or '2026-03-01T14:30:00Z'"])
    }

    @Test(arguments: ["2026-06-01T12:00:00.001Z", "2026-06-02", "9999-12-31"])
    func consentCannotBeGivenInTheFuture(typed: String) throws {
        let reasons = try Imported.reasons("email,email_consent,consent_at", "ana@example.org,yes,\(typed)")
        #expect(reasons == ["consent_at lies in the future; look for a wrong year or day"])
    }
}
