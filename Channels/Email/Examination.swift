import Curl
import Deliveries
import Foundation

/// One connection to the mail server to see whether it would work, for `doctor`.
struct Examination {
    private let endpoint: SMTPEndpoint

    init(of endpoint: SMTPEndpoint) { self.endpoint = endpoint }

    /// What was found; opening blocks, so it has a thread of its own.
    func findings() async -> [Finding] {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [endpoint] in
                CurlLibrary.blockBrokenPipeSignal()
                continuation.resume(returning: Self.open(endpoint))
            }
        }
    }

    private static func open(_ endpoint: SMTPEndpoint) -> [Finding] {
        do throws(SMTPOpeningError) {
            let connection = try SMTPConnection(to: endpoint)
            // A courtesy: the connection is closed right after, whatever comes of it.
            _ = try? connection.send(Array("QUIT\r\n".utf8), from: 0)
            return [.good(description(of: connection, endpoint))]
        } catch {
            return [.bad("mail server \(OpeningFault(error, at: endpoint).sentence)")]
        }
    }

    private static func description(of connection: SMTPConnection, _ endpoint: SMTPEndpoint) -> String {
        var parser = ReplyParser()
        var replies: [Reply] = []
        try? parser.take(connection.transcript, into: &replies)
        let isEncrypted = endpoint.encryption == .implicit || replies.dropFirst().contains { $0.code == 220 }
        let capabilities = Capabilities(transcript: replies)
        var facts = [isEncrypted ? "encrypted, certificate checked" : "not encrypted"]
        if endpoint.credentials != nil { facts.append("logged in") }
        facts.append(capabilities.pipelining ? "pipelining" : "no pipelining, so one command at a time")
        if capabilities.smtpUTF8 { facts.append("addresses outside of ASCII") }
        return "mail server \(endpoint.name) answers: \(facts.joined(separator: ", "))"
    }
}
