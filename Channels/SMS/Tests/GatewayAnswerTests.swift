import Curl
import Deliveries
import Testing

@testable import SMSChannel

/// An answer and what it means.
struct AnswerCase: Sendable, CustomTestStringConvertible {
    let response: HTTPResponse
    let expected: Outcome

    init(_ status: Int, _ body: String = "", after: Duration? = nil, whole: Bool = true, means expected: Outcome) {
        response = HTTPResponse(status: status, body: Array(body.utf8), isWhole: whole, retryAfter: after)
        self.expected = expected
    }

    var testDescription: String {
        "\(response.status) \(String(decoding: response.body.prefix(60), as: UTF8.self))"
    }
}

extension Outcome {
    static func throttled(_ reason: String, after: Duration? = nil) -> Outcome {
        .waiting(Waiting(.throttled, reason: reason, after: after))
    }

    static func refusesUs(_ words: String) -> Outcome {
        .waiting(Waiting(.unreachable, reason: "the gateway refuses us, check channels.sms: \(words)"))
    }

    static func redirect(_ status: Int) -> Outcome {
        let reason = "the gateway answers with a redirect (HTTP \(status)); check channels.sms.url"
        return .waiting(Waiting(.unreachable, reason: reason))
    }

    static func unreadable(_ status: Int) -> Outcome {
        .unknown(reason: "the gateway's answer (HTTP \(status)) cannot be read; the text may have gone out")
    }

    static func cutOff(_ status: Int) -> Outcome {
        .unknown(reason: "the gateway's answer (HTTP \(status)) was cut off or too long; the text may have gone out")
    }
}

enum SampleGateways {
    static let account = HTTPCredentials(username: "AC123", password: "t:ok&n+")

    static func twilio(_ url: String = "https://gateway.example", from: String = "+13125550100") throws -> Twilio {
        Twilio(address: try HTTPAddress(url), account: account, sender: from)
    }

    static func vonage(_ url: String = "https://gateway.example") throws -> Vonage {
        Vonage(address: try HTTPAddress(url), account: account, sender: "+13125550100")
    }

    static func kannel(_ url: String = "http://127.0.0.1:13013", from: String = "+13125550100") throws -> Kannel {
        Kannel(address: try HTTPAddress(url), account: account, sender: from)
    }

    static func webhook(_ url: String = "https://hook.example/sms", account: HTTPCredentials? = account) throws
        -> Webhook
    {
        Webhook(address: try HTTPAddress(url), account: account)
    }
}

struct GatewayAnswerTests {
    @Test(arguments: [
        AnswerCase(429, "slow down", means: .throttled("slow down")),
        AnswerCase(429, after: .seconds(7), means: .throttled("HTTP 429", after: .seconds(7))),
        AnswerCase(503, "busy", after: .seconds(2), means: .throttled("busy", after: .seconds(2))),
        AnswerCase(503, "busy", means: .retry(reason: "busy")),
        AnswerCase(500, "<html><h1>Oops</h1>", means: .retry(reason: "HTTP 500")),
        AnswerCase(502, after: .seconds(9), means: .retry(reason: "HTTP 502", after: .seconds(9))),
        AnswerCase(599, means: .retry(reason: "HTTP 599")),
        AnswerCase(408, means: .retry(reason: "HTTP 408")),
        AnswerCase(401, "who are you", means: .refusesUs("who are you")),
        AnswerCase(403, means: .refusesUs("HTTP 403")),
        AnswerCase(301, means: .redirect(301)),
        AnswerCase(304, means: .redirect(304)),
        AnswerCase(400, "no such\r\nnumber\u{0}\u{202E}!", means: .refused(reason: "no such number !")),
        AnswerCase(404, means: .refused(reason: "HTTP 404")),
        AnswerCase(422, repeated("ä", 500), means: .refused(reason: repeated("ä", 200))),
        AnswerCase(400, "half a sent", whole: false, means: .refused(reason: "half a sent")),
    ])
    func aStatusMeansTheSameAtEveryGateway(answer: AnswerCase) throws {
        #expect(try SampleGateways.kannel().read(answer.response) == answer.expected)
        #expect(try SampleGateways.webhook().read(answer.response) == answer.expected)
        #expect(try SampleGateways.vonage().read(answer.response) == answer.expected)
        #expect(try SampleGateways.twilio().read(answer.response) == answer.expected)
    }

    @Test func bytesThatAreNoTextAreNotQuoted() throws {
        let response = HTTPResponse(status: 400, body: [0xFF, 0xFE, 0x00, 0x80])
        #expect(try SampleGateways.kannel().read(response) == .refused(reason: "HTTP 400"))
    }

    @Test(arguments: [
        AnswerCase(
            400,
            #"{"type":"https://gateway.example/errors","title":"Bad","detail":"the sender is barred"}"#,
            means: .refused(reason: "the sender is barred")
        ),
        AnswerCase(400, #"{"detail":"","error":{"code":7}}"#, means: .refused(reason: "HTTP 400")),
        AnswerCase(422, #"{"error":"no such sender"}"#, means: .refused(reason: "no such sender")),
    ])
    func aRefusalInJSONIsToldInItsOwnWords(answer: AnswerCase) throws {
        #expect(try SampleGateways.vonage().read(answer.response) == answer.expected)
        #expect(try SampleGateways.kannel().read(answer.response) == answer.expected)
    }

    @Test(arguments: [
        AnswerCase(201, #"{"sid":"SM1","status":"queued"}"#, means: .sent(reference: "SM1")),
        AnswerCase(200, #"{"sid":"SM2"}"#, means: .sent(reference: "SM2")),
        AnswerCase(
            201,
            " {\"account_sid\": \"AC1\", \"error_code\": null, \"num_segments\": \"1\", \"body\": \"a\\n\\\"b\\\"\",\r\n"
                + "\"sid\": \"SM3\", \"parts\": [1, -2, {\"sid\": \"SM4\"}], \"flags\": [], \"uris\": {}, \"live\": true}\n",
            means: .sent(reference: "SM3")
        ),
        AnswerCase(201, #"{"body":"né 😀 \u00e9","sid":"SM5","price":1.5e1}"#, means: .sent(reference: "SM5")),
        AnswerCase(201, #"{"parts":[{"sid":"SM6"}]}"#, means: .unreadable(201)),
        AnswerCase(201, #"{"sid":"SM7"} {}"#, means: .unreadable(201)),
        AnswerCase(201, #"{"sid":"SM10" "status":"queued"}"#, means: .unreadable(201)),
        AnswerCase(201, #"{"sid":"SM11","status":}"#, means: .unreadable(201)),
        AnswerCase(201, #"{"sid":"SM12","code":"x"}"#, means: .unreadable(201)),
        AnswerCase(201, #"["sid","SM13"]"#, means: .unreadable(201)),
        AnswerCase(201, #"{"sid":null}"#, means: .unreadable(201)),
        AnswerCase(201, #"{"sid":""}"#, means: .unreadable(201)),
        AnswerCase(201, "OK", means: .unreadable(201)),
        AnswerCase(201, #"{"sid":"SM"#, whole: false, means: .cutOff(201)),
        AnswerCase(204, means: .unreadable(204)),
        AnswerCase(
            400,
            #"{"code":21610,"message":"Attempt to send to unsubscribed recipient","status":400}"#,
            means: .optedOut(reason: "Attempt to send to unsubscribed recipient")
        ),
        AnswerCase(403, #"{"code":21610}"#, means: .optedOut(reason: "the person told Twilio to stop")),
        AnswerCase(
            400,
            #"{"code":21211,"message":"The 'To' number is not a valid phone number."}"#,
            means: .refused(reason: "The 'To' number is not a valid phone number.")
        ),
        AnswerCase(400, #"{"code":21614,"message":"no mobile"}"#, means: .refused(reason: "no mobile")),
        AnswerCase(403, #"{"code":21408,"message":"region off"}"#, means: .refused(reason: "region off")),
        AnswerCase(401, #"{"code":20003,"message":"Authenticate"}"#, means: .refusesUs("Authenticate")),
        AnswerCase(400, #"{"code":21606,"message":"'From' cannot text"}"#, means: .refusesUs("'From' cannot text")),
        AnswerCase(
            429,
            #"{"code":20429,"message":"Too Many"}"#,
            after: .seconds(3),
            means: .throttled("Too Many", after: .seconds(3))
        ),
        AnswerCase(400, #"{"code":21611,"message":"queue full"}"#, means: .throttled("queue full")),
        AnswerCase(500, #"{"code":21000,"message":"oops"}"#, means: .retry(reason: "oops")),
        AnswerCase(500, #"{"code":20500,"message":"oops"}"#, means: .retry(reason: "oops")),
        AnswerCase(404, #"{"code":20404,"message":"not found"}"#, means: .refused(reason: "not found")),
        AnswerCase(400, #"[{"code":"#, means: .refused(reason: "HTTP 400")),
        AnswerCase(400, repeated("[", 20_000), means: .refused(reason: "HTTP 400")),
    ])
    func twilio(answer: AnswerCase) throws {
        #expect(try SampleGateways.twilio().read(answer.response) == answer.expected)
    }

    @Test(arguments: [
        AnswerCase(200, #"{"messages":[{"status":"0","message-id":"A1"}]}"#, means: .sent(reference: "A1")),
        AnswerCase(
            200,
            #"{"messages":[{"status":"0","message-id":"A"},{"status":"0","message-id":"B"}]}"#,
            means: .sent(reference: "A")
        ),
        AnswerCase(200, #"{"messages":[{"status":0}]}"#, means: .sent(reference: nil)),
        AnswerCase(200, #"{"messages":[{"status":"1","error-text":"Throughput"}]}"#, means: .throttled("Throughput")),
        AnswerCase(200, #"{"messages":[{"status":"10","error-text":"binds"}]}"#, means: .throttled("binds")),
        AnswerCase(
            200,
            #"{"messages":[{"status":"2","error-text":"Missing to"}]}"#,
            means: .refused(reason: "Missing to")
        ),
        AnswerCase(200, #"{"messages":[{"status":"3"}]}"#, means: .refused(reason: "status 3")),
        AnswerCase(
            200,
            #"{"messages":[{"status":"4","error-text":"Bad Credentials"}]}"#,
            means: .refusesUs("Bad Credentials")
        ),
        AnswerCase(200, #"{"messages":[{"status":"5","error-text":"Internal"}]}"#, means: .retry(reason: "Internal")),
        AnswerCase(
            200,
            #"{"messages":[{"status":"6","error-text":"Unroutable"}]}"#,
            means: .refused(reason: "Unroutable")
        ),
        AnswerCase(200, #"{"messages":[{"status":"7","error-text":"Barred"}]}"#, means: .refused(reason: "Barred")),
        AnswerCase(
            200,
            #"{"messages":[{"status":"8","error-text":"Account barred"}]}"#,
            means: .refusesUs("Account barred")
        ),
        AnswerCase(200, #"{"messages":[{"status":"9","error-text":"Quota"}]}"#, means: .refusesUs("Quota")),
        AnswerCase(
            200,
            #"{"messages":[{"status":"29","error-text":"Non-whitelisted"}]}"#,
            means: .refused(reason: "Non-whitelisted")
        ),
        AnswerCase(200, #"{"messages":[{"status":"99","error-text":"General"}]}"#, means: .retry(reason: "General")),
        AnswerCase(
            200,
            #"{"messages":[{"status":"0"},{"status":"9","error-text":"Quota"}]}"#,
            means: .unknown(reason: "only a part of the text was taken: Quota")
        ),
        AnswerCase(200, #"{"messages":[]}"#, means: .unreadable(200)),
        AnswerCase(200, "<html>", means: .unreadable(200)),
        AnswerCase(200, #"{"messages":[{"status":"0"}]"#, whole: false, means: .cutOff(200)),
    ])
    func vonage(answer: AnswerCase) throws {
        #expect(try SampleGateways.vonage().read(answer.response) == answer.expected)
    }

    @Test(arguments: [
        AnswerCase(202, "0: Accepted for delivery", means: .sent(reference: nil)),
        AnswerCase(202, "3: Queued for later delivery", means: .sent(reference: nil)),
        AnswerCase(202, "Sent.", means: .sent(reference: nil)),
        AnswerCase(200, "0: Accepted for delivery", means: .sent(reference: nil)),
        AnswerCase(200, "<html>Log in to the wireless network", means: .unreadable(200)),
        AnswerCase(202, "0: Acc", whole: false, means: .cutOff(202)),
        AnswerCase(403, "Authorization failed for sendsms", means: .refusesUs("Authorization failed for sendsms")),
        AnswerCase(
            400,
            "Missing receiver number, rejected",
            means: .refused(reason: "Missing receiver number, rejected")
        ),
        AnswerCase(
            503,
            "Temporal failure, try again later.",
            means: .retry(reason: "Temporal failure, try again later.")
        ),
    ])
    func kannel(answer: AnswerCase) throws {
        #expect(try SampleGateways.kannel().read(answer.response) == answer.expected)
    }

    @Test(arguments: [
        AnswerCase(200, means: .sent(reference: nil)),
        AnswerCase(204, means: .sent(reference: nil)),
        AnswerCase(200, #"{"error":"whatever"}"#, whole: false, means: .sent(reference: nil)),
    ])
    func webhook(answer: AnswerCase) throws {
        #expect(try SampleGateways.webhook().read(answer.response) == answer.expected)
    }

    @Test(
        arguments: [
            (.failure(.withdrawn), .interrupted),
            (
                .failure(.notSent("Couldn't connect")),
                .waiting(Waiting(.unreachable, reason: "the gateway at gateway.example is away: Couldn't connect"))
            ),
            (
                .failure(.unanswered("Timeout")),
                .unknown(reason: "no answer from gateway.example, it may have gone out: Timeout")
            ),
        ] as [(HTTPResult, Outcome)]
    )
    func noAnswerIsSortedByWhetherAnythingWentOut(result: HTTPResult, expected: Outcome) throws {
        #expect(try SampleGateways.twilio().outcome(of: result) == expected)
    }
}
