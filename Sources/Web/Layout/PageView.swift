import Mustache

/// What a template finds under its names: the page's values first, then the pages' own words.
struct PageView: MustacheParent {
    let texts: Texts
    private var values: [String: Any] = [:]

    init(_ texts: Texts) { self.texts = texts }

    /// A text; `nil` hides a section of that name.
    mutating func set(_ name: String, _ text: String?) { values[name] = text ?? false }

    /// A text that may be empty, as the value of a field is.
    mutating func set(_ name: String, text: String) { values[name] = text }

    /// Whether a section shows.
    mutating func set(_ name: String, _ shows: Bool) { values[name] = shows }

    /// What a section shows again and again.
    mutating func set(_ name: String, _ rows: [[String: Any]]) { values[name] = rows }

    /// A section with values of its own; `nil` hides it.
    mutating func set(_ name: String, section: [String: Any]?) { values[name] = section ?? false }

    /// A text for a section in a row, which an empty one hides.
    static func shown(_ text: String) -> Any { text.isEmpty ? false : text }

    /// A name that nobody has set would leave a hole in silence; this one is seen.
    func child(named name: String) -> Any? { values[name] ?? texts.find(name) ?? "\(Self.unknown)\(name)" }

    /// Stands in a page where a template names what nobody has set; no page of ours may hold it.
    static let unknown = "⁇"
}
