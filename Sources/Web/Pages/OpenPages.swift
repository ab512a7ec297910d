import Calls
import HTTPTypes
import Hummingbird
import NIOCore

/// What is the same for everybody: the style sheet, and a word for those who come without a link.
struct OpenPages {
    let site: WebSite

    func add(to routes: Routes) {
        routes.add(routes.root.isEmpty ? "/" : "", get: home)
        routes.add("/style.css") { _, _ in
            Self.file(PackageResources.style_css, type: "text/css; charset=utf-8")
        }
        routes.add("/robots.txt") { _, _ in
            Self.file(Array("User-agent: *\nDisallow: /\n".utf8), type: "text/plain; charset=utf-8")
        }
        routes.add("/favicon.ico") { _, _ in Response(status: .noContent) }
    }

    private func home(_ request: Request, _ context: VisitorContext) throws -> Response {
        let texts = site.texts(request, person: nil)
        let name = site.organization.name
        return try site.message(
            texts,
            heading: texts.text("home_title", ["organization": name]),
            [texts.text("home_text", ["organization": name])]
        )
    }

    static func file(_ bytes: [UInt8], type: String) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: type, .cacheControl: "public, max-age=3600"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }
}
