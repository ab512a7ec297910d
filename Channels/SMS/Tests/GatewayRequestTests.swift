import Deliveries
import Foundation
import People
import TestKit
import Testing

@testable import Curl
@testable import SMSChannel

/// What goes over the wire, byte by byte, as a real server got it.
struct GatewayRequestTests {
    static func message(_ text: String, to phone: String = "+12125550123", url: String? = nil) throws -> TextMessage {
        TextMessage(
            phone: PhoneNumber(stored: phone, line: .mobile),
            text: SMSText(text),
            key: "k7",
            person: try Samples.person(1),
            briefing: TextWordingTests.briefing("x", url: url)
        )
    }

    static func heard(_ make: (String) throws -> any Gateway, _ message: TextMessage) async throws -> HeardRequest {
        let server = StandInGateway(always: .answer(200))
        let request = try make(server.url).request(for: message)
        _ = await HTTPClient(connections: 1).send(request)
        return try #require(server.heard.first)
    }

    @Test func twilioGetsAFormAndOurAccount() async throws {
        let request = try await Self.heard({ try SampleGateways.twilio($0) }, Self.message("1+1 & ñ=€ 🙂\n%"))
        #expect(request.line == "POST /2010-04-01/Accounts/AC123/Messages.json HTTP/1.1")
        #expect(request.fields["authorization"] == "Basic " + Data("AC123:t:ok&n+".utf8).base64EncodedString())
        #expect(request.fields["content-type"] == "application/x-www-form-urlencoded")
        #expect(request.fields["user-agent"] == "Clarion")
        #expect(
            request.body
                == "From=%2B13125550100&To=%2B12125550123&Body=1%2B1%20%26%20%C3%B1%3D%E2%82%AC%20%F0%9F%99%82%0A%25"
        )
    }

    @Test func twilioChoosesTheNumberWhenTheSenderIsAMessagingService() throws {
        let service = "MG" + repeated("0a", 16)
        let body = try SampleGateways.twilio(from: service).request(for: Self.message("x")).body
        #expect(String(decoding: body, as: UTF8.self).hasPrefix("MessagingServiceSid=\(service)&To="))
    }

    @Test func vonageGetsAFormAndIsToldOfUnicode() async throws {
        let request = try await Self.heard({ try SampleGateways.vonage($0) }, Self.message("Come’"))
        #expect(request.line == "POST /sms/json HTTP/1.1")
        #expect(request.fields["authorization"] == nil)
        #expect(
            request.body
                == "api_key=AC123&api_secret=t%3Aok%26n%2B&from=13125550100&to=12125550123&text=Come%E2%80%99&type=unicode"
                + "&client-ref=k7"
        )
        let plain = try SampleGateways.vonage().request(for: Self.message("Come")).body
        #expect(!String(decoding: plain, as: UTF8.self).contains("type="))
    }

    @Test func kannelGetsAQuery() async throws {
        let request = try await Self.heard({ try SampleGateways.kannel($0) }, Self.message("a+b ñ"))
        #expect(
            request.line
                == "GET /cgi-bin/sendsms?username=AC123&password=t%3Aok%26n%2B&from=%2B13125550100&to=%2B12125550123"
                + "&text=a%2Bb%20%C3%B1&charset=UTF-8 HTTP/1.1"
        )
        #expect(request.body.isEmpty)
    }

    @Test func kannelIsToldOfUnicodeAndOfWhereReportsGo() throws {
        var message = try Self.message("ж", url: "https://act.example")
        message.returnToken = "abcdefgh"
        let line = try SampleGateways.kannel(from: "").request(for: message).address.exact
        #expect(
            line.hasSuffix(
                "&to=%2B12125550123&text=%D0%B6&charset=UTF-8&coding=2&dlr-mask=19&dlr-url=https%3A%2F%2Fact.example"
                    + "%2Fanswers%2Fsms%2Fkannel%3Fd%3Dabcdefgh%26state%3D%25d%26words%3D%25A"
            )
        )
        #expect(!line.contains("from="))
    }

    @Test func reportsAreAskedForByTheTokenThatComesBack() throws {
        var message = try Self.message("Come", url: "https://act.example")
        message.returnToken = "abcdefgh"
        let twilio = String(decoding: try SampleGateways.twilio().request(for: message).body, as: UTF8.self)
        #expect(twilio.hasSuffix("&StatusCallback=https%3A%2F%2Fact.example%2Fanswers%2Fsms%2Ftwilio%3Fd%3Dabcdefgh"))
        let vonage = String(decoding: try SampleGateways.vonage().request(for: message).body, as: UTF8.self)
        #expect(vonage.hasSuffix("&client-ref=abcdefgh"))
        let webhook = String(
            decoding: try SampleGateways.webhook("https://hook.example").request(for: message).body,
            as: UTF8.self
        )
        #expect(webhook.contains(#""delivery":"abcdefgh""#))
    }

    @Test func aWebhookGetsListmonksShape() async throws {
        let request = try await Self.heard(
            { try SampleGateways.webhook($0 + "/hook?token=a%20b") },
            Self.message("Say \"hi\"\n🙂")
        )
        #expect(request.line == "POST /hook?token=a%20b HTTP/1.1")
        #expect(request.fields["content-type"] == "application/json")
        #expect(request.fields["idempotency-key"] == "k7")
        #expect(request.fields["authorization"]?.hasPrefix("Basic ") == true)
        let json = try #require(try JSONSerialization.jsonObject(with: Data(request.body.utf8)) as? [String: Any])
        #expect(json["subject"] as? String == "The hearing")
        #expect(json["body"] as? String == "Say \"hi\"\n🙂")
        #expect(json["content_type"] as? String == "plain")
        let recipients = try #require(json["recipients"] as? [[String: Any]])
        #expect(recipients.count == 1)
        #expect(recipients[0]["email"] as? String == "person1@example.org")
        #expect(recipients[0]["attribs"] as? [String: String] == ["phone": "+12125550123"])
        #expect(recipients[0]["status"] as? String == "enabled")
        #expect((recipients[0]["uuid"] as? String).flatMap(UUID.init(uuidString:)) != nil)
        #expect((json["campaign"] as? [String: Any])?["name"] as? String == "The hearing")
    }

    @Test func aWebhookNeedsNoAccount() async throws {
        let request = try await Self.heard({ try SampleGateways.webhook($0, account: nil) }, Self.message("x"))
        #expect(request.fields["authorization"] == nil)
    }

    @Test func aStableUUIDIsAlwaysTheSame() {
        #expect(StableUUID.text(of: "person p1") == StableUUID.text(of: "person p1"))
        #expect(StableUUID.text(of: "person p1") != StableUUID.text(of: "person p2"))
        #expect(StableUUID.text(of: "").count == 36)
    }
}
