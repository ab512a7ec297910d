import Calls
import Crypto
package import Curl
package import Deliveries
import Foundation
import People

/// An address to which what happens is told, as it stands in the settings.
///
/// The address is the operator's own word and nobody else's: no request to an address that a stranger chose is ever made.
package struct WebhookTarget: Sendable, CustomStringConvertible, CustomReflectable {
    package let address: HTTPAddress
    package let events: Set<WebhookEvent>
    /// What stands for it in the database.
    package let name: String
    let key: SymmetricKey

    /// Takes what the settings say.
    ///
    /// - Parameters:
    ///   - url: `https://…`, or `http://…` on this machine.
    ///   - secret: What signs messages; after `whsec_` as base64, else as it is.
    ///   - events: What it is told of.
    /// - Note: Fails when the address is none.
    package init?(url: String, secret: String, events: Set<WebhookEvent>) {
        guard let address = try? HTTPAddress(url) else { return nil }
        self.address = address
        self.events = events
        name = SHA256.hash(data: Array(url.utf8)).prefix(8).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
        let mark = "whsec_"
        let coded = secret.hasPrefix(mark) ? Data(base64Encoded: String(secret.dropFirst(mark.count))) : nil
        key = SymmetricKey(data: coded ?? Data(secret.utf8))
    }

    package var listener: WebhookListener { WebhookListener(name: name, events: events) }

    /// Whether nobody on the way can read what it is told.
    package var isPrivate: Bool {
        address.isEncrypted || ["127.0.0.1", "localhost", "[::1]"].contains(address.host)
    }

    /// Where it goes, without a path, which may hold a secret.
    package var description: String { address.host }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Tells one message once.
struct WebhookSender: Sendable {
    let target: WebhookTarget
    private let client: HTTPClient

    /// Shorter than ``WebhookRule/lease``, so that nobody else tells the same message meanwhile.
    static let limits = HTTPClient.Limits(connect: .seconds(5), total: .seconds(20), silence: .seconds(15))

    init(_ target: WebhookTarget, connections: Int, limits: HTTPClient.Limits = limits) {
        self.target = target
        client = HTTPClient(connections: connections, limits: limits)
    }

    /// Sends a message; redirects are not followed.
    ///
    /// - Parameters:
    ///   - message: What happened.
    ///   - now: The present, which is signed.
    /// - Returns: What came of it, and why it was not taken.
    func tell(_ message: WebhookMessage, now: Timestamp) async -> (result: WebhookResult, reason: String?) {
        let body = message.body
        let id = "msg_\(message.id)"
        let seconds = now.rawValue / 1_000
        let signature = HMAC<SHA256>.authenticationCode(
            for: Array("\(id).\(seconds).".utf8) + body,
            using: target.key
        )
        let fields: [HTTPField?] = [
            .json, HTTPField("webhook-id", id), HTTPField("webhook-timestamp", String(seconds)),
            HTTPField("webhook-signature", "v1,\(Data(signature).base64EncodedString())"),
        ]
        let request = HTTPRequest(.post, target.address, fields: fields.compactMap { $0 }, body: body)
        switch await client.send(request) {
        case .success(let response) where (200..<300).contains(response.status): return (.taken, nil)
        case .success(let response) where response.status == 410: return (.givenUp, "410")
        case .success(let response):
            return (again(message, now, asked: response.retryAfter), String(response.status))
        case .failure(.notSent(let reason)), .failure(.unanswered(let reason)):
            return (again(message, now), reason)
        case .failure(.withdrawn): return (.later(now), nil)
        }
    }

    private func again(_ message: WebhookMessage, _ now: Timestamp, asked: Duration? = nil) -> WebhookResult {
        WebhookRule.wait(after: message.attempts + 1, asked: asked).map { .later(now + $0) } ?? .givenUp
    }
}

extension WebhookMessage {
    /// JSON: what happened, when, and to what; ids, and no address.
    var body: [UInt8] {
        let data: [String: String?] = [
            "call": call, "person": person?.rawValue, "channel": channel?.rawValue, detailName: detail,
        ]
        let told = Told(type: event.rawValue, timestamp: at.description, data: data.compactMapValues { $0 })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(told)).map(Array.init) ?? []
    }

    private var detailName: String { event == .completion ? "via" : "reason" }

    private struct Told: Encodable {
        let type: String
        let timestamp: String
        let data: [String: String]
    }
}
