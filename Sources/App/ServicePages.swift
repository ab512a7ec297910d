import Curl
import Synchronization

/// Fetches pages of services whose addresses were found to be their own, and keeps the last few: a certificate that proves
/// signatures is asked for with every one of them.
package final class ServicePages: Sendable {
    private let client = HTTPClient(
        connections: 2,
        limits: HTTPClient.Limits(connect: .seconds(5), total: .seconds(8), silence: .seconds(5))
    )
    private let kept = Mutex<[String: [UInt8]]>([:])
    private static let mostKept = 16

    package init() {}

    /// A page; `nil` unless it came whole with status 200.
    ///
    /// Redirects are not followed. Only certificates are kept, which never change under one address; what is fetched to agree to
    /// something is fetched each time.
    ///
    /// - Parameter address: `https://…`
    /// - Returns: At most 64 KB.
    package func fetch(_ address: String) async -> [UInt8]? {
        if let known = kept.withLock({ $0[address] }) { return known }
        guard address.hasPrefix("https://"), let place = try? HTTPAddress(address),
            case .success(let response) = await client.send(HTTPRequest(.get, place)), response.status == 200,
            response.isWhole
        else { return nil }
        if address.hasSuffix(".pem") {
            kept.withLock { kept in
                if kept.count >= Self.mostKept { kept.removeAll() }
                kept[address] = response.body
            }
        }
        return response.body
    }
}
