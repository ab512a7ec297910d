package import Crypto

/// What a link or a return path that we hand out is good for; a token made for one purpose opens nothing else.
package enum LinkPurpose: UInt8, Sendable, CaseIterable {
    /// The page of a call, as the person who was asked sees it; numbered by delivery.
    case ask = 1
    /// The way out of a channel; numbered by delivery.
    case stop = 2
    /// A person's own choices and data; numbered by delivery.
    case preferences = 3
    /// Where a message comes back to that cannot be delivered; numbered by delivery.
    case bounce = 4
    /// A link to pass on; numbered by delivery.
    case share = 5
    /// The second half of a double opt-in; numbered by the delivery that asks for it.
    case confirm = 6
    /// A link that somebody passes on who came by such a link; numbered by arrival.
    case pass = 7
}

/// Makes and opens the tokens in personal links: 24 letters and digits that name a number to us and nothing to anybody else.
///
/// A token holds 15 bytes: a code of 10 bytes over purpose and number (HMAC-SHA256, cut), and the number, 5 bytes, hidden
/// under a second code made of the first. So it shows neither how many messages went out nor that two belong together, and
/// is the same whenever it is made again. One guess in 2^80 opens.
package struct LinkSeal: Sendable {
    /// The beginnings of all codes and masks: the keys are taken in once and not for every message.
    private let codeBeginning: HMAC<SHA256>
    private let maskBeginning: HMAC<SHA256>
    private let sheetKey: SymmetricKey

    private static let codeLength = 10
    private static let numberLength = 5

    /// The largest number that a token can name.
    package static let largest = Int64(1) << 40 - 1

    /// Derives its keys from one secret.
    ///
    /// - Parameter secret: 32 random bytes or more.
    package init(secret: SymmetricKey) {
        codeBeginning = HMAC(key: Self.key("link code", from: secret))
        maskBeginning = HMAC(key: Self.key("link mask", from: secret))
        sheetKey = Self.key("sheet code", from: secret)
    }

    private static func key(_ use: String, from secret: SymmetricKey) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: secret, info: Array(use.utf8), outputByteCount: 32)
    }

    /// A token for a number; `nil` for one below 0 or above ``largest``.
    package func token(_ purpose: LinkPurpose, _ number: Int64) -> String? {
        guard (0...Self.largest).contains(number) else { return nil }
        let plain = Self.bytes(number)
        let code = code(purpose, plain)
        return Base32.encode(code + zip(plain, mask(code)).map { $0 ^ $1 })
    }

    /// The number in a token; `nil` unless we made it for this purpose.
    ///
    /// Compares in constant time.
    package func open(_ token: some StringProtocol, for purpose: LinkPurpose) -> Int64? {
        guard token.utf8.count == 24, let bytes = Base32.decode(token) else { return nil }
        let claimed = Array(bytes.prefix(Self.codeLength))
        let plain = zip(bytes.suffix(Self.numberLength), mask(claimed)).map { $0 ^ $1 }
        let difference = zip(claimed, code(purpose, plain)).reduce(0) { $0 | ($1.0 ^ $1.1) }
        guard difference == 0 else { return nil }
        return plain.reduce(0) { $0 << 8 | Int64($1) }
    }

    /// What proves that we printed a page: 16 letters and digits over its name and revision.
    ///
    /// In capitals, of which a QR code takes less room.
    package func mark(ofSheet name: String, revision: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Array("\(name)/\(revision)".utf8), using: sheetKey)
        return Base32.encode(code.prefix(Self.codeLength)).uppercased()
    }

    /// Whether a mark is that of a page; compares in constant time.
    package func isMark(_ mark: String, ofSheet name: String, revision: String) -> Bool {
        let (given, own) = (Array(mark.uppercased().utf8), Array(self.mark(ofSheet: name, revision: revision).utf8))
        guard given.count == own.count else { return false }
        return zip(given, own).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func bytes(_ number: Int64) -> [UInt8] {
        (0..<numberLength).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * Int64($0))) }
    }

    private func code(_ purpose: LinkPurpose, _ plain: [UInt8]) -> [UInt8] {
        Array(Self.finish(codeBeginning, with: [purpose.rawValue] + plain).prefix(Self.codeLength))
    }

    private func mask(_ code: [UInt8]) -> [UInt8] {
        Array(Self.finish(maskBeginning, with: code).prefix(Self.numberLength))
    }

    private static func finish(_ beginning: HMAC<SHA256>, with bytes: [UInt8]) -> HMAC<SHA256>.MAC {
        var code = beginning
        code.update(data: bytes)
        return code.finalize()
    }
}
