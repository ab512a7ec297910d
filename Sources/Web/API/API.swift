import Calls
import Deliveries
import HTTPTypes
import Hummingbird

/// What programs may do: the same things as on the pages for organizers, as JSON below `/api/v1`.
///
/// A program shows a token and nothing else; cookies are not looked at, so no page of another site can act through a browser.
/// What a token may do is decided by its role, at every request. The list of operations is the one truth: the routes and the
/// description that is served with them are both made of it.
struct API: Sendable {
    let site: WebSite
    let desk: Desk

    /// Below the root of the web side.
    static let folder = "/api/v1"

    /// How calls are read and planned here, as on the pages.
    var office: Office { Office(site: site, desk: desk) }

    /// Everything that can be asked, in the order in which it is described.
    var operations: [APIOperation] {
        TokenOperations(api: self).all + CallOperations(api: self).all + LogOperations(api: self).all
            + WritingOperations(api: self).all + SteeringOperations(api: self).all + ResultOperations(api: self).all
            + PeopleOperations(api: self).all + ConsentOperations(api: self).all + InboxOperations(api: self).all
            + SheetOperations(api: self).all
    }

    func add(to routes: Routes) {
        let description = APIAnswer(OpenAPI(api: self).document)
        add("/openapi.json", [.get: { _, _ in description.response }], to: routes)
        let door = APIDoor(api: self)
        for (path, operations) in Dictionary(grouping: operations, by: \.path) {
            let handlers = operations.map { operation -> (HTTPRequest.Method, Routes.Handler) in
                (operation.method, { request, context in await door.answer(operation, request, context) })
            }
            add(path, Dictionary(uniqueKeysWithValues: handlers), to: routes)
        }
    }

    /// Adds what can be done at a path.
    private func add(_ path: String, _ handlers: [HTTPRequest.Method: Routes.Handler], to routes: Routes) {
        let path = path.replacing("{", with: ":").replacing("}", with: "")
        let place = RouterPath(routes.root + Self.folder + path)
        for (method, handler) in handlers { routes.router.on(place, method: method, use: handler) }
    }

    /// Why the router found nothing, or could not go on: for a program.
    func problem(_ error: any HTTPResponseError, at address: String) -> APIProblem {
        guard error.status == .notFound, let methods = methods(at: address) else { return APIProblem(error) }
        var problem = APIProblem(.methodNotAllowed, "This can be done here: \(methods).")
        problem.headers[.allow] = methods
        return problem
    }

    /// What can be done at an address, where anything can.
    private func methods(at address: String) -> String? {
        let parts = address.dropFirst(address.hasPrefix(site.root) ? site.root.count : 0).dropFirst(Self.folder.count)
            .split(separator: "/")
        let found = operations.filter { operation in
            let names = operation.path.split(separator: "/")
            return names.count == parts.count && zip(names, parts).allSatisfy { $0 == $1 || $0.first == "{" }
        }.map(\.method)
        if found.isEmpty { return parts == ["openapi.json"] ? "GET, HEAD" : nil }
        return ((found.contains(.get) ? ["GET", "HEAD"] : []) + (found.contains(.post) ? ["POST"] : []))
            .joined(separator: ", ")
    }

    /// Whether an address lies below ours, also where a proxy takes the root off.
    func contains(_ address: String) -> Bool {
        [site.root, ""].contains { root in
            address == "\(root)\(Self.folder)" || address.hasPrefix("\(root)\(Self.folder)/")
        }
    }
}
