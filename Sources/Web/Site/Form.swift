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
        try fields(of: try await body(request), type: request.headers[.contentType]?.lowercased() ?? "")
    }

    /// The fields of a body that has been read.
    static func fields(of body: [UInt8], type: String) throws -> [String: String] {
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
    ///   - limit: The most bytes that are taken.
    /// - Returns: At most so many bytes.
    /// - Throws: ``HTTPError`` for what is too large, comes too slowly or cannot be read; `CancellationError`.
    @discardableResult
    static func body(_ request: Request, upTo limit: Int = limit) async throws -> [UInt8] {
        try await withThrowingTaskGroup { group in
            group.addTask {
                do {
                    return Array(buffer: try await request.body.collect(upTo: limit))
                } catch is NIOTooManyBytesError {
                    throw HTTPError(.contentTooLarge)
                } catch {
                    try Task.checkCancellation()
                    if error is CancellationError { throw error }
                    // Chunks that are none, a connection that broke: the sender's doing, not ours.
                    throw HTTPError(.badRequest)
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
