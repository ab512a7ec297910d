package import Deliveries
import MIME

/// Looks for a token of ours anywhere in a mail: in the return path, in a Message-ID that is quoted, in a forwarded link.
///
/// A token proves itself, so nothing has to be known about where servers put it.
package struct TokenSearch {
    private let seal: LinkSeal
    private let purpose: LinkPurpose

    package init(seal: LinkSeal, purpose: LinkPurpose) {
        self.seal = seal
        self.purpose = purpose
    }

    private static let length = 24
    /// Words of that very length are rare; more than this many are an attack on our time.
    private static let limit = 2_000
    private static let recipientFields = ["x-original-to", "delivered-to", "to", "envelope-to", "x-envelope-to"]

    /// The number in the first token: first of the address that the mail came to, then of the mail as it is, then of its texts
    /// decoded.
    func number(in mail: MIMEPart, _ bytes: [UInt8]) -> Int64? {
        var tries = Self.limit
        for name in Self.recipientFields {
            for field in mail.fields where field.name == name {
                if let number = number(in: Array(field.value.utf8)[...], &tries) { return number }
            }
        }
        if let number = number(in: bytes.prefix(ReturnedMailReader.limit), &tries) { return number }
        for text in mail.leaves.prefix(20).compactMap(\.text) {
            if let number = number(in: Array(text.utf8)[...], &tries) { return number }
        }
        return nil
    }

    /// The number in the first token of a line.
    package func number(in text: String) -> Int64? {
        var tries = Self.limit
        return number(in: Array(text.utf8)[...], &tries)
    }

    private func number(in bytes: ArraySlice<UInt8>, _ tries: inout Int) -> Int64? {
        var begin: Int?
        for place in bytes.indices {
            if Self.isAlphanumeric(bytes[place]) {
                if begin == nil { begin = place }
                continue
            }
            if let start = begin, let number = open(bytes[start..<place], &tries) { return number }
            begin = nil
        }
        return begin.flatMap { open(bytes[$0...], &tries) }
    }

    private func open(_ word: ArraySlice<UInt8>, _ tries: inout Int) -> Int64? {
        guard word.count == Self.length, tries > 0 else { return nil }
        tries -= 1
        return seal.open(String(decoding: word, as: UTF8.self), for: purpose)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}

extension MIMEPart {
    /// The parts that are not made of parts, in the order in which they stand.
    var leaves: [MIMEPart] {
        switch content {
        case .single: [self]
        case .parts(let parts): parts.flatMap(\.leaves)
        }
    }
}
