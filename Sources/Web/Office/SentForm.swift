import HTTPTypes
import Hummingbird

/// What a form of the office sent: fields, and perhaps a file.
struct SentForm: Sendable {
    private let fields: [String: String]
    /// The name and the bytes of the file that was chosen; `nil` when none was.
    let file: (name: String, bytes: [UInt8])?

    /// Reads a POST.
    ///
    /// - Throws: `HTTPError` for what is no form, what is too large, and what comes too slowly.
    init(_ request: Request, upTo limit: Int) async throws {
        let body = try await Form.body(request, upTo: limit)
        let type = request.headers[.contentType] ?? ""
        if let boundary = MultipartForm.boundary(in: type) {
            guard let parts = MultipartForm.parts(of: body, boundary: boundary) else { throw HTTPError(.badRequest) }
            var fields: [String: String] = [:]
            var file: (name: String, bytes: [UInt8])?
            for part in parts {
                if let name = part.fileName {
                    if !name.isEmpty, !part.bytes.isEmpty { file = (name, part.bytes) }
                } else {
                    guard let text = String(validating: part.bytes, as: UTF8.self) else { throw HTTPError(.badRequest) }
                    fields[part.name] = text
                }
            }
            (self.fields, self.file) = (fields, file)
        } else {
            (fields, file) = (try Form.fields(of: body, type: type.lowercased()), nil)
        }
    }

    /// A field's text; empty when it was not sent.
    subscript(name: String) -> String { fields[name] ?? "" }
}
