import Accounts
import Calls
import Foundation
import HTTPTypes
import Hummingbird

/// What a program asks, read and found in order.
struct APIRequest: Sendable {
    /// Whose token it shows, and the role of that token.
    let bearer: Session
    /// What stands in the path, decoded.
    let path: [String: String]
    /// What stands behind the question mark.
    let query: [String: String]
    /// What the body says; what it does not say is not there.
    let fields: [String: String]

    /// A name out of the path; never empty.
    subscript(name: String) -> String { path[name] ?? "" }

    /// Who did it, for the records.
    var who: String { "\(bearer.account) by the API" }

    /// A number behind the question mark, within its limits.
    func number(_ name: String, in range: ClosedRange<Int>, standard: Int) throws(APIProblem) -> Int {
        guard let text = query[name] else { return standard }
        guard let number = Int(text), range.contains(number) else {
            throw APIProblem(
                .badRequest,
                "'\(name)' must be a whole number from \(range.lowerBound) to \(range.upperBound)."
            )
        }
        return number
    }

    /// `true` or `false` behind the question mark; false where it is not there.
    func flag(_ name: String) -> Bool { query[name] == "true" }
}

extension APIOperation {
    /// Reads what stands in the path.
    ///
    /// - Throws: Where a name cannot be read: nothing is there.
    func pathValues(_ context: VisitorContext) throws(APIProblem) -> [String: String] {
        var values: [String: String] = [:]
        for name in pathNames {
            guard let raw = context.parameters.get(name), let value = raw.removingPercentEncoding, !value.isEmpty,
                !value.utf8.contains(0)
            else { throw APIProblem(.notFound, "There is no such \(name).") }
            values[name] = value
        }
        return values
    }

    /// Reads what stands behind the question mark, each name once and none but those that are known.
    func queryValues(_ request: Request) throws(APIProblem) -> [String: String] {
        var values: [String: String] = [:]
        for pair in (request.uri.query ?? "").split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let decoded = sides.map { $0.replacing("+", with: " ").removingPercentEncoding }
            guard let name = decoded.first ?? nil, let value = decoded.count > 1 ? decoded[1] : "",
                !value.utf8.contains(0)
            else { throw APIProblem(.badRequest, "What stands behind the question mark cannot be read.") }
            guard let parameter = parameters.first(where: { $0.name == name }) else {
                throw APIProblem(
                    .badRequest,
                    parameters.isEmpty
                        ? "Nothing may stand behind the question mark here."
                        : "'\(Shown.name(name))' is not known behind the question mark."
                            + NearMatch.hint(for: name, among: parameters.map(\.name))
                )
            }
            guard values.updateValue(value, forKey: name) == nil else {
                throw APIProblem(.badRequest, "'\(name)' stands behind the question mark twice.")
            }
            if let problem = parameter.problem(with: value) { throw APIProblem(.badRequest, problem) }
        }
        if let missing = parameters.first(where: { $0.isRequired && values[$0.name, default: ""].isEmpty }) {
            throw APIProblem(.badRequest, "'\(missing.name)' is missing: \(missing.summary)")
        }
        return values
    }
}

extension APIParameter {
    fileprivate func problem(with value: String) -> String? {
        let choices: [String]
        switch kind {
        case .text:
            let limit = APIParameter.longest
            return value.unicodeScalars.count <= limit ? nil : "'\(name)' is longer than \(limit) signs."
        case .flag: choices = ["true", "false"]
        case .choice(let known): choices = known
        case .number(let range, _):
            if let number = Int(value), range.contains(number) { return nil }
            return "'\(name)' must be a whole number from \(range.lowerBound) to \(range.upperBound)."
        }
        if choices.contains(value) { return nil }
        return "'\(name)' must be one of \(choices.joined(separator: ", "))."
    }
}

/// What somebody sent, as it may stand in a sentence.
enum Shown {
    /// A name in short; signs that steer a terminal are left out.
    static func name(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }.prefix(40)))
    }
}
