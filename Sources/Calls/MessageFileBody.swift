/// The words of a message file: the common ones, and the channels' own under headings with their names.
struct MessageFileBody {
    private(set) var words: Words?
    private(set) var sections: [ChannelID: Words] = [:]

    /// Cuts the words at the channels' headings, and checks their Mustache.
    init(_ text: MessageFileText, channels: Set<ChannelID>, faults: inout FaultList) {
        var heading: (channel: ChannelID, line: Int)?
        var seen: [ChannelID: Int] = [:]
        var start = 0
        var fence = CodeFence()
        for (index, line) in text.body.enumerated() {
            if fence.reads(line) { continue }
            guard let title = Self.firstLevelHeading(line) else { continue }
            let number = text.bodyLine + index
            let channel = ChannelID(rawValue: title)
            guard channels.contains(channel) else {
                if let meant = Self.likelyChannel(title, among: channels) {
                    faults.add(.likelySection(title, channel: meant), line: number)
                }
                continue
            }
            add(text, start..<index, to: heading, faults: &faults)
            if let first = seen[channel] { faults.add(.sectionTwice(title, first: first), line: number) }
            seen[channel] = seen[channel] ?? number
            heading = (channel, number)
            start = index + 1
        }
        add(text, start..<text.body.count, to: heading, faults: &faults)
        if words == nil, seen.isEmpty { faults.add(.noWords, line: text.bodyLine) }
    }

    /// Keeps a run of lines as the words of a channel, or as the common ones.
    private mutating func add(
        _ text: MessageFileText,
        _ range: Range<Int>,
        to heading: (channel: ChannelID, line: Int)?,
        faults: inout FaultList
    ) {
        let blank: (Substring) -> Bool = { $0.allSatisfy { $0 == " " || $0 == "\t" } }
        guard let first = text.body[range].firstIndex(where: { !blank($0) }),
            let last = text.body[range].lastIndex(where: { !blank($0) })
        else {
            if let heading { faults.add(.emptySection(heading.channel.rawValue), line: heading.line) }
            return
        }
        let piece = Words(
            source: text.body[first...last].joined(separator: "\n"),
            firstLine: text.bodyLine + first
        )
        Self.check(piece, faults: &faults)
        if let heading {
            sections[heading.channel] = sections[heading.channel] ?? piece
        } else {
            words = piece
        }
    }

    /// Every fault of the tags, and if there is none what the forms find.
    private static func check(_ words: Words, faults: inout FaultList) {
        var found = MustacheTags.faults(in: words.source)
        if found.isEmpty {
            do {
                _ = (try words.html(), try words.text(), try words.plain(), try words.paragraphs())
            } catch {
                found = [error]
            }
        }
        for fault in found { faults.add(.template(fault.problem), line: words.firstLine + fault.line - 1) }
    }

    /// The text of a heading of the form `# text`; `nil` for every other line.
    ///
    /// At most three spaces may stand before it, and signs behind it close it, as CommonMark has it.
    private static func firstLevelHeading(_ line: Substring) -> String? {
        let indent = line.prefix { $0 == " " }.count
        var rest = line.dropFirst(indent)
        guard indent <= 3, rest.first == "#" else { return nil }
        rest = rest.dropFirst()
        guard let next = rest.first, next == " " || next == "\t" else { return nil }
        var words = rest.split { $0 == " " || $0 == "\t" }
        if words.count > 1, let last = words.last, last.allSatisfy({ $0 == "#" }) { words.removeLast() }
        return words.joined(separator: " ")
    }

    /// The channel that a heading of one word is nearly the name of.
    private static func likelyChannel(_ title: String, among channels: Set<ChannelID>) -> String? {
        guard !title.contains(" ") else { return nil }
        return channels.map(\.rawValue).sorted().first { NearMatch.distance(title, $0) <= 1 }
    }
}

/// Whether lines lie inside of a fenced block of code, where a heading is none.
private struct CodeFence {
    private var fence: (sign: Character, length: Int)?

    /// Takes the next line.
    ///
    /// - Returns: True for lines of code and for the fences themselves.
    mutating func reads(_ line: Substring) -> Bool {
        let indent = line.prefix { $0 == " " }.count
        let rest = line.dropFirst(indent)
        guard indent <= 3, let sign = rest.first, sign == "`" || sign == "~" else { return fence != nil }
        let length = rest.prefix { $0 == sign }.count
        let info = rest.dropFirst(length)
        if let open = fence {
            let isBlank = info.allSatisfy { $0 == " " || $0 == "\t" }
            if sign == open.sign, length >= open.length, isBlank { fence = nil }
            return true
        }
        guard length >= 3, sign == "~" || !info.contains("`") else { return false }
        fence = (sign, length)
        return true
    }
}
