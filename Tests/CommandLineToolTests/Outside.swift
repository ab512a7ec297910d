import Rehearsal
import TestKit
import Testing

/// The servers at the other end: receivers of ours in the test's own process, and what they took.
final class Outside: Sendable {
    let mails = Gathered<Rehearsal.ReceivedMail>()
    let texts = Gathered<ReceivedText>()
    let mailServer: SMTPReceiver
    let gateway: GatewayReceiver

    init(replies: SMTPReceiver.Script? = nil, answers: GatewayReceiver.Script? = nil) throws {
        mailServer = try SMTPReceiver(replies: replies) { [mails] in mails.add($0) }
        gateway = try GatewayReceiver(answers: answers) { [texts] in texts.add($0) }
    }

    /// Settings that use them.
    func settings(mail: Bool = true, texts: Bool = true, sheets: Bool = false) -> TestSettings {
        TestSettings(mail: mail ? mailServer.url : nil, texts: texts ? gateway.url : nil, sheets: sheets)
    }

    func stop() async {
        await mailServer.stop()
        await gateway.stop()
    }
}

extension Rehearsal.ReceivedMail {
    /// A header field's value, as long as it stands on one line.
    func field(_ name: String) -> String? {
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false) {
            if line.isEmpty { return nil }
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2, parts[0].lowercased() == name.lowercased() {
                return parts[1].trimmingPrefix(" ").description
            }
        }
        return nil
    }
}

extension Workplace {
    /// Imports people and submits a call.
    func submit(_ people: String, _ call: TestCall = TestCall()) async throws {
        try write("people.csv", people)
        try write("call.md", call.text)
        try await run("people", "import", "people.csv", expect: 0)
        try await run("submit", "call.md", expect: 0)
    }

    /// A call's status.
    func status(_ call: String = "rent-hearing") async throws -> Loose {
        try await run("status", call, "--format", "json", expect: 0).json()
    }

    /// The log's lines.
    func log(_ more: String...) async throws -> [Loose] {
        let result = try await start(["log", "--format", "jsonl"] + more).end()
        return try result.jsonLines()
    }
}

extension Loose {
    /// Of a status: how many deliveries of a channel stand in a state.
    func count(_ channel: String, _ state: String) -> Int? { self["channels"]?[channel]?[state]?.int }
}
