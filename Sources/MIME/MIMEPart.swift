/// A message, or a part of one, taken apart (RFC 5322, RFC 2045, RFC 2046).
///
/// It reads whatever comes: what cannot be understood is shown as it stands, and nothing nests or splits without end.
package struct MIMEPart: Sendable, Equatable {
    /// What stands under the header.
    package enum Content: Sendable, Equatable {
        /// Bytes as they were sent, still in their transfer encoding.
        case single([UInt8])
        /// Parts in the order sent: of alternatives the last is the richest.
        case parts([MIMEPart])
    }

    /// The header fields in the order sent: names in lower case, values unfolded and otherwise as they came.
    package let fields: [Field]
    /// What stands under the header.
    package let content: Content

    /// A header field.
    package struct Field: Sendable, Equatable {
        /// In lower case.
        package let name: String
        /// Unfolded, without the space around it, encoded words as they came.
        package internal(set) var value: String
    }

    /// Takes a message apart.
    package init(_ message: [UInt8]) { self.init(message[...], depth: 0) }

    private init(_ message: ArraySlice<UInt8>, depth: Int) {
        let (fields, body) = MIMEHeader.read(message)
        self.fields = fields
        let type = MediaType(fields.first { $0.name == "content-type" }?.value)
        if type.name.hasPrefix("multipart/"), let boundary = type.parameters["boundary"], depth < 8 {
            content = .parts(Self.split(body, at: boundary).map { MIMEPart($0, depth: depth + 1) })
        } else {
            content = .single(Array(body))
        }
    }

    /// The first header field of a name, with its encoded words decoded.
    ///
    /// - Parameter name: In lower case.
    /// - Returns: `nil` when there is none.
    package func field(_ name: String) -> String? {
        fields.first { $0.name == name }.map { EncodedWords.decode($0.value) }
    }

    /// What kind of content it is.
    package var mediaType: MediaType { MediaType(fields.first { $0.name == "content-type" }?.value) }

    /// The words of a part that is one text, with line feeds for line breaks; `nil` when it is several parts.
    package var text: String? {
        guard case .single(let bytes) = content else { return nil }
        let decoded = TransferDecoding.decode(bytes, encoding: field("content-transfer-encoding") ?? "7bit")
        let charset = mediaType.parameters["charset"] ?? "us-ascii"
        let text = Charset(name: charset)?.text(decoded) ?? String(decoding: decoded, as: UTF8.self)
        return Self.unifyingLineBreaks(text)
    }

    /// The first part of a type, this one included, in the order in which they stand.
    ///
    /// - Parameter type: In lower case, `text/html`.
    /// - Returns: `nil` when there is none.
    package func first(_ type: String) -> MIMEPart? {
        switch content {
        case .single: mediaType.name == type ? self : nil
        case .parts(let parts): parts.lazy.compactMap { $0.first(type) }.first
        }
    }

    /// Takes the carriage return out of every CRLF, byte by byte, since finding characters is slow.
    private static func unifyingLineBreaks(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if byte == 10, bytes.last == 13 { bytes.removeLast() }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The parts between the lines that consist of the boundary; what stands before the first and behind the last is
    /// for readers that know no parts.
    private static func split(_ body: ArraySlice<UInt8>, at boundary: String) -> [ArraySlice<UInt8>] {
        let mark = Array("--\(boundary)".utf8)
        var parts: [ArraySlice<UInt8>] = []
        var begin: Int?
        var lines = LineReader(body)
        while let line = lines.next(), parts.count < 100 {
            guard line.text.starts(with: mark) else { continue }
            let tail = line.text.dropFirst(mark.count)
            let isLast = tail.starts(with: "--".utf8)
            guard isLast || tail.allSatisfy({ $0 == 32 || $0 == 9 }) else { continue }
            // The line break before a boundary belongs to the boundary.
            if let begin { parts.append(body[begin..<max(begin, line.endOfLineBefore)]) }
            begin = line.next
            if isLast { return parts }
        }
        if let begin, begin < body.endIndex { parts.append(body[begin...]) }
        return parts
    }
}
