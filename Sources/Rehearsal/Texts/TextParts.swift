/// How a phone network would carry a text: in how many parts, in which alphabet (3GPP TS 23.038, 23.040).
///
/// The receiver counts for itself instead of believing the sender.
package struct TextParts: Sendable, Equatable {
    /// The two ways of writing a text.
    package enum Alphabet: String, Sendable {
        /// Seven bits a character; some characters take two places.
        case gsm7 = "GSM-7"
        /// Sixteen bits a character; an emoji takes two places or more.
        case ucs2 = "UCS-2"
    }

    /// Which alphabet the text needs.
    package let alphabet: Alphabet
    /// The first character that GSM-7 has not; `nil` when the text does with GSM-7.
    package let forcing: Unicode.Scalar?
    /// How many messages it becomes; an empty text is one.
    package let count: Int
    /// Characters as people count them.
    package let characters: Int

    /// Counts a text.
    package init(_ text: String) {
        characters = text.count
        let widths = text.unicodeScalars.map(Self.width)
        forcing = zip(text.unicodeScalars, widths).first { $0.1 == nil }?.0
        if forcing != nil {
            alphabet = .ucs2
            // A character of two places is never torn apart.
            count = Self.parts(text.unicodeScalars.map { $0.value > 0xFFFF ? 2 : 1 }, alone: 70, each: 67)
        } else {
            alphabet = .gsm7
            count = Self.parts(widths.compactMap(\.self), alone: 160, each: 153)
        }
    }

    private static func parts(_ widths: [Int], alone: Int, each: Int) -> Int {
        guard widths.reduce(0, +) > alone else { return 1 }
        var parts = 1
        var used = 0
        for width in widths {
            if used + width > each {
                parts += 1
                used = 0
            }
            used += width
        }
        return parts
    }

    private static func width(_ scalar: Unicode.Scalar) -> Int? {
        if basic.contains(scalar) { return 1 }
        return extended.contains(scalar) ? 2 : nil
    }

    private static let basic = Set(
        """
        @£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿\
        abcdefghijklmnopqrstuvwxyzäöñüà
        """
        .unicodeScalars
    )

    private static let extended = Set("\u{0C}^{}\\[~]|€".unicodeScalars)
}
