import Accounts
import Calls
import Deliveries
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Reviews
import StoreSQLite
import TestKit
import Testing

@testable import Web

@Suite(.timeLimit(.minutes(2)))
struct WritingTests {
    private static let file = """
        ---
        title: Fill the hall
        call: hall
        audience: {}
        action: { kind: attend, ask: Come to the hall }
        ---
        Dear {{first_name}}, come to the <b>hall</b>.
        """

    private func hash(_ page: String) -> String {
        page.firstMatch(of: /name="hash" value="([0-9a-f]+)"/).map { String($0.output.1) } ?? ""
    }

    @Test func aFileIsCheckedPlannedShownAndQueued() async throws {
        try await OfficeBench.run(.organizer) { office in
            // As browsers send a text: with CR LF.
            let source = Self.file.replacing("\n", with: "\r\n")
            let checked = try await office.post("/write", ["source": source])
            #expect(checked.status == .ok)
            #expect(checked.text.contains("Dear Alex"))
            #expect(!checked.text.contains("<b>hall"))
            #expect(!checked.text.contains(PageView.unknown))
            #expect(try await office.site.store.standing(of: "hall") == nil)
            let hash = hash(checked.text)
            #expect(hash.count == 16)
            let moved = try await office.post("/write/send", ["source": source, "hash": "0123456789abcdef"])
            #expect(moved.status == .conflict && moved.text.contains("The plan has moved"))
            #expect(try await office.site.store.standing(of: "hall") == nil)
            let sent = try await office.post("/write/send", ["source": source, "hash": hash])
            #expect(sent.status == .ok && sent.text.contains("Queued"))
            #expect(try await office.site.store.standing(of: "hall")?.call.source == Self.file)
            let again = try await office.post("/write/send", ["source": source, "hash": hash])
            #expect(again.text.contains("submitted before"))
        }
    }

    @Test func aWriterSeesThePlanAndCannotSendIt() async throws {
        try await OfficeBench.run(.writer) { office in
            let page = try await office.post("/write", ["source": Self.file]).text
            #expect(page.contains("Your role does not send"))
            #expect(!page.contains("/write/send"))
            #expect(try await office.post("/write/send", ["source": Self.file, "hash": "0"]).status == .forbidden)
        }
    }

    @Test func faultsAreNamedWithTheirLines() async throws {
        try await OfficeBench.run(.writer) { office in
            let page = try await office.post("/write", ["source": "---\ntitel: X\n---\nwords"]).text
            #expect(page.contains("Line 2:"))
            #expect(hash(page).isEmpty)
            for source in ["", "words", "---", "---\n---\n", "{{#x}}", Self.file + "\n{{/x}}", "---\n\t\n---\n"] {
                let response = try await office.post("/write", ["source": source])
                #expect(response.status == .ok && response.text.contains("role=\"alert\""), "\(source)")
            }
        }
    }

    @Test func anUploadedFileGoesBeforeTheText() async throws {
        try await OfficeBench.run(.writer) { office in
            let body = """
                --b\r\nContent-Disposition: form-data; name="form"\r\n\r\n\(office.form)\r\n\
                --b\r\nContent-Disposition: form-data; name="file"; filename="my hall.md"\r\nContent-Type: text/markdown\r\n\r\n\
                \(Self.file)\r\n--b\r\nContent-Disposition: form-data; name="source"\r\n\r\nsomething else\r\n--b--\r\n
                """
            let response = try await office.site.client.executeRequest(
                uri: "/organize/write",
                method: .post,
                headers: [.contentType: "multipart/form-data; boundary=b", .cookie: office.cookies],
                body: ByteBuffer(string: body)
            )
            #expect(response.status == .ok && response.text.contains("value=\"my hall.md\""))
            #expect(response.text.contains("Dear Alex"))
        }
    }

    @Test func aMultipartBodyThatIsNoneIsRefused() {
        let whole = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--"
        let parts = MultipartForm.parts(of: Array(whole.utf8), boundary: Array("b".utf8))
        #expect(parts == [MultipartForm.Part(name: "a", fileName: nil, bytes: Array("1".utf8))])
        for end in 0..<(whole.utf8.count - 2) {
            #expect(MultipartForm.parts(of: Array(whole.utf8.prefix(end)), boundary: Array("b".utf8)) == nil)
        }
        let empty = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n--b--"
        #expect(MultipartForm.parts(of: Array(empty.utf8), boundary: Array("b".utf8))?.first?.bytes == [])
        #expect(MultipartForm.boundary(in: "multipart/form-data; boundary=\"x y\"") == Array("x y".utf8))
        #expect(MultipartForm.boundary(in: "multipart/form-data") == nil)
        #expect(MultipartForm.boundary(in: "multipart/mixed; boundary=x") == nil)
    }

    @Test func aBodyThatIsTooLargeIsRefused() async throws {
        try await OfficeBench.run(.writer) { office in
            let source = String(repeating: "x", count: Draft.limit + 1)
            let tooLong = try await office.post("/write", ["source": source])
            #expect(tooLong.status == .badRequest)
            let huge = String(repeating: "x", count: 4 * Draft.limit)
            #expect(try await office.post("/write", ["source": huge]).status == .contentTooLarge)
        }
    }
}
