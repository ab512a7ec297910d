import HTTPTypes
import Hummingbird

/// Adds pages below a root; a method that a page does not take is answered with 405 instead of 404.
struct Routes {
    typealias Handler = @Sendable (Request, VisitorContext) async throws -> Response

    let router: Router<VisitorContext>
    let root: String

    /// Adds a page.
    ///
    /// - Parameters:
    ///   - path: Below the root, beginning with a slash.
    ///   - get: Shows it; HEAD comes by itself.
    ///   - post: Acts; `nil` for pages that only show.
    func add(_ path: String, get: @escaping Handler, post: Handler? = nil) {
        let path = RouterPath(root + path)
        router.on(path, method: .get, use: get)
        if let post { router.on(path, method: .post, use: post) }
        var others: [HTTPRequest.Method] = [.put, .patch, .delete, .options]
        if post == nil { others.append(.post) }
        let allowed = post == nil ? "GET, HEAD" : "GET, HEAD, POST"
        for method in others {
            router.on(path, method: method) { _, _ -> Response in
                throw HTTPError(.methodNotAllowed, headers: [.allow: allowed])
            }
        }
    }
}
