/// Reads one map of a header key by key, and names what is missing, unknown or of the wrong shape.
struct HeaderReader {
    let map: FrontMatter
    /// The map's own name with a dot, `action.`, for the words of faults.
    let prefix: String

    init(_ map: FrontMatter, name: String? = nil) {
        self.map = map
        prefix = name.map { $0 + "." } ?? ""
    }

    /// The name of a key as faults tell it.
    func name(_ key: String) -> String { prefix + key }

    /// Names every key that is not among those that may stand here.
    func refuseUnknown(known: [String], faults: inout FaultList) {
        for entry in map.entries where !known.contains(entry.key) {
            faults.add(.unknownKey(name(entry.key), known: known.map(name)), line: entry.line)
        }
    }

    /// The value of a key, under either of its names.
    ///
    /// - Returns: `nil` when the key is absent or has no value; the latter is a fault.
    func value(_ key: String, or alias: String? = nil, faults: inout FaultList) -> FrontMatter.Value? {
        let entries = map.entries.filter { $0.key == key || $0.key == alias }
        if entries.count > 1 { faults.add(.sameThingTwice(entries[1].key, entries[0].key), line: entries[1].line) }
        guard let entry = entries.first else { return nil }
        if case .nothing = entry.value.content {
            faults.add(.noValue(name(entry.key)), line: entry.line)
            return nil
        }
        return entry.value
    }

    /// A text of one line, without white space around it.
    func text(_ key: String, or alias: String? = nil, faults: inout FaultList) -> Located<String>? {
        guard let value = value(key, or: alias, faults: &faults) else { return nil }
        guard case .text(let text) = value.content, let line = Self.oneLine(text) else {
            faults.add(.notOneLine(name(key)), line: value.line)
            return nil
        }
        if line.isEmpty {
            faults.add(.noValue(name(key)), line: value.line)
            return nil
        }
        return Located(value: line, line: value.line)
    }

    /// A list of texts; a single text is a list of one.
    func list(_ key: String, faults: inout FaultList) -> [Located<String>]? {
        guard let value = value(key, faults: &faults) else { return nil }
        let values: [FrontMatter.Value]
        switch value.content {
        case .text: values = [value]
        case .list(let items): values = items
        case .map, .nothing: values = []
        }
        let texts = values.compactMap { item -> Located<String>? in
            guard case .text(let text) = item.content, let line = Self.oneLine(text), !line.isEmpty else { return nil }
            return Located(value: line, line: item.line)
        }
        guard !texts.isEmpty, texts.count == values.count else {
            faults.add(.notAList(name(key)), line: value.line)
            return nil
        }
        return texts
    }

    /// A map of further keys.
    func map(_ key: String, keys: [String], faults: inout FaultList) -> HeaderReader? {
        guard let reader = map(key, such: keys, faults: &faults) else { return nil }
        reader.refuseUnknown(known: keys, faults: &faults)
        return reader
    }

    /// A map of keys of which nothing is known here.
    func map(_ key: String, such keys: [String] = [], faults: inout FaultList) -> HeaderReader? {
        guard let value = value(key, faults: &faults) else { return nil }
        guard case .map(let map) = value.content else {
            faults.add(.notAMap(key, keys: keys), line: value.line)
            return nil
        }
        return HeaderReader(map, name: key)
    }

    private static func oneLine(_ text: String) -> String? {
        var rest = text[...]
        while rest.last?.isWhitespace == true { rest.removeLast() }
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        return rest.contains(where: \.isNewline) ? nil : String(rest)
    }
}

/// A value with the line of the file on which it stands.
struct Located<Value> {
    let value: Value
    let line: Int
}
