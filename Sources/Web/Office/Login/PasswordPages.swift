import Accounts
import HTTPTypes
import Hummingbird

/// Where somebody gives themselves a new password, which ends every session and token of theirs.
struct PasswordPages {
    let office: Office

    func add(to routes: GuardedRoutes) {
        routes.add(
            "/password",
            nil,
            { _, _, organizer in try page(organizer) },
            GuardedRoutes.Action(permission: .look, act: change)
        )
    }

    private func page(
        _ organizer: Organizer,
        problem: String? = nil,
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        var view = office.view(office.texts.text("password_title"), organizer)
        view.set("problem", problem)
        return try office.site.page("office_password", view, status: status)
    }

    private func change(
        _ context: VisitorContext,
        _ organizer: Organizer,
        _ form: SentForm
    ) async throws -> Response {
        let (texts, store) = (office.texts, office.site.store)
        guard form["new"] == form["again"] else {
            return try page(organizer, problem: texts.text("password_differ"), status: .badRequest)
        }
        let chosen: Password
        do {
            chosen = try Password(chosen: form["new"], for: organizer.name)
        } catch {
            return try page(organizer, problem: error.description, status: .badRequest)
        }
        // Whoever finds a browser open must not be able to guess at the password through it.
        let now = office.site.now()
        let throttle = office.desk.passwords.throttle
        let source = "password \(organizer.name)"
        if throttle.wait(organizer.name, from: source, now: now) != nil {
            return try page(organizer, problem: texts.text("login_wait"), status: .tooManyRequests)
        }
        throttle.tried(organizer.name, from: source, now: now)
        guard let typed = Password(typed: form["old"]), let known = try await store.passwordHash(of: organizer.name)
        else { return try page(organizer, problem: texts.text("password_wrong"), status: .forbidden) }
        let hash: PasswordHash?
        do {
            hash = try await office.desk.passwords.perform {
                known.matches(typed) ? try PasswordHash(chosen) : nil
            }
        } catch is PasswordCheck.Busy {
            return try page(organizer, problem: texts.text("login_busy"), status: .serviceUnavailable)
        }
        guard let hash, try await store.setPassword(hash, of: organizer.name) else {
            return try page(organizer, problem: texts.text("password_wrong"), status: .forbidden)
        }
        throttle.succeeded(organizer.name, from: source, triedAt: now)
        var response = try office.message("password_changed", nil)
        response.headers[values: .setCookie].append(office.cookie.closing)
        return response
    }
}
