import Accounts
import HTTPTypes
import Hummingbird

/// Adds pages that only somebody may see who is logged in and whose role includes it.
struct GuardedRoutes {
    typealias Show = @Sendable (Request, VisitorContext, Organizer) async throws -> Response
    typealias Act = @Sendable (VisitorContext, Organizer, SentForm) async throws -> Response

    let office: Office
    let routes: Routes

    /// What a page does with a form that was sent to it.
    struct Action: Sendable {
        let permission: Permission
        /// The most bytes that the form may have.
        var limit = Form.limit
        let act: Act
    }

    /// Adds a page.
    ///
    /// - Parameters:
    ///   - path: Below the folder of the office.
    ///   - permission: What the role must include; `nil` for everybody who is logged in.
    ///   - show: Shows it.
    ///   - action: Acts on its form; `nil` for pages that only show.
    func add(_ path: String, _ permission: Permission?, _ show: @escaping Show, _ action: Action? = nil) {
        routes.add(
            "\(Office.folder)\(path)",
            get: { [office] request, context in
                try await office.guarded(request, permission) { try await show(request, context, $0) }
            },
            post: action.map(handler)
        )
    }

    private func handler(_ action: Action) -> Routes.Handler {
        { [office] request, context in
            // Read before anybody is looked up, so that the answer is not cut off by what is still coming.
            let form = try await SentForm(request, upTo: action.limit)
            return try await office.guarded(request, action.permission) { organizer in
                guard organizer.credential.acceptsForm(form["form"]) else {
                    return try office.refusal("stale", organizer, status: .forbidden)
                }
                return try await action.act(context, organizer, form)
            }
        }
    }
}

extension Office {
    /// Answers those who are logged in and whose role includes it; shows everybody else the way.
    fileprivate func guarded(
        _ request: Request,
        _ permission: Permission?,
        _ answer: (Organizer) async throws -> Response
    ) async throws -> Response {
        guard let organizer = try await organizer(request) else {
            let next = request.method == .post ? "" : "?next=\(QueryText.encoded(request.uri.description))"
            return redirect(path("/login") + next)
        }
        if let permission, !organizer.may(permission) {
            return try refusal("forbidden", organizer, status: .forbidden)
        }
        return try await answer(organizer)
    }
}
