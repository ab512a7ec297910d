/// Values that people, imported files and forms may hold.
enum Hostile {
    static let values = [
        "", "Ana", "\"\u{301}", "<script>alert(1)</script>", "' onmouseover='x", "\" onmouseover=\"x", "a&amp;b",
        "javascript:alert(1)", "JAVASCRIPT:alert(1)", " javascript:alert(1)", "https://example.org/?a=1&b='\"<>",
        "**bold** [x](javascript:y)", "\n\n# sms\n", "a\r\nBcc: b@example.org", "a\u{0}b\u{1B}",
        "\u{202E}txt.exe\u{202C}",
        "👩‍👩‍👧‍👦🏳️‍🌈", "{{first_name}}", "{{{x}}}", "zqjx0vk0000", String(repeating: "x", count: 10_000),
    ]
}
