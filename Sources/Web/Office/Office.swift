import Deliveries
import HTTPTypes
import Hummingbird

/// The pages for organizers, behind a log-in.
///
/// Like the pages for people they are whole without scripts. What somebody may do is decided by their role, at every request;
/// whatever changes anything is a POST whose form was made for that very session.
struct Office: Sendable {
    let site: WebSite
    let desk: Desk

    /// Below the root of the web side.
    static let folder = "/organize"

    /// The path of a page of ours.
    func path(_ page: String = "") -> String { "\(site.root)\(Self.folder)\(page)" }

    var cookie: SessionCookie { SessionCookie(isSecure: site.links.publicURL.hasPrefix("https:")) }

    /// Whether passwords may be sent here: over https, or where they never leave the machine.
    var isPrivate: Bool {
        if cookie.isSecure { return true }
        let rest = site.links.publicURL.dropFirst("http://".count)
        let host = rest.hasPrefix("[") ? rest.prefix { $0 != "]" } + "]" : rest.prefix { $0 != ":" && $0 != "/" }
        return ["127.0.0.1", "localhost", "[::1]"].contains(String(host))
    }

    func add(to routes: Routes) {
        routes.add("\(Self.folder)/style.css") { _, _ in
            OpenPages.file(PackageResources.office_css, type: "text/css; charset=utf-8")
        }
        routes.add("\(Self.folder)/live.js") { _, _ in
            OpenPages.file(PackageResources.live_js, type: "text/javascript; charset=utf-8")
        }
        LoginPages(office: self).add(to: routes)
        let guarded = GuardedRoutes(office: self, routes: routes)
        CallPages(office: self).add(to: guarded)
        SteeringForms(office: self).add(to: guarded)
        LogPages(office: self).add(to: guarded)
        PeoplePages(office: self).add(to: guarded)
        EntryPages(office: self).add(to: guarded)
        if let paper = site.paper {
            SheetEntryPages(office: self, paper: paper).add(to: guarded)
            ReviewPages(office: self, paper: paper).add(to: guarded)
        }
        WritingPages(office: self).add(to: guarded)
        ProposalPages(office: self).add(to: guarded)
        LivePages(office: self).add(to: guarded)
        PasswordPages(office: self).add(to: guarded)
    }

    /// Sends the browser on; after a POST, so that reloading does not act again.
    func redirect(_ path: String) -> Response { Response(status: .seeOther, headers: [.location: path]) }
}
