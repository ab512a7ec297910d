import Yams

/// The header of a message file: keys with texts, lists and maps, each knowing its line in the file.
///
/// Scalars are texts exactly as they were written. YAML's guesses (`no` is false, `21:00` is 1260, `+1555…` is a number)
/// never happen.
struct FrontMatter {
    /// A value and where it stands.
    struct Value {
        let line: Int
        let content: Content
    }

    /// What a value can be.
    indirect enum Content {
        /// Without a word: `key:`, `~` or `null`.
        case nothing
        case text(String)
        case list([Value])
        case map(FrontMatter)
    }

    /// A key with its value.
    struct Entry {
        let key: String
        let line: Int
        let value: Value
    }

    let entries: [Entry]
    let line: Int

    /// Reads a header.
    ///
    /// - Parameters:
    ///   - yaml: The lines between the fences.
    ///   - faults: What is added to.
    /// - Returns: `nil` when it cannot be read at all, with the fault added.
    static func read(_ yaml: String, faults: inout FaultList) -> FrontMatter? {
        if let (problem, line) = YAMLGuard.refusal(of: yaml) {
            faults.add(problem, line: line + MessageFileText.headerLine - 1)
            return nil
        }
        guard let root = compose(yaml, faults: &faults) else { return nil }
        guard case .mapping(let mapping) = root else {
            faults.add(.notKeys, line: MessageFileText.headerLine)
            return nil
        }
        return FrontMatter(mapping, line: 1, faults: &faults)
    }

    private init(_ mapping: Node.Mapping, line: Int, faults: inout FaultList) {
        var entries: [Entry] = []
        for (key, node) in mapping {
            let line = Self.line(of: key)
            guard case .scalar(let scalar) = key else {
                faults.add(.keyIsNoWord, line: line)
                continue
            }
            if DuplicateKey.isMark(scalar.string) { continue }
            let value = Self.value(node, faults: &faults)
            entries.append(Entry(key: scalar.string, line: line, value: value))
        }
        self.entries = entries
        self.line = line
    }

    private static func value(_ node: Node, faults: inout FaultList) -> Value {
        let line = line(of: node)
        switch node {
        case .scalar(let scalar):
            let isNothing = scalar.style == .plain && ["", "~", "null"].contains(scalar.string)
            return Value(line: line, content: isNothing ? .nothing : .text(scalar.string))
        case .sequence(let sequence):
            return Value(line: line, content: .list(sequence.map { value($0, faults: &faults) }))
        case .mapping(let mapping):
            return Value(line: line, content: .map(FrontMatter(mapping, line: line, faults: &faults)))
        case .alias:
            return Value(line: line, content: .nothing)
        }
    }

    private static func line(of node: Node) -> Int { (node.mark?.line ?? 1) + MessageFileText.headerLine - 1 }

    /// Parses YAML; a key that stands twice is named and parsing goes on without it.
    private static func compose(_ yaml: String, faults: inout FaultList) -> Node? {
        var yaml = yaml
        for round in 0..<20 {
            do {
                let root = try Parser(yaml: yaml, encoding: .utf8).singleRoot()
                if root == nil { faults.add(.notKeys, line: MessageFileText.headerLine) }
                return root
            } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
                guard let duplicate = DuplicateKey(keys.first ?? "", from: context.mark, in: yaml) else {
                    let line = context.mark.line + MessageFileText.headerLine - 1
                    faults.add(.duplicateKey(keys.first ?? "", first: line), line: line)
                    return nil
                }
                let first = context.mark.line + MessageFileText.headerLine - 1
                let line = duplicate.line + MessageFileText.headerLine - 1
                faults.add(.duplicateKey(duplicate.key, first: first), line: line)
                yaml = duplicate.marked(yaml, round: round)
            } catch {
                let (syntax, line) = MessageFileError.HeaderSyntax.read(error, in: yaml)
                faults.add(.headerSyntax(syntax), line: line + MessageFileText.headerLine - 1)
                return nil
            }
        }
        return nil
    }
}
