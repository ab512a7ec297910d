import Foundation

/// Any JSON value, to look at shapes as a stranger would.
enum Loose: Decodable, Equatable {
    case null
    case bool(Bool)
    case number(Double)
    case text(String)
    case list([Loose])
    case object([String: Loose])

    static func read(_ text: String) throws -> Loose {
        try JSONDecoder().decode(Loose.self, from: Data(text.utf8))
    }

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let bool = try? value.decode(Bool.self) {
            self = .bool(bool)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let list = try? value.decode([Loose].self) {
            self = .list(list)
        } else {
            self = .object(try value.decode([String: Loose].self))
        }
    }

    subscript(key: String) -> Loose? { if case .object(let members) = self { members[key] } else { nil } }

    var text: String? { if case .text(let text) = self { text } else { nil } }
    var int: Int? { if case .number(let number) = self { Int(exactly: number) } else { nil } }
    var list: [Loose]? { if case .list(let values) = self { values } else { nil } }
    var keys: Set<String> { if case .object(let members) = self { Set(members.keys) } else { [] } }

    /// An object of whole numbers.
    var counts: [String: Int] {
        guard case .object(let members) = self else { return [:] }
        return members.compactMapValues(\.int)
    }
}
