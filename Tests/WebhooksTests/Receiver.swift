import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import TestKit

/// A program that listens on loopback, over real sockets: what it hears, and how it behaves by the path.
struct Receiver {
    /// A message as it came.
    struct Heard: Sendable {
        let path: String
        let id: String
        let timestamp: String
        let signature: String
        let body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
    }

    let heard: Gathered<Heard>
    let port: Int

    func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

    /// Runs a test with a receiver that takes what comes to `/taken`, fails at `/failing`, says no for good at `/gone`, sends
    /// elsewhere at `/moved`, and never answers at `/silent`.
    static func run(_ test: @Sendable @escaping (Receiver) async throws -> Void) async throws {
        let heard = Gathered<Heard>()
        // What hangs must let go when the test is over, or the server would never end.
        let over = Gathered<Void>()
        let router = Router()
        router.post("/taken") { request, _ in try await answer(.noContent, request, heard) }
        router.post("/failing") { request, _ in try await answer(.internalServerError, request, heard) }
        router.post("/gone") { request, _ in try await answer(.gone, request, heard) }
        router.post("/moved") { request, _ in
            var response = try await answer(.temporaryRedirect, request, heard)
            response.headers[.location] = "/taken"
            return response
        }
        router.post("/silent") { request, _ in
            _ = try await answer(.ok, request, heard)
            await over.reach(1)
            return Response(status: .ok)
        }
        try await Application(router: router).test(.live) { client in
            defer { over.add(()) }
            try await test(Receiver(heard: heard, port: client.port ?? 0))
        }
    }

    private static func answer(
        _ status: HTTPResponse.Status,
        _ request: Request,
        _ heard: Gathered<Heard>
    ) async throws -> Response {
        func field(_ name: String) -> String { HTTPField.Name(name).flatMap { request.headers[$0] } ?? "" }
        let body = Array(buffer: try await request.body.collect(upTo: 64 * 1_024))
        heard.add(
            Heard(
                path: request.uri.path,
                id: field("webhook-id"),
                timestamp: field("webhook-timestamp"),
                signature: field("webhook-signature"),
                body: body
            )
        )
        return Response(status: status)
    }
}
