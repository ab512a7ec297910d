/// Finds the addresses in the HTML that cmark writes.
///
/// That HTML is regular: inside of text and attributes `< > "` are always entities, and attributes always stand in `"`.
enum HTMLLinks {
    /// Where the values of `href` and `src` stand.
    ///
    /// - Parameter html: What cmark wrote.
    /// - Returns: The ranges in order, without the quotes.
    static func find(in html: [UInt8]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var index = 0
        while let start = html[index...].firstIndex(of: UInt8(ascii: "<")) {
            let end = html[start...].firstIndex(of: UInt8(ascii: ">")) ?? html.endIndex
            found += values(in: html, tag: start..<end)
            index = end
        }
        return found
    }

    private static func values(in html: [UInt8], tag: Range<Int>) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var index = tag.lowerBound
        while let open = html[index..<tag.upperBound].firstIndex(of: UInt8(ascii: "\"")) {
            let value = open + 1
            let close = html[value..<tag.upperBound].firstIndex(of: UInt8(ascii: "\"")) ?? tag.upperBound
            let name = html[index..<open]
            if name.suffix(6).elementsEqual(" href=".utf8) || name.suffix(5).elementsEqual(" src=".utf8) {
                found.append(value..<close)
            }
            index = min(close + 1, tag.upperBound)
        }
        return found
    }
}
