import Mustache

/// A section with what lies inside of it, rendered by swift-mustache.
///
/// The library is handed tags only. Literals and values reach it as named, already finished strings, since it would read
/// braces in a literal as tags, trim lines by its own rules, and escape by Character where a quote followed by a combining
/// mark gets through (seen in 2.1.1). So one template may hold values that are escaped in different ways.
struct SectionTemplate: Sendable {
    private let template: MustacheTemplate
    private let slots: [String: Slot]

    private enum Slot: Sendable {
        case literal(String)
        case field(name: String, escape: Template.Escape)
        case section(name: String)
    }

    /// Compiles elements whose sections are balanced.
    ///
    /// - Throws: ``TemplateError`` when the library cannot read the tags.
    init(_ elements: [TemplateElement]) throws(TemplateError) {
        var slots: [String: Slot] = [:]
        var source = ""
        var open: [String] = []
        for (index, element) in elements.enumerated() {
            let slot = "t\(index)"
            switch element {
            case .literal(let bytes):
                slots[slot] = .literal(String(decoding: bytes, as: UTF8.self))
                source += "{{{\(slot)}}}"
            case .field(let name, let escape):
                slots[slot] = .field(name: name, escape: escape)
                source += "{{{\(slot)}}}"
            case .mark(.open(let name, let inverted), _):
                slots[slot] = .section(name: name)
                source += inverted ? "{{^\(slot)}}" : "{{#\(slot)}}"
                open.append(slot)
            case .mark(.close, _):
                if let slot = open.popLast() { source += "{{/\(slot)}}" }
            case .mark(.comment, _): continue
            }
        }
        self.slots = slots
        do {
            template = try MustacheTemplate(string: source)
        } catch {
            throw TemplateError(line: 1, problem: "the sections cannot be read. Close each where it was opened.")
        }
    }

    func append(_ fields: some FieldSource, to buffer: inout [UInt8]) {
        buffer.append(contentsOf: template.render(Values(slots: slots, fields: fields)).utf8)
    }

    /// What the library asks for values.
    private struct Values<Fields: FieldSource>: MustacheParent {
        let slots: [String: Slot]
        let fields: Fields

        func child(named slot: String) -> Any? {
            switch slots[slot] {
            case .literal(let text): return text
            case .section(let name): return fields.value(of: name)?.isEmpty == false
            case .field(let name, let escape):
                guard let value = fields.value(of: name) else { return nil }
                var bytes: [UInt8] = []
                escape.append(value, to: &bytes)
                return String(decoding: bytes, as: UTF8.self)
            case nil: return nil
            }
        }
    }
}
