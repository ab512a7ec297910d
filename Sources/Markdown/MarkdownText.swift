/// A piece of rendered text that still knows which parts of it are addresses of links.
package struct MarkdownText: Equatable, Sendable {
    /// The text, UTF-8.
    package private(set) var bytes: [UInt8] = []
    /// Where addresses stand in it, in order, without overlap.
    package private(set) var links: [Range<Int>] = []

    package init() {}

    mutating func append(_ text: some Sequence<UInt8>) { bytes.append(contentsOf: text) }

    mutating func appendLink(_ url: some Collection<UInt8>) {
        links.append(bytes.count..<bytes.count + url.count)
        bytes.append(contentsOf: url)
    }

    /// Takes white space from the end, where no address stands.
    mutating func trimEnd() {
        let floor = links.last?.upperBound ?? 0
        while bytes.count > floor, let last = bytes.last, last == 0x0A || last == 0x20 { bytes.removeLast() }
    }
}
