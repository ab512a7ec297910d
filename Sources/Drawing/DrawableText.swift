extension String {
    /// The text without what stops the libraries: NUL ends a C string, and cairo takes Unicode's noncharacters for broken
    /// UTF-8, which would spoil the whole document.
    ///
    /// Each becomes U+FFFD.
    var drawable: String {
        guard utf8.contains(where: { $0 == 0 || $0 >= 0xEF }) else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.map { Self.isUndrawable($0) ? "\u{FFFD}" : $0 }))
    }

    private static func isUndrawable(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value == 0 || scalar.value & 0xFFFE == 0xFFFE || 0xFDD0...0xFDEF ~= scalar.value
    }
}
