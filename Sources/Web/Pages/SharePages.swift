import Calls
import Deliveries
import HTTPTypes
import Hummingbird
import People
import Reviews

/// A link and words to pass on, for somebody who was asked.
///
/// Nobody is followed around: the link counts those who say yes, and shows the sharer a number and no names.
struct SharePages {
    let site: WebSite

    func add(to routes: Routes) {
        routes.add("/\(LinkPurpose.ask.folder)/:token/share", get: show)
    }

    private func show(_ request: Request, _ context: VisitorContext) async throws -> Response {
        guard let visit = try await site.visit(context, .ask), !visit.isForgotten else { return try site.gone(request) }
        let texts = site.texts(request, person: visit.person, call: visit.standing.call)
        return try await site.sharePage(
            texts,
            of: visit.standing.call,
            by: .delivery(visit.delivery),
            back: site.links.ask(visit.delivery)
        )
    }
}

extension WebSite {
    /// The page from which somebody passes a call on.
    ///
    /// - Parameters:
    ///   - texts: The words in the visitor's language.
    ///   - call: What is passed on.
    ///   - sharer: Whose link it is.
    ///   - back: Where the page was opened from.
    /// - Returns: The answer.
    /// - Throws: What the store throws.
    func sharePage(_ texts: Texts, of call: Call, by sharer: Sharer, back: String?) async throws -> Response {
        let link =
            switch sharer {
            case .delivery(let delivery): links.share(delivery)
            case .arrival(let arrival): links.pass(arrival.rawValue)
            }
        let count = try await store.countOfArrivals(through: sharer)
        let words = Self.words(of: call, link: link)
        var view = view(texts, title: texts.text("share_title"))
        view.set("call_lang", call.language)
        view.set("words", words)
        view.set("shared_link", link)
        view.set("mail_link", "mailto:?subject=\(Self.encoded(call.title))&body=\(Self.encoded(words))")
        view.set("text_link", "sms:?&body=\(Self.encoded(words))")
        view.set("share_count", count == 0 ? texts.text("share_count_none") : texts.text("share_count", count: count))
        view.set("back_link", back)
        return try page("share", view)
    }

    /// What to say when passing a call on, in the call's language.
    private static func words(of call: Call, link: String) -> String {
        let texts = Texts.of(PageLanguage(tag: call.language) ?? .english)
        func sentence(_ fact: String?) -> String { fact.map { "\($0). " } ?? "" }
        return texts.text(
            "share_words",
            [
                "ask": call.action.ask, "when": sentence(call.action.whenText), "where": sentence(call.action.place),
                "link": link,
            ]
        )
    }

    private static func encoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        Template.Escape.address.append(text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
