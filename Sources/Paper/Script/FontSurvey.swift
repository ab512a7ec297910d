package import Drawing

/// Which scripts the installed fonts can print.
package enum FontSurvey {
    /// The name of each script in its own letters, or a word that everybody writes in it.
    private static let samples: [(script: String, text: String)] = [
        ("Latin", "Đặng Łukasz"), ("Greek", "Ελληνικά"), ("Cyrillic", "Кириллица"), ("Armenian", "Հայերեն"),
        ("Hebrew", "עברית"), ("Arabic", "العربية"), ("Devanagari", "देवनागरी"), ("Bengali", "বাংলা"),
        ("Gurmukhi", "ਗੁਰਮੁਖੀ"), ("Gujarati", "ગુજરાતી"), ("Tamil", "தமிழ்"), ("Telugu", "తెలుగు"), ("Thai", "ไทย"),
        ("Khmer", "ខ្មែរ"), ("Burmese", "မြန်မာ"), ("Georgian", "ქართული"), ("Ethiopic", "አማርኛ"), ("Chinese", "漢字"),
        ("Japanese", "ひらがな"), ("Korean", "한글"),
    ]

    package static func scriptsWithoutGlyphs(_ typesetter: Typesetter) -> [String] {
        let style = TextStyle(size: 10)
        return samples.filter { typesetter.setOnce(.plain($0.text), style, width: 500).missingGlyphs > 0 }.map(\.script)
    }
}
