import Accounts
import Calls
import Crypto
import Deliveries
import HTTPTypes
import Hummingbird
import Logging

/// Lets programs in: looks at the token, the role and the limits, reads the request, and answers once where that was asked.
struct APIDoor {
    let api: API
    private var site: WebSite { api.site }

    static let keyField = HTTPField.Name("Idempotency-Key")
    private static let replayedField = HTTPField.Name("Idempotency-Replayed")
    private static let minute = Duration.seconds(60)
    /// A token cannot be guessed; this keeps a program that lost its own from asking without end.
    private static let mostStrangers = 60

    /// Answers whatever comes; nothing is thrown.
    func answer(_ operation: APIOperation, _ request: Request, _ context: VisitorContext) async -> Response {
        do {
            return try await answered(operation, request, context)
        } catch let problem as APIProblem {
            return problem.response
        } catch let error as any HTTPResponseError {
            return APIProblem(error).response
        } catch {
            // The operation's name, and no path: ids stand in it.
            site.logger.error("\(operation.name) of the API failed: \(type(of: error))")
            return APIProblem(.internalServerError, "Something failed here; the log of the server says what.").response
        }
    }

    private func answered(_ operation: APIOperation, _ request: Request, _ context: VisitorContext) async throws
        -> Response
    {
        // Read before anybody is looked up, so that the answer is not cut off by what is still coming.
        let body = operation.method == .post ? try await Form.body(request, upTo: operation.limit) : []
        let credential = try credential(request, context)
        guard let bearer = try await site.store.bearer(credential.digest, now: site.now()) else {
            throw stranger("The token is not known here, or was revoked.", request, context, error: "invalid_token")
        }
        let name = "api \(Self.text(credential.digest.prefix(16)))"
        guard site.limits.allow(name, atMost: api.desk.requestsPerMinute, within: Self.minute) else {
            throw Self.busy("More than \(api.desk.requestsPerMinute) requests in a minute. Wait a minute.")
        }
        guard bearer.role.may(operation.permission) else {
            let roles = Role.allCases.filter { $0.may(operation.permission) }.map(\.rawValue)
            throw APIProblem(
                .forbidden,
                "This token's role is \(bearer.role.rawValue); this needs \(roles.joined(separator: " or "))."
            )
        }
        let fields =
            operation.method == .post
            ? try APIBody(operation: operation).fields(body, type: request.headers[.contentType]) : [:]
        let asked = APIRequest(
            bearer: bearer,
            path: try operation.pathValues(context),
            query: try operation.queryValues(request),
            fields: fields
        )
        guard operation.method == .post, let key = try Self.key(request) else {
            return try await operation.act(asked).response
        }
        let id = Array(SHA256.hash(data: credential.digest + Array(key.utf8)))
        let print = Array(SHA256.hash(data: Array("\(request.uri.path)?\(request.uri.query ?? "")\n".utf8) + body))
        return try await once(id, print) { try await operation.act(asked) }
    }

    private func credential(_ request: Request, _ context: VisitorContext) throws -> Credential {
        guard api.office.isPrivate else {
            throw APIProblem(
                .forbidden,
                "Tokens are taken over https only: 'public_url' in the settings must begin with it."
            )
        }
        let words = (request.headers[.authorization] ?? "").split(separator: " ")
        guard words.count == 2, words[0].lowercased() == "bearer",
            let credential = Credential(presented: String(words[1]))
        else {
            throw stranger(
                "Show a token: 'Authorization: Bearer …'. 'clarion token create' makes one.",
                request,
                context
            )
        }
        return credential
    }

    /// Sends away who shows no token of ours, and asks those to wait who come too often.
    private func stranger(_ detail: String, _ request: Request, _ context: VisitorContext, error: String? = nil)
        -> APIProblem
    {
        let source = "api stranger \(site.visitorSource(request, context))"
        guard site.limits.allow(source, atMost: Self.mostStrangers, within: Self.minute) else {
            return Self.busy("Too many requests without a token that is known. Wait a minute.")
        }
        var problem = APIProblem(.unauthorized, detail)
        problem.headers[.wwwAuthenticate] = "Bearer realm=\"clarion\"" + (error.map { ", error=\"\($0)\"" } ?? "")
        return problem
    }

    private static func busy(_ detail: String) -> APIProblem {
        var problem = APIProblem(.tooManyRequests, detail)
        problem.headers[.retryAfter] = "60"
        return problem
    }

    /// The key under which a request may be repeated.
    private static func key(_ request: Request) throws -> String? {
        guard let name = keyField, let key = request.headers[name] else { return nil }
        guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw APIProblem(.badRequest, "'Idempotency-Key' must be 1 to 255 visible ASCII signs.")
        }
        return key
    }

    /// Does what is asked, unless it was done before under the same key.
    ///
    /// An answer that did something is kept for a day. Whatever did nothing may be asked again.
    private func once(_ id: [UInt8], _ print: [UInt8], _ act: () async throws -> APIAnswer) async throws -> Response {
        switch try await site.store.beginRequest(id, fingerprint: print, now: site.now()) {
        case .new: break
        case .answered(let status, let body):
            var response = APIAnswer(status: HTTPResponse.Status(code: status), body: body).response
            if let name = Self.replayedField { response.headers[name] = "true" }
            return response
        case .underWay:
            throw APIProblem(.conflict, "A request with this Idempotency-Key is being answered. Ask again in a moment.")
        case .otherRequest:
            throw APIProblem(
                .unprocessableContent,
                "This Idempotency-Key was used for another request. Take a new key for a new request."
            )
        }
        let answer: APIAnswer
        do { answer = try await act() } catch {
            try? await site.store.abandonRequest(id)
            throw error
        }
        // What was done is done: where this cannot be noted, the key stays taken for a while.
        try? await site.store.keepAnswer(status: answer.status.code, answer.body, of: id)
        return answer.response
    }

    private static func text(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { String($0, radix: 16) }.joined(separator: ".")
    }
}
