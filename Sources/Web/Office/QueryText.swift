import Calls
import Hummingbird

/// What stands behind the question mark of an address.
enum QueryText {
    /// The values by name; empty ones are left out.
    ///
    /// - Throws: `HTTPError` for what cannot be read.
    static func values(_ request: Request) throws -> [String: String] {
        guard let query = request.uri.query, !query.isEmpty else { return [:] }
        do {
            return try URLEncodedFormDecoder().decode([String: String].self, from: query).filter { !$0.value.isEmpty }
        } catch {
            throw HTTPError(.badRequest)
        }
    }

    /// A value as it may stand there.
    static func encoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        Template.Escape.address.append(text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Values as they may stand there, the empty ones left out: `?call=hearing&state=failed`, or nothing.
    static func joined(_ values: [(name: String, value: String?)]) -> String {
        let pairs = values.compactMap { name, value in
            value.flatMap { $0.isEmpty ? nil : "\(name)=\(encoded($0))" }
        }
        return pairs.isEmpty ? "" : "?\(pairs.joined(separator: "&"))"
    }
}
