import MIME

/// Links to the printed sheets.
struct SheetList {
    /// Names of files below `sheets/`.
    let names: [String]

    var html: HTML {
        guard !names.isEmpty else { return .nothing }
        let rows = names.map { name -> HTML in
            "<li><a href=\"sheets/\(Self.encoded(name))\"><bdi>\(name)</bdi></a></li>"
        }
        return """
            <section id="sheets" aria-labelledby="sheets-title">
            <h2 id="sheets-title">Sheets <small>\(names.count)</small></h2>
            <ul class="sheets">
            \(HTML(rows))
            </ul>
            </section>
            """
    }

    /// A relative path as an address: everything but unreserved characters and slashes in percents (RFC 3986 2.3).
    static func encoded(_ path: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        let bytes = path.utf8.flatMap { byte -> [UInt8] in
            byte.isLetterOrDigit || "-._~/".utf8.contains(byte)
                ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
