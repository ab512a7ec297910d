import Accounts
import Deliveries
import HTTPTypes
import Hummingbird

/// The rows of scanned sheets that a machine does not decide: each with its picture, for a person who does.
struct ReviewPages {
    let office: Office
    let paper: any PaperReader
    private var site: WebSite { office.site }
    private var texts: Texts { office.texts }

    /// Pictures a page: some hundred thousand bytes.
    private static let mostShown = 20

    func add(to routes: GuardedRoutes) {
        routes.add(
            "/review",
            .enterResults,
            { _, _, organizer in try await page(organizer) },
            GuardedRoutes.Action(permission: .enterResults, act: decide)
        )
        routes.add("/review/row/:number", .enterResults) { _, context, organizer in
            guard let number = number(context) else { return try office.missing(organizer) }
            return try show(try await site.store.picture(ofDoubt: number), organizer)
        }
        routes.add("/review/new/:number", .enterResults) { _, context, organizer in
            guard let number = number(context) else { return try office.missing(organizer) }
            return try show(try await site.store.picture(ofWrittenRow: number), organizer)
        }
    }

    private func number(_ context: VisitorContext) -> Int64? { context.parameters.get("number").flatMap { Int64($0) } }

    private func show(_ picture: [UInt8]?, _ organizer: Organizer) throws -> Response {
        guard let picture, !picture.isEmpty else { return try office.missing(organizer) }
        return Response(
            status: .ok,
            headers: [.contentType: "image/png"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: picture))
        )
    }

    private func decide(_ context: VisitorContext, _ organizer: Organizer, _ form: SentForm) async throws -> Response {
        let recorder = "office: \(organizer.name)"
        if let number = Int64(form["new"]) {
            let isDone = try await site.store.layAside(writtenRow: number, by: recorder, now: site.now())
            return try await decided(isDone, "review_aside", organizer)
        }
        guard let number = Int64(form["row"]) else { return try await page(organizer) }
        if form["do"] == "nothing" {
            let isDone = try await site.store.resolve(number, as: nil, by: recorder, now: site.now())
            return try await decided(isDone, "review_aside", organizer)
        }
        let answer = RowAnswer(form)
        guard !answer.isEmpty else { return try await page(organizer, problem: texts.text("review_no_result")) }
        if let contradiction = answer.contradiction { return try await page(organizer, problem: contradiction) }
        if answer.result == .deceased, form["sure"] != "yes" {
            return try await page(organizer, problem: texts.text("sheet_entry_sure"))
        }
        let isDone = try await site.store.resolve(number, as: answer, by: recorder, now: site.now())
        return try await decided(isDone, "review_entered", organizer, ["answer": "\(answer)"])
    }

    private func decided(
        _ isDone: Bool,
        _ name: String,
        _ organizer: Organizer,
        _ words: [String: String] = [:]
    ) async throws -> Response {
        isDone
            ? try await page(organizer, notice: texts.text(name, words))
            : try await page(organizer, problem: texts.text("review_gone"))
    }

    private func page(_ organizer: Organizer, notice: String? = nil, problem: String? = nil) async throws -> Response {
        let doubts = try await site.store.doubts()
        let written = try await site.store.writtenRows()
        var view = office.view(texts.text("review_title"), organizer, place: "sheets")
        view.set("notice", notice)
        view.set("problem", problem)
        view.set("action", office.path("/review"))
        view.set("count", texts.text("review_count", count: doubts.count + written.count))
        view.set("sheets_link", office.path("/sheets"))
        var rows: [[String: Any]] = []
        for doubt in doubts.prefix(Self.mostShown) { rows.append(try await row(doubt)) }
        view.set("doubts", rows)
        view.set("has_written", !written.isEmpty)
        rows = []
        for row in written.prefix(Self.mostShown) { rows.append(try await newRow(row)) }
        view.set("written", rows)
        var response = try site.page("office_review", view, status: problem == nil ? .ok : .badRequest)
        response.headers[.contentSecurityPolicy] = Hardening.picturePolicy
        return response
    }

    private func row(_ doubt: SheetDoubt) async throws -> [String: Any] {
        // What was decided and taken back has lost it; the paper has the row.
        let picture = try await site.store.picture(ofDoubt: doubt.number)
        let meeting = paper.meeting(onSheet: doubt.sheet)
        let words = ["row": paper.rowCode(of: doubt.delivery), "sheet": doubt.sheet]
        return [
            "number": String(doubt.number), "title": texts.text("review_row", words),
            "why": texts.find("doubt.\(doubt.reason)") ?? doubt.reason, "guess": PageView.shown(doubt.reading),
            "file": doubt.file,
            "picture": PageView.shown(picture?.isEmpty == false ? office.path("/review/row/\(doubt.number)") : ""),
            "sheet_link": office.path("/sheets/\(QueryText.encoded(doubt.sheet))"),
            "legend": ResultCode.allCases.map { ["code": $0.rawValue, "meaning": $0.meaning(meeting)] },
        ]
    }

    private func newRow(_ row: WrittenRow) async throws -> [String: Any] {
        let picture = try await site.store.picture(ofWrittenRow: row.number)
        let revision = try await site.store.standing(ofSheet: row.sheet)?.revision ?? ""
        return [
            "number": String(row.number),
            "title": texts.text("review_new", ["row": "\(row.row)", "sheet": row.sheet]), "file": row.file,
            "picture": PageView.shown(picture?.isEmpty == false ? office.path("/review/new/\(row.number)") : ""),
            "type_link": "\(site.links.sheet(row.sheet, revision: revision))/new/\(row.row)",
            "command": "clarion sheets enter \(row.sheet) 'new row=\(row.row) …'",
        ]
    }
}
