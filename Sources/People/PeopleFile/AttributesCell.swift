import Foundation

/// A JSON object in a cell, flattened to texts: nested values stay JSON.
enum AttributesCell {
    /// Reads the object.
    ///
    /// - Returns: The values by usable name; `null` and empty ones are left out.
    /// - Throws: ``AddressFault`` when it is no object, or a value holds control characters.
    static func read(_ cell: String) throws(AddressFault) -> [String: String] {
        let object: [String: JSONValue]
        do { object = try JSONDecoder().decode([String: JSONValue].self, from: Data(cell.utf8)) } catch {
            throw AddressFault("is no JSON object; write it as in {\"floor\": 3}")
        }
        var attributes: [String: String] = [:]
        for (key, value) in object {
            let name = PeopleColumn.usableName(key)
            let text = try TidyText.tidied(value.text, lineBreaks: .folded)
            if !name.isEmpty, !text.isEmpty { attributes[name] = text }
        }
        return attributes
    }
}

/// Any JSON value.
private enum JSONValue: Codable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let values = try? container.decode([JSONValue].self) {
            self = .array(values)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let values): try container.encode(values)
        case .object(let values): try container.encode(values)
        }
    }

    /// As it would stand in a letter; arrays and objects as JSON with sorted keys.
    var text: String {
        switch self {
        case .null: return ""
        case .bool(let value): return String(value)
        case .integer(let value): return String(value)
        case .number(let value): return String(value)
        case .string(let value): return value
        case .array, .object:
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        }
    }
}
