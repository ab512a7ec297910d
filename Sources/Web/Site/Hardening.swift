import Deliveries
import HTTPTypes
import Hummingbird
import Logging

/// Surrounds every page: makes errors into pages in plain words, and sets the header fields that keep browsers on our side.
struct Hardening: RouterMiddleware {
    let site: WebSite

    func handle(
        _ request: Request,
        context: VisitorContext,
        next: @concurrent (Request, VisitorContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch let error as any HTTPResponseError {
            response =
                try api(request).map { $0.problem(error, at: request.uri.path).response }
                ?? errorPage(error.status, request)
            if let allowed = (error as? HTTPError)?.headers[.allow] { response.headers[.allow] = allowed }
        } catch {
            // The pattern of the path, never the path itself: it holds a token.
            site.logger.error("\(request.method) \(context.endpointPath ?? "a page") failed: \(type(of: error))")
            response = try errorPage(.internalServerError, request)
        }
        for (name, value) in fields where response.headers[name] == nil { response.headers[name] = value }
        return request.method == .head ? response.createHeadResponse() : response
    }

    /// The API, where the request goes there: what is wrong is told to a program.
    private func api(_ request: Request) -> API? {
        site.desk.map { API(site: site, desk: $0) }.flatMap { $0.contains(request.uri.path) ? $0 : nil }
    }

    private func errorPage(_ status: HTTPResponse.Status, _ request: Request) throws -> Response {
        if status == .notFound, let desk = site.desk {
            let office = Office(site: site, desk: desk)
            if office.contains(request.uri.path) { return try office.nowhere() }
        }
        let texts = Texts.of(.choose(person: "", accepted: request.headers[.acceptLanguage]))
        let code = texts.find("error_\(status.code)_title") == nil ? (status.code < 500 ? 400 : 500) : status.code
        return try site.message(
            texts,
            heading: texts.text("error_\(code)_title"),
            [texts.text("error_\(code)_text")],
            status: status
        )
    }

    private var fields: [(HTTPField.Name, String)] {
        var fields: [(HTTPField.Name, String)] = [
            (.contentSecurityPolicy, Self.policy),
            (.xContentTypeOptions, "nosniff"),
            (.cacheControl, "no-store"),
        ]
        fields += Self.more.compactMap { name, value in HTTPField.Name(name).map { ($0, value) } }
        if site.links.publicURL.hasPrefix("https:") {
            fields.append((.strictTransportSecurity, "max-age=63072000"))
        }
        return fields
    }

    private static let policy =
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    /// For the pages that follow a call: one script of our own, which may ask us and nobody else.
    static let livePolicy = "\(policy); script-src 'self'; connect-src 'self'"
    /// For the page that shows pictures of rows.
    static let picturePolicy = "\(policy); img-src 'self'"
    /// Addresses of pages hold tokens, so no other site may learn them.
    private static let more = [
        ("Referrer-Policy", "no-referrer"), ("X-Frame-Options", "DENY"), ("X-Robots-Tag", "noindex, nofollow"),
        ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
    ]
}
