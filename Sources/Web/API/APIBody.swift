import Calls
import Foundation
import HTTPTypes
import Hummingbird

/// Reads the object that a POST sends: texts by name, every fault named at once.
struct APIBody {
    let operation: APIOperation

    /// Reads a body.
    ///
    /// - Parameters:
    ///   - bytes: As they came; none at all stands for an empty object.
    ///   - type: What the request calls them.
    /// - Returns: What it says, by name.
    /// - Throws: With 415 for another type, 400 for what is no object in JSON, 422 for what is in it.
    func fields(_ bytes: [UInt8], type: String?) throws(APIProblem) -> [String: String] {
        var sent: [String: SentValue] = [:]
        if !bytes.isEmpty {
            guard Self.isJSON(type) else {
                throw APIProblem(.unsupportedMediaType, "Send JSON, and say so: 'Content-Type: application/json'.")
            }
            do {
                sent = try JSONDecoder().decode([String: SentValue].self, from: Data(bytes))
            } catch {
                throw APIProblem(.badRequest, "The body is no object in JSON.")
            }
        }
        var (values, faults): ([String: String], [APIProblem.Fault]) = ([:], [])
        for (name, value) in sent.sorted(by: { $0.key < $1.key }) {
            guard let field = operation.fields.first(where: { $0.name == name }) else {
                faults.append(unknown(name))
                continue
            }
            switch value {
            case .text(let text):
                if let problem = field.problem(with: text) {
                    faults.append(.init(pointer: name, problem))
                } else {
                    values[name] = text
                }
            case .other: faults.append(.init(pointer: name, "'\(name)' must be a text."))
            }
        }
        for field in operation.fields where field.isRequired && sent[field.name] == nil {
            faults.append(.init(pointer: field.name, "'\(field.name)' is missing: \(field.summary)"))
        }
        guard faults.isEmpty else {
            throw APIProblem(.unprocessableContent, "The body was understood, and cannot be used.", faults)
        }
        return values
    }

    private func unknown(_ name: String) -> APIProblem.Fault {
        let known = operation.fields.map(\.name)
        let hint = known.isEmpty ? " Nothing is read here." : NearMatch.hint(for: name, among: known)
        return .init(pointer: Shown.name(name), "'\(Shown.name(name))' is not known.\(hint)")
    }

    private static func isJSON(_ type: String?) -> Bool {
        let name = (type ?? "").split(separator: ";").first.map { $0.trimming { $0 == " " }.lowercased() }
        return name == "application/json"
    }
}

/// A text, or anything else, which no field of ours is.
private enum SentValue: Decodable {
    case text(String), other

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        self = (try? container.decode(String.self)).map(Self.text) ?? .other
    }
}

extension APIField {
    fileprivate func problem(with text: String) -> String? {
        if let choices, !choices.contains(text) {
            return "'\(name)' must be one of \(choices.joined(separator: ", "))."
                + (NearMatch.find(text, among: choices).map { " Did you mean '\($0)'?" } ?? "")
        }
        if text.isEmpty, !mayBeEmpty { return "'\(name)' is empty: \(summary)" }
        if text.unicodeScalars.count > limit { return "'\(name)' is longer than \(limit) signs." }
        if text.utf8.contains(0) { return "'\(name)' has a NUL in it." }
        return nil
    }
}
