import HTTPTypes
import Hummingbird
import NIOCore

/// Reads what a page's form sends.
enum Form {
    /// The most that any form of ours sends.
    static let limit = 8 * 1_024
    /// A connection that needs longer for that is cut.
    private static let patience = Duration.seconds(10)

    /// The fields of an urlencoded form, each once.
    ///
    /// - Parameter request: A POST.
    /// - Returns: Values by name.
    /// - Throws: ``HTTPError`` for what is no such form, what is too large, and what comes too slowly.
    static func fields(_ request: Request) async throws -> [String: String] {
        let body = try await body(request)
        let type = request.headers[.contentType]?.lowercased() ?? ""
        if body.isEmpty { return [:] }
        guard type.hasPrefix("application/x-www-form-urlencoded"), let text = String(validating: body, as: UTF8.self)
        else {
            throw HTTPError(.badRequest)
        }
        do {
            return try URLEncodedFormDecoder().decode([String: String].self, from: text)
        } catch {
            throw HTTPError(.badRequest)
        }
    }

    /// The whole body, whatever it is.
    ///
    /// - Parameters:
    ///   - request: A POST.
    ///   - limit: How many bytes.
    /// - Returns: At most so many.
    /// - Throws: ``HTTPError`` for what is too large or comes too slowly.
    @discardableResult
    static func body(_ request: Request, atMost limit: Int = limit) async throws -> [UInt8] {
        try await withThrowingTaskGroup { group in
            group.addTask {
                do {
                    return Array(buffer: try await request.body.collect(upTo: limit))
                } catch is NIOTooManyBytesError {
                    throw HTTPError(.contentTooLarge)
                }
            }
            group.addTask {
                try await Task.sleep(for: patience)
                throw HTTPError(.requestTimeout)
            }
            defer { group.cancelAll() }
            return try await group.next() ?? []
        }
    }
}
