/// Takes Mustache tags through Markdown unharmed.
///
/// Markdown would read the braces, underscores and addresses of tags as its own: `[x]({{url}})` becomes a link to
/// `%7B%7Burl%7D%7D`. So each tag travels as a word of letters and digits that the text does not contain, and becomes a tag
/// again in the output, with knowledge of where it landed. Values from people come only after that: none of them is ever
/// read as Markdown.
struct TagTokens {
    /// The text with words in place of its tags.
    let markdown: String
    private let tags: [MustacheTag]
    private let prefix: [UInt8]

    /// How many digits stand behind the prefix.
    private static let width = 4

    init(_ text: MustacheTags) {
        tags = text.tags
        prefix = Self.prefix(notIn: text.source)
        var firstOfName: [String: Int] = [:]
        var output: [UInt8] = []
        var end = 0
        for (index, tag) in text.tags.enumerated() {
            output += text.source[end..<tag.range.lowerBound]
            end = tag.range.upperBound
            var token = Self.token(prefix, index)
            if case .variable(let name) = tag.kind {
                // One word a name, so that `[{{url}}]({{url}})` is seen to say the same thing twice.
                token = Self.token(prefix, firstOfName[name, default: index])
                firstOfName[name] = firstOfName[name] ?? index
                // Markdown takes `<word>` for an HTML tag, while `<{{url}}>` means a link.
                if output.last == UInt8(ascii: "<"), end < text.source.count, text.source[end] == UInt8(ascii: ">") {
                    output.removeLast()
                    end += 1
                    token = [UInt8(ascii: "[")] + token + Array("](".utf8) + token + [UInt8(ascii: ")")]
                }
            }
            output += token
        }
        markdown = String(decoding: output + text.source[end...], as: UTF8.self)
    }

    /// Puts the tags back into rendered text.
    ///
    /// - Parameters:
    ///   - bytes: What Markdown made of ``markdown``.
    ///   - links: Where addresses stand in it, in order.
    ///   - escape: How values are made harmless outside of addresses.
    ///   - linkEscape: The same at the beginning of an address.
    /// - Returns: The elements in order.
    func elements(
        of bytes: [UInt8],
        links: [Range<Int>],
        escape: Template.Escape,
        linkEscape: Template.Escape
    ) -> [TemplateElement] {
        var elements: [TemplateElement] = []
        var links = links[...]
        var (end, index) = (0, 0)
        while index < bytes.count {
            guard let tag = tag(in: bytes, at: index) else {
                index += 1
                continue
            }
            while let link = links.first, link.upperBound <= index { links.removeFirst() }
            elements.append(.literal(Array(bytes[end..<index])))
            let landing: Template.Escape =
                if let link = links.first, link.contains(index) {
                    isBlank(bytes, link.lowerBound..<index) ? linkEscape : .address
                } else { escape }
            elements.append(tags[tag].element(index: tag, escape: landing))
            index += prefix.count + Self.width
            end = index
        }
        elements.append(.literal(Array(bytes[end...])))
        return elements
    }

    /// Whether a piece of text holds nothing but tags that leave nothing themselves.
    private func isBlank(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        var index = range.lowerBound
        while index < range.upperBound {
            guard let tag = tag(in: bytes, at: index) else { return false }
            if case .variable = tags[tag].kind { return false }
            index += prefix.count + Self.width
        }
        return true
    }

    /// The tag whose word begins at an index.
    private func tag(in bytes: [UInt8], at index: Int) -> Int? {
        let digits = index + prefix.count
        guard bytes[index] == prefix[0], digits + Self.width <= bytes.count,
            bytes[index..<digits].elementsEqual(prefix)
        else { return nil }
        var number = 0
        for byte in bytes[digits..<digits + Self.width] {
            guard (0x30...0x39).contains(byte) else { return nil }
            number = number * 10 + Int(byte - 0x30)
        }
        return number < tags.count ? number : nil
    }

    private static func token(_ prefix: [UInt8], _ index: Int) -> [UInt8] {
        let digits = Array(String(index).utf8)
        return prefix + Array(repeating: 0x30, count: max(0, width - digits.count)) + digits
    }

    /// A word that the text does not contain and that no language puts together, of a form whose end is never its
    /// beginning.
    private static func prefix(notIn source: [UInt8]) -> [UInt8] {
        let text = String(decoding: source, as: UTF8.self)
        var number = 0
        while text.utf8.firstRange(of: "zqjx\(number)vk".utf8) != nil { number += 1 }
        return Array("zqjx\(number)vk".utf8)
    }
}
