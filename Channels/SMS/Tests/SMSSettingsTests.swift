import Curl
import Deliveries
import TestKit
import Testing

@testable import SMSChannel

struct SMSSettingsTests {
    static func settings(_ values: [String: String]) -> ChannelSettings {
        ChannelSettings(channel: SMSDriver.id, values: values, organization: Samples.organization)
    }

    static let twilio = ["gateway": "twilio", "account": "AC1", "token": "s3cret", "from": "+13125550100"]

    @Test func publicGatewaysHaveTheirAddress() throws {
        #expect(try SMSSettings(Self.settings(Self.twilio)).address.description == "https://api.twilio.com")
        let vonage = Self.twilio.merging(["gateway": "vonage"]) { $1 }
        #expect(try SMSSettings(Self.settings(vonage)).address.description == "https://rest.nexmo.com")
    }

    @Test func whatIsNotSaidHasADefault() throws {
        let settings = try SMSSettings(Self.settings(Self.twilio))
        #expect(settings.connections == 10)
        #expect(settings.maxParts == 3)
        #expect(settings.addsOptOutLine)
        let driver = try SMSDriver(settings: Self.settings(Self.twilio))
        #expect(driver.pace == Pace(inHand: 1_000, least: 20, mayRepeat: false, connections: 10))
    }

    @Test func kannelsOwnNamesForTheAccountAreUnderstood() throws {
        let values = ["gateway": "kannel", "url": "http://127.0.0.1:13013", "username": "me", "password": "s3cret"]
        let kannel = try #require(try SMSSettings(Self.settings(values)).gateway as? Kannel)
        #expect(kannel.account.username == "me")
        #expect(kannel.account.password == "s3cret")
    }

    @Test(
        arguments: [
            ([:], ["gateway is missing", "account is missing", "token is missing", "from is missing"]),
            (["gateway": "pigeon"], ["gateway must be one of twilio, vonage, kannel, webhook"]),
            (["gateway": "kannel"], ["url is missing", "account is missing", "token is missing"]),
            (["gateway": "webhook"], ["url is missing"]),
            (["gateway": "webhook", "url": "ftp://x.example"], ["url must begin with https:// or http://"]),
            (
                ["gateway": "webhook", "url": "https://x.example", "token": "s3cret"],
                ["token and account belong together"]
            ),
            (twilio.merging(["from": "no sender at all"]) { $1 }, ["from must be a number"]),
            (twilio.merging(["from": "+0123456789"]) { $1 }, ["from must be a number"]),
            (twilio.merging(["connections": "0"]) { $1 }, ["connections must be a whole number from 1 to 100"]),
            (twilio.merging(["max_parts": "11"]) { $1 }, ["max_parts must be a whole number from 1 to 10"]),
            (twilio.merging(["opt_out_line": "perhaps"]) { $1 }, ["opt_out_line must be one of true, false"]),
            (twilio.merging(["acount": "x"]) { $1 }, ["acount is not a known setting. Did you mean 'account'?"]),
            (twilio.merging(["account": "a:b"]) { $1 }, ["account must not contain ':'"]),
        ] as [([String: String], [String])]
    )
    func everyFaultIsNamedAndNoSecretShown(values: [String: String], faults: [String]) {
        let error = #expect(throws: ChannelSettingsError.self) { try SMSDriver(settings: Self.settings(values)) }
        for fault in faults {
            #expect(error?.faults.contains { $0.hasPrefix("channels.sms.\(fault)") } == true, "\(fault)")
        }
        #expect(error?.description.contains("s3cret") == false)
    }

    @Test(
        arguments: [
            ("+13125550100", true), ("12345", true), ("Tenants", true), ("Riverside U", true), ("A1", true),
            ("", false), ("+1 312", false), ("+0312555010", false), ("12", false), ("123456789", false),
            ("Riverside Tenants", false), ("Té", false), ("a\nb", false), ("   ", false), ("+1234567890123456", false),
        ]
    )
    func aSenderIsANumberOrAShortName(text: String, isFine: Bool) {
        #expect(SenderName.isValid(text) == isFine)
    }
}
