package import Crypto
import Foundation

/// Makes the addresses of the pages that a person opens from a message.
///
/// A link holds a token and nothing else: no address, no name, no number. Each costs two short HMACs.
public struct PersonalLinks: Sendable {
    /// The address of the web side, without a slash at its end.
    public let publicURL: String
    /// Makes and opens the tokens.
    package let seal: LinkSeal

    /// Joins an address and a seal.
    ///
    /// - Parameters:
    ///   - publicURL: The address of the web side, without a slash at its end.
    ///   - seal: What the web side opens tokens with.
    package init(publicURL: String, seal: LinkSeal) {
        self.publicURL = publicURL
        self.seal = seal
    }

    /// Links that are as long as the real ones and open nothing, for plans.
    ///
    /// - Parameter publicURL: The address of the web side, without a slash at its end.
    /// - Returns: Links under a secret that nobody knows.
    package static func sample(publicURL: String) -> PersonalLinks {
        PersonalLinks(publicURL: publicURL, seal: LinkSeal(secret: SymmetricKey(size: .bits256)))
    }

    /// The page of the call, as the person who was asked sees it.
    public func ask(_ delivery: DeliveryNumber) -> String { link(.ask, delivery) }

    /// The way out of a channel; a POST to it opts out at once (RFC 8058).
    public func stop(_ delivery: DeliveryNumber) -> String { link(.stop, delivery) }

    /// The person's own choices and data.
    public func preferences(_ delivery: DeliveryNumber) -> String { link(.preferences, delivery) }

    /// Where somebody confirms that they want to hear from us; a button on it does.
    public func confirm(_ delivery: DeliveryNumber) -> String { link(.confirm, delivery) }

    /// A link to pass on: it opens the call's public page and tells nothing of the person but that somebody shared it.
    public func share(_ delivery: DeliveryNumber) -> String { link(.share, delivery) }

    /// A link to pass on, of somebody who came by such a link.
    ///
    /// - Parameter number: The arrival's number.
    /// - Returns: Links of both sorts look alike.
    package func pass(_ number: Int64) -> String { link(.pass, DeliveryNumber(rawValue: number)) }

    /// A call's page for everybody.
    ///
    /// - Parameter slug: The call's name.
    /// - Returns: The same for everyone.
    public func publicPage(of slug: String) -> String { "\(publicURL)/c/\(slug)" }

    /// Where results of a printed page are entered, by whoever holds it; it opens that page and no other.
    ///
    /// - Parameters:
    ///   - name: The page's, as it is printed.
    ///   - revision: Of its rows.
    /// - Returns: In capitals where the address allows it, of which a QR code takes less room.
    package func sheet(_ name: String, revision: String) -> String {
        let path = "\(name)/\(revision)/\(seal.mark(ofSheet: name, revision: revision))"
        // Scheme and host mean the same in either case; a path of the address may not.
        let hasPath = publicURL.utf8.split(separator: UInt8(ascii: "/")).count > 2
        return hasPath ? "\(publicURL)/s/\(path)" : "\(publicURL.uppercased())/S/\(path)"
    }

    private func link(_ purpose: LinkPurpose, _ delivery: DeliveryNumber) -> String {
        // Numbers beyond the largest that fits would need a trillion deliveries.
        guard let token = seal.token(purpose, delivery.rawValue) else { return publicURL }
        return "\(publicURL)/\(purpose.folder)/\(token)"
    }
}

extension LinkPurpose {
    /// The first part of a link's path: one letter, since a text message pays for every sign.
    package var folder: String {
        switch self {
        case .ask: "a"
        case .stop: "u"
        case .preferences: "p"
        case .bounce: "b"
        case .share, .pass: "f"
        case .confirm: "y"
        }
    }
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
