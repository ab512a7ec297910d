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
            \(Counting.of(parts.characters, "character")) · \(parts.alphabet.rawValue)</p>
            </article>
            """
    }

    private var sender: HTML { kept.from.isEmpty ? .nothing : " from <bdi>\(kept.from)</bdi>" }
}
