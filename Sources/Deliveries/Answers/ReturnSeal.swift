package import Crypto
import Foundation

/// Marks what goes out so that what comes back can be told: return paths, message ids, report addresses.
package struct ReturnSeal: Sendable {
    package let seal: LinkSeal

    package init(_ seal: LinkSeal) { self.seal = seal }

    /// What stands in a return path for a delivery; it opens as ``LinkPurpose/bounce``.
    package func token(_ delivery: DeliveryNumber) -> String? { seal.token(.bounce, delivery.rawValue) }

    /// What stands in the mail by which a person opts out; it opens as ``LinkPurpose/stop``.
    package func stopToken(_ delivery: DeliveryNumber) -> String? { seal.token(.stop, delivery.rawValue) }
}

extension LinkSeal {
    /// A seal from the settings' secret, however long, or from the database's own where there is none.
    ///
    /// - Parameters:
    ///   - phrase: What the settings say under `secret`; empty and `nil` mean nothing.
    ///   - own: Random bytes that are kept with the database.
    package init(phrase: String?, or own: SymmetricKey) {
        guard let phrase, !phrase.isEmpty else {
            self.init(secret: own)
            return
        }
        self.init(secret: SymmetricKey(data: SHA256.hash(data: Data(phrase.utf8))))
    }
}
