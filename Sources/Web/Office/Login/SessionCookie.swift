import Accounts
import HTTPTypes
import Hummingbird

/// The cookies of those who log in.
///
/// Over https they bear the prefix `__Host-`: browsers then take them from this very host alone, and never send them in the
/// clear. On loopback without TLS, where that prefix is not to be had, the same cookies go without it.
struct SessionCookie {
    /// Whether the public address is https.
    let isSecure: Bool

    private enum Kind: String {
        /// Somebody is logged in.
        case session
        /// Somebody looks at the page to log in; its form is bound to this.
        case visit
    }

    private func name(_ kind: Kind) -> String { (isSecure ? "__Host-" : "") + "clarion-\(kind.rawValue)" }

    /// What a browser that is logged in shows.
    func session(_ request: Request) -> Credential? { credential(.session, request) }

    /// What a browser shows that has seen the page to log in.
    func visit(_ request: Request) -> Credential? { credential(.visit, request) }

    private func credential(_ kind: Kind, _ request: Request) -> Credential? {
        let name = name(kind)
        for field in request.headers[values: .cookie] {
            for pair in field.split(separator: ";") {
                let sides = pair.split(separator: "=", maxSplits: 1)
                guard sides.count == 2, sides[0].trimming({ $0 == " " }) == name else { continue }
                return Credential(presented: sides[1].trimming { $0 == " " })
            }
        }
        return nil
    }

    /// The field that hands out a session; it ends with the browser, or sooner.
    func opening(_ credential: Credential) -> String { field(.session, credential.text) }

    /// The field that binds the form of the page to log in.
    func beginning(_ credential: Credential) -> String { field(.visit, credential.text) }

    /// The field that takes the session away.
    var closing: String { field(.session, "") + "; Max-Age=0" }

    private func field(_ kind: Kind, _ value: String) -> String {
        "\(name(kind))=\(value); Path=/; HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "")
    }
}
