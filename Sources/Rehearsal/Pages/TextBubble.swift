/// One text on a page, as a phone would show it, with what it takes to carry it.
struct TextBubble {
    let kept: KeptText
    let words: String

    var html: HTML {
        let parts = TextParts(words)
        return """
            <article class="text" id="text-\(kept.number)" aria-label="Text \(kept.number)">
            <p class="whom"><b>To <bdi>\(kept.to)</bdi></b>\(sender)</p>
            <p class="bubble" dir="auto">\(words)</p>
            <p class="measure">\(Counting.of(parts.count, "part")) · \
            \(Counting.of(parts.characters, "character")) · \(alphabet(parts))</p>
            </article>
            """
    }

    /// Names the character that makes a text dear.
    private func alphabet(_ parts: TextParts) -> HTML {
        guard let forcing = parts.forcing else { return "\(parts.alphabet.rawValue)" }
        return "\(parts.alphabet.rawValue), because of “<bdi>\(String(forcing))</bdi>”"
    }

    private var sender: HTML { kept.from.isEmpty ? .nothing : " from <bdi>\(kept.from)</bdi>" }
}
