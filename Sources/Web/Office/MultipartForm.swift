/// Reads `multipart/form-data` (RFC 7578), whole in memory.
enum MultipartForm {
    struct Part: Equatable {
        let name: String
        /// `nil` for a field that is no file; empty when no file was chosen.
        let fileName: String?
        let bytes: [UInt8]
    }

    /// No form of ours has more parts.
    private static let most = 20

    /// The boundary that a content type names; `nil` when it is another type.
    static func boundary(in contentType: String) -> [UInt8]? {
        let pieces = contentType.split(separator: ";")
        guard pieces.first?.trimming({ $0 == " " }).lowercased() == "multipart/form-data" else { return nil }
        for piece in pieces.dropFirst() {
            let sides = piece.split(separator: "=", maxSplits: 1)
            guard sides.count == 2, sides[0].trimming({ $0 == " " }).lowercased() == "boundary" else { continue }
            let value = sides[1].trimming { $0 == " " || $0 == "\"" }
            return (1...70).contains(value.utf8.count) ? Array(value.utf8) : nil
        }
        return nil
    }

    /// The parts of a body.
    ///
    /// - Returns: `nil` when it is not what its type says.
    static func parts(of body: [UInt8], boundary: [UInt8]) -> [Part]? {
        // The first boundary may stand at the very beginning; with a line end before it all look alike.
        let body = Array("\r\n".utf8) + body
        let mark = Array("\r\n--".utf8) + boundary
        var parts: [Part] = []
        guard var place = find(mark, in: body, from: 0) else { return nil }
        while true {
            let rest = body[place...].prefix(2)
            if rest.elementsEqual("--".utf8) { return parts }
            guard rest.elementsEqual("\r\n".utf8), parts.count < most else { return nil }
            guard let end = find(mark, in: body, from: place) else { return nil }
            // Headers begin behind the line end; a part without any begins with an empty line.
            guard let blank = find(Array("\r\n\r\n".utf8), in: body, from: place), blank <= end,
                let part = part(
                    header: body[place..<(blank - 4)],
                    bytes: blank <= end - mark.count ? body[blank..<(end - mark.count)] : []
                )
            else { return nil }
            parts.append(part)
            place = end
        }
    }

    private static func part(header: ArraySlice<UInt8>, bytes: ArraySlice<UInt8>) -> Part? {
        guard let text = String(validating: header, as: UTF8.self) else { return nil }
        for line in text.split(separator: "\r\n") {
            let sides = line.split(separator: ":", maxSplits: 1)
            guard sides.count == 2, sides[0].lowercased() == "content-disposition" else { continue }
            guard let name = parameter("name", of: sides[1]) else { return nil }
            return Part(name: name, fileName: parameter("filename", of: sides[1]), bytes: Array(bytes))
        }
        return nil
    }

    /// A parameter in quotes; browsers write `%22` for a quote inside.
    private static func parameter(_ name: String, of disposition: Substring) -> String? {
        for piece in disposition.split(separator: ";") {
            let sides = piece.split(separator: "=", maxSplits: 1)
            guard sides.count == 2, sides[0].trimming({ $0 == " " }).lowercased() == name else { continue }
            return sides[1].trimming { $0 == " " }.trimming { $0 == "\"" }
        }
        return nil
    }

    /// Where a mark ends.
    private static func find(_ mark: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard let first = mark.first else { return nil }
        var index = start
        while index + mark.count <= bytes.count {
            if bytes[index] == first, bytes[index..<(index + mark.count)].elementsEqual(mark) {
                return index + mark.count
            }
            index += 1
        }
        return nil
    }
}
