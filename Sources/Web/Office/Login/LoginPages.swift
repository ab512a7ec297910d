import Accounts
import HTTPTypes
import Hummingbird
import Logging

/// The way in and the way out.
struct LoginPages {
    let office: Office
    private var site: WebSite { office.site }

    func add(to routes: Routes) {
        routes.add("\(Office.folder)/login", get: show, post: logIn)
        routes.add("\(Office.folder)/logout", get: { _, _ in office.redirect(office.path()) }, post: logOut)
    }

    private func show(_ request: Request, _ context: VisitorContext) async throws -> Response {
        guard office.isPrivate else { return try office.refusal("clear", nil, status: .forbidden) }
        if try await office.organizer(request) != nil { return office.redirect(office.path()) }
        let next = try QueryText.values(request)["next"] ?? ""
        return try page(next: next, visit: office.cookie.visit(request))
    }

    /// The page; hands out what its form is bound to, where the browser has nothing yet.
    private func page(
        next: String,
        visit: Credential?,
        problem: String? = nil,
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let bound = visit ?? Credential()
        var view = office.view(office.texts.text("login_title"), nil)
        view.set("form", bound.formToken)
        view.set("next", isOurs(next) ? next : "")
        view.set("problem", problem.map { office.texts.text($0) })
        var response = try site.page("office_login", view, status: status)
        if visit == nil { response.headers[values: .setCookie].append(office.cookie.beginning(bound)) }
        return response
    }

    /// Whether an address leads into the office: nobody must be sent elsewhere by a link to our log-in.
    private func isOurs(_ next: String) -> Bool { Self.isOurs(next, office: office.path()) }

    static func isOurs(_ next: String, office: String) -> Bool {
        let isClean = next.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }
        return isClean && (next == office || next.hasPrefix("\(office)/") || next.hasPrefix("\(office)?"))
    }

    private func logIn(_ request: Request, _ context: VisitorContext) async throws -> Response {
        let form = try await SentForm(request, upTo: Form.limit)
        guard office.isPrivate else { return try office.refusal("clear", nil, status: .forbidden) }
        let visit = office.cookie.visit(request)
        guard let visit, visit.acceptsForm(form["form"]) else {
            return try page(next: form["next"], visit: nil, problem: "login_stale", status: .forbidden)
        }
        let now = site.now()
        let source = site.visitorSource(request, context)
        let throttle = office.desk.passwords.throttle
        guard let name = LoginName(rawValue: form["name"]), let password = Password(typed: form["password"]) else {
            return try page(next: form["next"], visit: visit, problem: "login_wrong", status: .forbidden)
        }
        if let wait = throttle.wait(name, from: source, now: now) {
            var response = try page(next: form["next"], visit: visit, problem: "login_wait", status: .tooManyRequests)
            response.headers[.retryAfter] = String(wait.components.seconds + 1)
            return response
        }
        throttle.tried(name, from: source, now: now)
        do {
            guard let session = try await open(name, password) else {
                site.logger.notice("A log-in failed.")
                return try page(next: form["next"], visit: visit, problem: "login_wrong", status: .forbidden)
            }
            throttle.succeeded(name, from: source, triedAt: now)
            var response = office.redirect(isOurs(form["next"]) ? form["next"] : office.path())
            response.headers[values: .setCookie].append(office.cookie.opening(session))
            return response
        } catch is PasswordCheck.Busy {
            return try page(next: form["next"], visit: visit, problem: "login_busy", status: .serviceUnavailable)
        }
    }

    /// Opens a session if the password is right; takes as long when nobody has the name.
    private func open(_ name: LoginName, _ password: Password) async throws -> Credential? {
        let hash = try await site.store.passwordHash(of: name)
        let proven = try await office.desk.passwords.perform { () -> (PasswordHash, isNew: Bool)? in
            guard let hash else {
                PasswordHash.pretend(password)
                return nil
            }
            guard hash.matches(password) else { return nil }
            return hash.isOutdated ? (try PasswordHash(password), true) : (hash, false)
        }
        guard let proven, let hash else { return nil }
        if proven.isNew { try await site.store.refresh(proven.0, of: name, replacing: hash) }
        let session = Credential()
        let isOpen = try await site.store.openSession(session.digest, of: name, proven: proven.0, now: site.now())
        return isOpen ? session : nil
    }

    private func logOut(_ request: Request, _ context: VisitorContext) async throws -> Response {
        let form = try await SentForm(request, upTo: Form.limit)
        var response = office.redirect(office.path("/login"))
        guard let session = office.cookie.session(request) else { return response }
        guard session.acceptsForm(form["form"]) else { return office.redirect(office.path()) }
        try await site.store.endSession(session.digest)
        response.headers[values: .setCookie].append(office.cookie.closing)
        return response
    }
}
