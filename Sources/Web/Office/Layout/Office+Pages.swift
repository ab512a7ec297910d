import Accounts
import Calls
import HTTPTypes
import Hummingbird
import Reviews

extension Office {
    var texts: Texts { .office }

    /// Shows moments in the organization's zone.
    var moments: LocalMoments { LocalMoments(timezone: site.organization.timezone) }

    /// Begins a page with what all pages of the office have.
    ///
    /// - Parameters:
    ///   - title: The page's name, its heading as well.
    ///   - organizer: Who looks; `nil` before anybody is logged in.
    ///   - place: The part of the office that it belongs to, for the menu.
    /// - Returns: Values for a template.
    func view(_ title: String, _ organizer: Organizer?, place: String = "") -> PageView {
        var view = site.view(texts, title: title)
        view.set("heading", title)
        view.set("office", path())
        view.set("form", organizer?.credential.formToken ?? "")
        view.set("logged_in", organizer != nil)
        view.set("who", organizer.map { "\($0.name), \(texts.text("role.\($0.role.rawValue)"))" })
        view.set("problem", nil as String?)
        view.set("notice", nil as String?)
        let places: [(String, String, Permission)] = [
            ("calls", "", .look), ("log", "/log", .look), ("people", "/people", .seePeople),
            ("sheets", "/sheets", .enterResults), ("write", "/write", .write),
        ]
        let shown = places.filter { (organizer?.may($0.2) ?? false) && ($0.0 != "sheets" || site.paper != nil) }
        let menu = shown.map { name, page, _ -> [String: Any] in
            ["link": path(page), "label": texts.text("menu.\(name)"), "here": name == place]
        }
        view.set("menu", menu)
        return view
    }

    /// A page with a heading and a sentence, and the way back.
    func message(
        _ name: String,
        _ organizer: Organizer?,
        status: HTTPResponse.Status = .ok,
        _ values: [String: String] = [:]
    ) throws -> Response {
        var view = view(texts.text("\(name)_title", values), organizer)
        view.set("sentence", texts.text("\(name)_text", values))
        view.set("back_link", path(organizer == nil ? "/login" : ""))
        return try site.page("office_message", view, status: status)
    }

    /// Why nothing was done.
    func refusal(_ name: String, _ organizer: Organizer?, status: HTTPResponse.Status) throws -> Response {
        try message("refused.\(name)", organizer, status: status)
    }

    /// There is no such call, person or page.
    func missing(_ organizer: Organizer) throws -> Response { try refusal("missing", organizer, status: .notFound) }

    /// There is no page at an address below ours; whoever looks need not be logged in.
    func nowhere() throws -> Response {
        var view = view(texts.text("refused.nowhere_title"), nil)
        view.set("sentence", texts.text("refused.nowhere_text"))
        view.set("back_link", path())
        return try site.page("office_message", view, status: .notFound)
    }

    /// Whether an address lies below ours, also where a proxy takes the root off.
    func contains(_ address: String) -> Bool {
        address.hasPrefix(path("/")) || address.hasPrefix("\(Self.folder)/")
    }

    /// Where a call's pages lie.
    func path(of call: String, _ page: String = "") -> String { path("/calls/\(QueryText.encoded(call))\(page)") }
}
