import Deliveries
import HTTPTypes
import Hummingbird
import People

/// The pages behind the code on a printed sheet: whoever holds the sheet enters what happened, row by row, on a phone.
///
/// The address opens that sheet in that revision and no other, and only until the sheet is entered, shredded or lost. It
/// shows a row's code and first name; the rest stands on the paper.
struct SheetPages {
    let site: WebSite
    let paper: any PaperReader

    /// Stands in the store for whoever entered something here, so that only that is taken back here.
    static let recorder = "sheet's page"

    /// Faster than anybody walks: the rows of several sheets, and as many slips.
    private static let limit = (count: 300, period: Duration.seconds(600))

    func add(to routes: Routes) {
        // Codes hold capitals only; somebody may type the address in small letters.
        for folder in ["/s", "/S"] {
            routes.add("\(folder)/:sheet/:revision/:mark", get: show, post: act)
            routes.add("\(folder)/:sheet/:revision/:mark/:row", get: showRow, post: enter)
            addSignUps(to: routes, below: folder)
        }
    }

    private func show(_ request: Request, _ context: VisitorContext) async throws -> Response {
        let undone = request.uri.queryParameters["undone"].map(String.init)
        return try await withSheet(request, context) { sheet, texts in
            try await list(sheet, texts, notice: undone.flatMap { Self.notice(ofUndone: $0, texts) })
        }
    }

    /// What the address says of what was taken back.
    private static func notice(ofUndone undone: String, _ texts: Texts) -> String? {
        if undone == "new" { return texts.text("sheet_undone_new") }
        guard let mark = UndoneMark(text: undone) else { return nil }
        if mark.count == 0 { return texts.text("sheet_undone_nothing") }
        let taken = texts.text("sheet_undone", count: mark.count)
        return mark.leavesOptOut ? "\(taken) \(texts.text("sheet_undone_out"))" : taken
    }

    private func act(_ request: Request, _ context: VisitorContext) async throws -> Response {
        let form = try await Form.fields(request)
        return try await withSheet(request, context) { sheet, texts in
            try limit("sheet \(site.visitorSource(request, context))", Self.limit)
            switch form["do"] {
            case "rest":
                let count = try await enter(RowAnswer(result: .notHome), in: site.store.unanswered(on: sheet.id))
                return try await list(sheet, texts, notice: texts.text("sheet_\(phone(sheet))rest_done", count: count))
            case "undo":
                let undone: String
                switch try await site.store.undo(on: sheet.id, by: [Self.recorder], now: site.now()) {
                case .nothing: undone = "0"
                case .answers(let count, let people):
                    undone = UndoneMark(count: count, leavesOptOut: !people.isEmpty).text
                case .signUp: undone = "new"
                }
                // Elsewhere loading a page once more enters the same again; here it would take back one more.
                return Response(status: .seeOther, headers: [.location: "\(sheet.link)?undone=\(undone)"])
            default: throw HTTPError(.badRequest)
            }
        }
    }

    private func showRow(_ request: Request, _ context: VisitorContext) async throws -> Response {
        try await withSheet(request, context) { sheet, texts in
            try row(try await line(context, sheet), sheet, texts)
        }
    }

    private func enter(_ request: Request, _ context: VisitorContext) async throws -> Response {
        let form = try await Form.fields(request)
        return try await withSheet(request, context) { sheet, texts in
            try limit("sheet \(site.visitorSource(request, context))", Self.limit)
            let line = try await line(context, sheet)
            let answer = try Self.answer(form)
            guard !answer.isEmpty else {
                return try row(line, sheet, texts, problem: texts.text("sheet_result_missing"))
            }
            guard !answer.contradictsItself else {
                let words = ["result": answer.result.map { texts.words($0, paper.meeting(onSheet: sheet.id)) } ?? ""]
                return try row(line, sheet, texts, problem: texts.text("sheet_contradiction", words))
            }
            _ = try await enter(answer, in: [line.delivery])
            let words = [
                "row": paper.rowCode(of: line.delivery),
                "answer": texts.words(answer, paper.meeting(onSheet: sheet.id)),
            ]
            return try await list(sheet, texts, notice: texts.text("sheet_noted", words))
        }
    }

    /// Lets somebody wait who sends more than a limit.
    func limit(_ source: String, _ limit: (count: Int, period: Duration)) throws {
        guard site.limits.allow(source, atMost: limit.count, within: limit.period) else {
            throw HTTPError(.tooManyRequests)
        }
    }

    /// Enters one answer for rows, at one moment, so that one undo takes all back.
    ///
    /// - Returns: For how many it was new.
    private func enter(_ answer: RowAnswer, in rows: [DeliveryNumber]) async throws -> Int {
        let now = site.now()
        var count = 0
        for row in rows
        where try await site.store.enter(answer, for: row, by: Self.recorder, now: now) == true { count += 1 }
        return count
    }

    /// What a form says; anything that no form of ours says is refused.
    private static func answer(_ form: [String: String]) throws -> RowAnswer {
        let (result, action) = (form["result"] ?? "", form["action"] ?? "")
        let answer = RowAnswer(result: ResultCode(rawValue: result), action: RowAnswer.Action(rawValue: action))
        guard result.isEmpty || answer.result != nil, action.isEmpty || answer.action != nil else {
            throw HTTPError(.badRequest)
        }
        return answer
    }
}

// MARK: - Who may see what

extension SheetPages {
    /// A sheet whose address was opened.
    struct Opened {
        let id: String
        let link: String
    }

    /// Opens the sheet of an address, or says why it does not open.
    func withSheet(
        _ request: Request,
        _ context: VisitorContext,
        _ answer: (Opened, Texts) async throws -> Response
    ) async throws -> Response {
        guard let name = context.parameters.get("sheet"), let id = try? paper.sheetName(name),
            let revision = context.parameters.get("revision"), let mark = context.parameters.get("mark"),
            site.links.seal.isMark(mark, ofSheet: id, revision: revision.uppercased()),
            let standing = try await site.store.standing(ofSheet: id), standing.revision == revision.uppercased()
        else { return try site.gone(request) }
        let texts = site.texts(request, person: nil)
        guard standing.isOpen else {
            return try site.message(
                texts,
                heading: texts.text("sheet_closed_title"),
                [texts.text("sheet_closed_text")],
                status: .gone
            )
        }
        return try await answer(
            Opened(id: id, link: "\(site.root)/s/\(id)/\(standing.revision)/\(mark.uppercased())"),
            texts
        )
    }

    /// The row of an address; a row of another sheet is none.
    private func line(_ context: VisitorContext, _ sheet: Opened) async throws -> SheetLine {
        guard let code = context.parameters.get("row"), let delivery = try? paper.delivery(ofRow: code),
            let line = try await site.store.lines(of: sheet.id).first(where: { $0.delivery == delivery })
        else { throw HTTPError(.notFound) }
        return line
    }
}

// MARK: - What is shown

extension SheetPages {
    /// Where nobody is home at a door, nobody answers on the phone.
    private func phone(_ sheet: Opened) -> String { paper.meeting(onSheet: sheet.id) == .byPhone ? "phone_" : "" }

    func list(_ sheet: Opened, _ texts: Texts, notice: String?) async throws -> Response {
        let lines = try await site.store.lines(of: sheet.id)
        let meeting = paper.meeting(onSheet: sheet.id)
        let answered = lines.count { $0.answer != nil }
        let heading = texts.text("sheet_title", ["sheet": sheet.id])
        var view = site.view(texts, title: heading)
        view.set("heading", heading)
        let rows = ["rows": texts.language.written(lines.count)]
        view.set("progress", texts.text("sheet_progress", count: answered, rows))
        view.set("notice", notice)
        view.set(
            "rows",
            lines.map { line in
                let code = paper.rowCode(of: line.delivery)
                return [
                    "anchor": code, "link": "\(sheet.link)/\(code)", "code": code, "name": texts.name(of: line),
                    "answer": line.answer.map { texts.words($0, meeting) } ?? "",
                ]
            }
        )
        let new = try await signUpRows(sheet, texts)
        view.set("has_new", new != nil)
        view.set("new_rows", new ?? [])
        view.set("form_action", sheet.link)
        let rest = try await site.store.unanswered(on: sheet.id).count
        view.set("has_rest", rest > 0)
        view.set("rest_label", texts.text("sheet_\(phone(sheet))rest", count: rest))
        return try site.page("sheet", view)
    }

    private func row(_ line: SheetLine, _ sheet: Opened, _ texts: Texts, problem: String? = nil) throws -> Response {
        let code = paper.rowCode(of: line.delivery)
        let meeting = paper.meeting(onSheet: sheet.id)
        var view = site.view(texts, title: code)
        view.set("code", code)
        view.set("name", texts.name(of: line))
        view.set("problem", problem)
        view.set("standing", line.answer.map { texts.text("sheet_standing", ["answer": texts.words($0, meeting)]) })
        view.set("form_action", "\(sheet.link)/\(code)")
        view.set("is_neither", line.answer?.action == nil)
        view.set("is_did", line.answer?.action == .did)
        view.set("is_wants", line.answer?.action == .wants)
        view.set("results", ResultCode.allCases.map { ["value": $0.rawValue, "label": texts.words($0, meeting)] })
        view.set("sheet_link", "\(sheet.link)#\(code)")
        return try site.page("sheetrow", view)
    }
}

extension Texts {
    fileprivate func words(_ result: ResultCode, _ meeting: Meeting) -> String {
        let byPhone = meeting == .byPhone ? find("result_phone_\(result.rawValue)") : nil
        return byPhone ?? text("result_\(result.rawValue)")
    }

    fileprivate func words(_ answer: RowAnswer, _ meeting: Meeting) -> String {
        let action = answer.action.map { text("sheet_action_\($0.rawValue)") }
        return [answer.result.map { words($0, meeting) }, action].compactMap(\.self).joined(separator: ", ")
    }

    func name(of line: SheetLine) -> String {
        line.person.givenName.isEmpty ? text("sheet_nameless") : line.person.givenName
    }
}
