import Deliveries
import HTTPTypes
import Hummingbird
import Logging

/// Where gateways and mail providers bring what came of our messages, and what people answered.
///
/// What a service tells is in the database before it hears 200; told again, it changes nothing and hears 200 again. Whoever
/// cannot prove to be the service hears 4xx with a sentence. Where we fail, it hears 5xx, so that it comes back.
struct AnswerPages {
    let site: WebSite

    /// A reader may need the certificate of a signature, and then a page of the same service.
    private static let mostPages = 2

    func add(to routes: Routes) {
        for reader in site.answers.readers {
            let take: Routes.Handler = { request, _ in try await answer(request, reader) }
            routes.add(reader.path, get: take, post: take)
        }
    }

    private func answer(_ request: Request, _ reader: any AnswerReader) async throws -> Response {
        var incoming = try await incoming(request, reader)
        for _ in 0...Self.mostPages {
            switch reader.read(incoming, now: site.now()) {
            case .refused(let response):
                warn("was refused with \(response.status)", reader)
                return Self.response(response)
            case .needs(let address):
                guard let page = await site.answers.fetch(address) else {
                    warn("waits for a page of its service that cannot be had", reader)
                    throw HTTPError(.serviceUnavailable)
                }
                incoming.fetched[address] = page
            case .taken(let answers, let respond):
                let results = try await site.store.receive(answers, now: site.now())
                for (answer, result) in zip(answers, results) { site.answers.taken(answer, result) }
                return Self.response(respond(results))
            }
        }
        throw HTTPError(.badRequest)
    }

    private func incoming(_ request: Request, _ reader: any AnswerReader) async throws -> IncomingRequest {
        let body = try await Form.body(request, upTo: reader.longestBody)
        let query = request.uri.string.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        return IncomingRequest(
            method: request.method.rawValue,
            path: reader.path,
            query: query.count > 1 ? String(query[1]) : "",
            fields: request.headers.map { (name: $0.name.canonicalName, value: $0.value) },
            body: body,
            publicURL: site.links.publicURL
        )
    }

    private static func response(_ answer: AnswerResponse) -> Response {
        var headers: HTTPFields = [.contentType: answer.contentType]
        if answer.status == 405 { headers[.allow] = "POST" }
        return Response(
            status: HTTPResponse.Status(code: answer.status),
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: answer.body))
        )
    }

    /// Tells an operator, but not for every request that a stranger makes up.
    private func warn(_ what: String, _ reader: any AnswerReader) {
        guard site.limits.allow("warning of \(reader.path)", atMost: 10, within: .seconds(60)) else { return }
        site.logger.warning("a request to \(reader.path) \(what)")
    }
}
