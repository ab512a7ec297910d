import Accounts
import Hummingbird

/// Somebody who is logged in.
struct Organizer: Sendable {
    let name: LoginName
    let role: Role
    /// What their browser shows; forms are bound to it.
    let credential: Credential

    func may(_ permission: Permission) -> Bool { role.may(permission) }
}

extension Office {
    /// Who sends a request; `nil` for a browser that is not logged in, or no longer.
    func organizer(_ request: Request) async throws -> Organizer? {
        guard let credential = cookie.session(request),
            let session = try await site.store.session(credential.digest, now: site.now())
        else { return nil }
        return Organizer(name: session.account, role: session.role, credential: credential)
    }
}
