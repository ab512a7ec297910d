import Calls
import Mustache

/// Escapes values by UTF-8 byte: the library's own escaping goes by Character, and lets a quote with a combining mark pass.
struct SafeHTML: MustacheContentType {
    static let name = "SAFE"

    /// Stands before every template and every partial, each of which would begin with the library's escaping again.
    static let pragma = "{{% CONTENT_TYPE:\(name)}}"

    func escapeText(_ text: String) -> String {
        var bytes: [UInt8] = []
        Template.Escape.html.append(text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
