import LoopbackClient
import Rehearsal
import Testing

/// The four gateways, asked with curl as their customers ask them.
struct GatewayReceiverTests {
    /// Runs curl against a new receiver; gives back status, body and what was kept.
    private func ask(
        _ path: String,
        _ arguments: [String]
    ) async throws -> (status: String, body: String, texts: [ReceivedText]) {
        let texts = Collected<ReceivedText>()
        let receiver = try GatewayReceiver { texts.add($0) }
        let (exit, output) = try await ExternalTool.curl.run(
            ["--silent", "--show-error", "--write-out", "\n%{http_code}"] + arguments + [receiver.url + path]
        )
        #expect(exit == 0, "\(output)")
        await receiver.stop()
        let lines = output.split(separator: "\n", omittingEmptySubsequences: false)
        return (String(lines.last ?? ""), lines.dropLast().joined(separator: "\n"), texts.all)
    }

    @Test func twilioAnswersWithASid() async throws {
        let (status, body, texts) = try await ask(
            "/2010-04-01/Accounts/AC1/Messages.json",
            [
                "--user", "AC1:token", "--data-urlencode", "From=+13125550100", "--data-urlencode", "To=+13125550101",
                "--data-urlencode", "Body=Come & see: 100 % + grüße 🎉",
            ]
        )
        #expect(status == "201")
        #expect(body.contains("\"sid\":\"SM00000000000000000000000000000001\""))
        #expect(
            texts == [
                ReceivedText(
                    gateway: .twilio,
                    to: "+13125550101",
                    from: "+13125550100",
                    text: "Come & see: 100 % + grüße 🎉"
                )
            ]
        )
    }

    @Test func twilioRefusesInItsOwnWords() async throws {
        let (status, body, texts) = try await ask("/2010-04-01/Accounts/AC1/Messages.json", ["--data", "From=a&To=b"])
        #expect(status == "400")
        #expect(body.contains("\"message\":\"Body is missing.\""))
        #expect(texts.isEmpty)
    }

    @Test(
        arguments: [
            ["--data-urlencode", "from=Union", "--data-urlencode", "to=13125550101", "--data-urlencode", "text=Hi ö"],
            [
                "--header", "Content-Type: application/json", "--data",
                #"{"from":"Union","to":"13125550101","text":"Hi \u00f6","type":"unicode","ttl":900}"#,
            ],
        ]
    )
    func vonageTakesFormsAndJSON(arguments: [String]) async throws {
        let (status, body, texts) = try await ask("/sms/json", arguments)
        #expect(status == "200")
        #expect(body.contains("\"status\":\"0\"") && body.contains("\"message-id\":"))
        #expect(texts == [ReceivedText(gateway: .vonage, to: "13125550101", from: "Union", text: "Hi ö")])
    }

    @Test func vonageHidesItsRefusalIn200() async throws {
        let (status, body, _) = try await ask("/sms/json", ["--data", "from=Union"])
        #expect(status == "200")
        #expect(body.contains("\"status\":\"2\"") && body.contains("\"error-text\":\"to is missing.\""))
    }

    @Test(
        arguments: [
            ("to=%2B13125550101&from=1&text=Hi+there%21", "Hi there!"),
            ("to=%2B13125550101&from=1&charset=UTF-8&coding=2&text=Gr%C3%BC%C3%9Fe", "Grüße"),
            ("to=%2B13125550101&from=1&coding=2&text=%00H%D8%3C%DF%89", "H🎉"),
            ("to=%2B13125550101&from=1&charset=ISO-8859-1&text=Gr%FC%DFe", "Grüße"),
        ]
    )
    func kannelTakesTheCharacterSetThatIsNamed(query: String, text: String) async throws {
        let (status, body, texts) = try await ask("/cgi-bin/sendsms?username=u&password=p&\(query)", [])
        #expect(status == "202")
        #expect(body == "0: Accepted for delivery\n")
        #expect(texts == [ReceivedText(gateway: .kannel, to: "+13125550101", from: "1", text: text)])
    }

    @Test(arguments: ["text=%", "text=%4", "text=%zz", "text=%FF", "charset=klingon&text=x", "text="])
    func kannelRefusesWhatCannotBeRead(query: String) async throws {
        let (status, _, texts) = try await ask("/cgi-bin/sendsms?to=1&from=1&\(query)", [])
        #expect(status == "400")
        #expect(texts.isEmpty)
    }

    @Test(
        arguments: [
            (#"{"body":"Hi","recipients":[{"email":"","attribs":{"phone":"+13125550101"}}]}"#, "+13125550101"),
            (
                #"{"body":"Hi","content_type":"plain","recipients":[{"uuid":"x","email":"+13125550102"}]}"#,
                "+13125550102"
            ),
        ]
    )
    func theWebhookTakesTheShapeOfListmonk(json: String, to: String) async throws {
        let (status, _, texts) = try await ask(
            "/any/path",
            ["--header", "Content-Type: application/json", "--data", json]
        )
        #expect(status == "200")
        #expect(texts == [ReceivedText(gateway: .webhook, to: to, from: "", text: "Hi")])
    }

    @Test(arguments: ["", "{", "[]", #"{"body":"x","recipients":[]}"#, #"{"body":"x","recipients":[{}]}"#])
    func theWebhookRefusesOtherShapes(json: String) async throws {
        let (status, _, texts) = try await ask("/", ["--data", json])
        #expect(status == "400")
        #expect(texts.isEmpty)
    }

    @Test func curlSendsChunks() async throws {
        let (status, _, texts) = try await ask(
            "/sms/json",
            ["--header", "Transfer-Encoding: chunked", "--data", "from=a&to=b&text=chunked"]
        )
        #expect(status == "200")
        #expect(texts.map(\.text) == ["chunked"])
    }

    @Test func somebodyMayLookWhetherTheGatewayIsThere() async throws {
        let (status, _, texts) = try await ask("/sms/json", ["--head"])
        #expect(status == "200")
        #expect(texts.isEmpty)
        #expect(try await ask("/sms/json", []).status == "405")
    }
}
