/// The signs of the GSM 7-bit default alphabet and its extension table (3GPP TS 23.038, section 6.2.1).
enum GSM7 {
    /// What a sign costs.
    ///
    /// - Parameter scalar: The sign.
    /// - Returns: 1 septet for the basic alphabet, 2 for the extension table, 0 when the alphabet does not have it.
    static func septets(_ scalar: Unicode.Scalar) -> Int {
        if scalar.value < 256 { return latin[Int(scalar.value)] }
        if greek.contains(scalar) { return 1 }
        return scalar == "€" ? 2 : 0
    }

    /// The capitals that Latin has no likeness of.
    private static let greek: Set<Unicode.Scalar> = ["Δ", "Φ", "Γ", "Λ", "Ω", "Π", "Ψ", "Σ", "Θ", "Ξ"]

    /// The costs of the first 256 signs of Unicode.
    private static let latin: [Int] = {
        var costs = [Int](repeating: 0, count: 256)
        let basic =
            "@£$¥èéùìòÇ\nØø\rÅå_ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
            + "abcdefghijklmnopqrstuvwxyzäöñüà"
        for scalar in basic.unicodeScalars { costs[Int(scalar.value)] = 1 }
        for scalar in "\u{0C}^{}\\[~]|".unicodeScalars { costs[Int(scalar.value)] = 2 }
        return costs
    }()
}
