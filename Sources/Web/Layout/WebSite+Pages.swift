import Calls
import Deliveries
import HTTPTypes
import Hummingbird
import NIOCore
import People

extension WebSite {
    /// Begins a page with what all pages have.
    ///
    /// - Parameters:
    ///   - texts: The words in the visitor's language.
    ///   - title: The page's name, for the browser's bar.
    ///   - delivery: Whose choices the foot leads to; `nil` for visitors whom we do not know.
    /// - Returns: Values for a template.
    func view(_ texts: Texts, title: String, choicesOf delivery: DeliveryNumber? = nil) -> PageView {
        var view = PageView(texts)
        view.set("lang", texts.language.rawValue)
        view.set("organization", organization.name)
        view.set("postal_address", organization.postalAddress.isEmpty ? nil : organization.postalAddress)
        view.set("root", root)
        view.set("page_title", title)
        view.set("choices", delivery != nil)
        if let delivery {
            view.set("preferences_link", links.preferences(delivery))
            view.set("stop_link", links.stop(delivery))
        }
        return view
    }

    /// Fills a template and makes it an answer.
    func page(_ template: String, _ view: PageView, status: HTTPResponse.Status = .ok) throws -> Response {
        let html = try PageTemplates.render(template, view)
        return Response(
            status: status,
            headers: [.contentType: "text/html; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: html))
        )
    }

    /// A page with a heading, some sentences and perhaps a link.
    func message(
        _ texts: Texts,
        heading: String,
        _ paragraphs: [String],
        next: (link: String, label: String)? = nil,
        choicesOf delivery: DeliveryNumber? = nil,
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        var view = view(texts, title: heading, choicesOf: delivery)
        view.set("heading", heading)
        view.set("paragraphs", paragraphs.map { ["text": $0] })
        view.set("next_link", next?.link)
        view.set("next_label", next?.label)
        return try page("message", view, status: status)
    }

    /// The page for a token that opens nothing.
    func gone(_ request: Request, isForgotten: Bool = false) throws -> Response {
        let texts = Texts.of(.choose(person: "", accepted: request.headers[.acceptLanguage]))
        return try message(
            texts,
            heading: texts.text("gone_title"),
            [texts.text(isForgotten ? "gone_person_text" : "gone_text")],
            status: isForgotten ? .gone : .notFound
        )
    }

    /// The words for somebody in front of a page.
    func texts(_ request: Request, person: Person?, call: Call? = nil) -> Texts {
        Texts.of(
            .choose(
                person: person?.language ?? "",
                accepted: request.headers[.acceptLanguage],
                call: call?.language ?? ""
            )
        )
    }

    /// Where a visitor comes from, for limits; what a proxy says counts only when the settings name its field.
    func visitorSource(_ request: Request, _ context: VisitorContext) -> String {
        var address = context.connectionAddress ?? "unknown"
        if let addressField, let name = HTTPField.Name(addressField),
            // The proxy that we trust wrote the last entry; those before it came from outside.
            let last = request.headers[values: name].last?.split(separator: ",").last
        {
            address = last.trimming { $0 == " " || $0 == "[" || $0 == "]" }
        }
        return VisitorLimits.source(address)
    }
}
