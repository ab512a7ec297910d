import Calls
import Deliveries

/// The fields of a script that many people share: the call's values, and blanks for the person's.
///
/// A volunteer reads the name from the row, so `{{first_name}}` becomes a line with `(first name)` behind it.
struct BlankFields: FieldSource {
    let briefing: Briefing

    /// Signs for private use, which no font shows, mark where a blank begins and ends until the markup is made.
    private static let opening: Unicode.Scalar = "\u{E000}"
    private static let closing: Unicode.Scalar = "\u{E001}"

    func value(of name: String) -> String? {
        if let value = briefing.value(of: name) { return value }
        return "\(Self.opening)\(name.replacing("_", with: " "))\(Self.closing)"
    }

    /// Fills a paragraph.
    ///
    /// - Parameter template: Pango's markup.
    /// - Returns: Pango's markup with visible blanks.
    func markup(of template: Template) -> String {
        var markup = ""
        var rest = template.render(self).unicodeScalars[...]
        while let start = rest.firstIndex(of: Self.opening) {
            let name = rest[rest.index(after: start)...].prefix { $0 != Self.closing && $0 != Self.opening }
            markup.unicodeScalars.append(contentsOf: rest[..<start])
            rest = rest[name.endIndex...]
            // What was in the script itself is no blank of ours.
            guard rest.first == Self.closing, !name.isEmpty else { continue }
            markup += "______ <span size=\"75%\">(\(String(name)))</span>"
            rest = rest.dropFirst()
        }
        markup.unicodeScalars.append(contentsOf: rest)
        return String(String.UnicodeScalarView(markup.unicodeScalars.filter { $0 != Self.closing }))
    }
}
