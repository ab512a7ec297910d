import Calls
import Deliveries
import Yams

/// What stands in the file, piece by piece.
extension SettingsFile {
    /// A key and its line.
    struct Key {
        let name: String
        let line: Int?
    }

    /// The entries of a mapping; anything else is a fault, an empty value is an empty mapping.
    mutating func entries(_ node: Node, named name: String) -> [(Key, Node)] {
        switch node {
        case .mapping(let mapping):
            return mapping.map { (Key(name: $0.key.scalar?.string ?? "", line: $0.key.mark?.line), $0.value) }
        case .scalar(let scalar) where scalar.string.isEmpty || scalar.string == "~": return []
        default:
            faults.append(.init(line: node.mark?.line, problem: "\(name) must be a list of 'key: value' lines."))
            return []
        }
    }

    /// A scalar as it was written, with `${NAME}` filled in.
    mutating func text(_ node: Node, _ key: Key) -> String? {
        guard case .scalar(let scalar) = node else {
            fault(key, "\(key.name) must be a single value.")
            return nil
        }
        var out = ""
        var rest = scalar.string[...]
        while let open = rest.firstRange(of: "${"), let close = rest[open.upperBound...].firstIndex(of: "}") {
            let name = String(rest[open.upperBound..<close])
            out += rest[..<open.lowerBound]
            if let value = environment[name] {
                out += value
            } else if key.name != "secret" {
                fault(key, "\(key.name) needs the environment variable \(name), which is not set.")
            }
            rest = rest[rest.index(after: close)...]
        }
        return out + rest
    }

    mutating func fault(_ key: Key, _ problem: String) {
        faults.append(.init(line: key.line, problem: problem))
    }

    mutating func refuse(_ key: Key, among known: [String]) {
        fault(key, "'\(key.name)' is not a known setting." + NearMatch.hint(for: key.name, among: known))
    }
}
