import Foundation

/// Letters as they are typed where accents are not at hand: `Jose` for `José`, `Lukasz` for `Łukasz`; case stays.
///
/// Engines that cannot call this do the same in SQL, by ``marks``, ``barred`` and ``plain``.
package enum PlainLetters {
    /// What Unicode can take off a letter.
    package static let marks: ClosedRange<Unicode.Scalar> = "\u{300}"..."\u{36F}"
    /// Letters that it does not take apart.
    package static let barred = "ØøŁłĐđĦħŦŧı"
    /// What stands for them, in their order.
    package static let plain = "OoLlDdHhTti"

    private static let pairs = Dictionary(uniqueKeysWithValues: zip(barred.unicodeScalars, plain.unicodeScalars))

    /// A text without accents.
    ///
    /// - Parameter text: In any form of Unicode.
    /// - Returns: In NFC; the same for every way to write the same letters.
    package static func text(_ text: String) -> String {
        // Most names are ASCII, and a search looks at every name.
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
        var plain = String.UnicodeScalarView()
        for scalar in text.decomposedStringWithCanonicalMapping.unicodeScalars where !marks.contains(scalar) {
            plain.append(pairs[scalar] ?? scalar)
        }
        return String(plain).precomposedStringWithCanonicalMapping
    }
}
