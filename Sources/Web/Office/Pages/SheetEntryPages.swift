import Accounts
import Calls
import Deliveries
import HTTPTypes
import Hummingbird
import People

/// Typing a sheet that came back: the row or the name first and then the result, or the result first and then many rows.
///
/// One field takes lines as `sheets enter` does, Enter after Enter; below it the same with the mouse. What is typed replaces
/// what stood, and the last entry of whoever is logged in can be taken back.
struct SheetEntryPages {
    let office: Office
    let paper: any PaperReader
    private var site: WebSite { office.site }
    private var texts: Texts { office.texts }

    func add(to routes: GuardedRoutes) {
        routes.add(
            "/sheets",
            .enterResults,
            { _, _, organizer in try await choose(organizer) },
            GuardedRoutes.Action(permission: .enterResults, act: open)
        )
        routes.add(
            "/sheets/:sheet",
            .enterResults,
            { request, context, organizer in
                guard let sheet = try await sheet(context) else { return try office.missing(organizer) }
                let undone = request.uri.queryParameters["undone"].map(String.init)
                return try await page(sheet, organizer, notice: undone.flatMap(notice))
            },
            GuardedRoutes.Action(permission: .enterResults, act: act)
        )
    }

    private func sheet(_ context: VisitorContext) async throws -> SheetStanding? {
        guard let name = context.parameters.get("sheet"), let id = try? paper.sheetName(name) else { return nil }
        return try await site.store.standing(ofSheet: id)
    }

    /// Stands in the store for whoever types here, so that only their own entries are taken back.
    private func recorder(_ organizer: Organizer) -> String { "office: \(organizer.name)" }

    // MARK: Which sheet

    /// The most that are shown to choose from; the field finds the others.
    private static let mostListed = 200

    private func choose(_ organizer: Organizer, typed: String = "", problem: String? = nil) async throws -> Response {
        let sheets = try await site.store.sheets(of: nil, isOut: false).filter { $0.isOpen && $0.answered < $0.rows }
        var view = office.view(texts.text("sheets_title"), organizer, place: "sheets")
        view.set("problem", problem)
        view.set("action", office.path("/sheets"))
        view.set("typed", text: typed)
        let waiting = try await site.store.doubts().count
        view.set("review", waiting == 0 ? nil : texts.text("sheets_review", count: waiting))
        view.set("review_link", office.path("/review"))
        view.set("has_sheets", !sheets.isEmpty)
        view.set(
            "sheets",
            sheets.prefix(Self.mostListed).map { sheet in
                [
                    "link": path(of: sheet.id), "name": sheet.id, "call": sheet.call,
                    "progress": progress(sheet), "holder": PageView.shown(sheet.custody?.holder ?? ""),
                ]
            }
        )
        view.set("more", sheets.count > Self.mostListed ? texts.text("sheets_more") : nil)
        return try site.page("office_sheets", view, status: problem == nil ? .ok : .badRequest)
    }

    private func open(_ context: VisitorContext, _ organizer: Organizer, _ form: SentForm) async throws -> Response {
        let typed = form["sheet"]
        let id: String
        do { id = try paper.sheetName(typed) } catch {
            return try await choose(organizer, typed: typed, problem: texts.text("sheets_none", ["why": "\(error)"]))
        }
        guard try await site.store.standing(ofSheet: id) != nil else {
            return try await choose(organizer, typed: typed, problem: texts.text("sheets_unknown", ["sheet": id]))
        }
        return office.redirect(path(of: id))
    }

    private func path(of sheet: String) -> String { office.path("/sheets/\(QueryText.encoded(sheet))") }

    private func progress(_ sheet: SheetStanding) -> String {
        texts.text("sheets_progress", count: sheet.answered, ["rows": "\(sheet.rows)"])
    }

    // MARK: What is typed

    private func act(_ context: VisitorContext, _ organizer: Organizer, _ form: SentForm) async throws -> Response {
        guard let sheet = try await sheet(context) else { return try office.missing(organizer) }
        let names = SheetNames(try await site.store.lines(of: sheet.id), on: sheet.id, paper)
        let line = form["line"]
        do {
            let entry: EntryLine?
            switch form["do"] {
            case "undo": entry = .undo
            case "rest": entry = .rest(RowAnswer(result: .notHome))
            case "ticked": entry = try ticked(form, names)
            default: entry = try EntryLine(line, find: names.rows)
            }
            guard let entry else { return try await page(sheet, organizer) }
            if entry.buries, form["sure"] != "yes" {
                return try await page(sheet, organizer, typed: names.text(of: entry), asksTwice: true)
            }
            return try await enter(entry, sheet, organizer)
        } catch let fault as EntryLine.Fault {
            return try await page(sheet, organizer, typed: line, problem: fault.words)
        }
    }

    /// What the table's form says: one answer for the rows that are ticked.
    private func ticked(_ form: SentForm, _ names: SheetNames) throws(EntryLine.Fault) -> EntryLine {
        let answer = RowAnswer(form)
        guard !answer.isEmpty else { throw EntryLine.Fault(texts.text("sheet_entry_no_result")) }
        if let contradiction = answer.contradiction { throw EntryLine.Fault(contradiction) }
        let rows = names.deliveries.filter { form["row-\($0.rawValue)"] == "yes" }
        guard !rows.isEmpty else { throw EntryLine.Fault(texts.text("sheet_entry_no_rows")) }
        return .rows(answer, rows)
    }

    private func enter(_ entry: EntryLine, _ sheet: SheetStanding, _ organizer: Organizer) async throws -> Response {
        let now = site.now()
        let recorder = recorder(organizer)
        var (answer, rows) = (RowAnswer(result: nil), [DeliveryNumber]())
        switch entry {
        case .undo: return try await undo(sheet, organizer)
        case .rest(let said): (answer, rows) = (said, try await site.store.unanswered(on: sheet.id))
        case .rows(let said, let named): (answer, rows) = (said, named)
        }
        // One moment for all of them, so that one undo takes them back.
        var new = 0
        for row in rows where try await site.store.enter(answer, for: row, by: recorder, now: now) == true { new += 1 }
        let words = ["answer": "\(answer)", "known": "\(rows.count - new)"]
        let notice = texts.text("sheet_entry_noted", count: new, words)
        let more = rows.count > new ? " " + texts.text("sheet_entry_known", words) : ""
        return try await fresh(sheet, organizer, notice: notice + more)
    }

    private func undo(_ sheet: SheetStanding, _ organizer: Organizer) async throws -> Response {
        switch try await site.store.undo(on: sheet.id, by: [recorder(organizer)], now: site.now()) {
        case .nothing, .signUp: return try await page(sheet, organizer, problem: texts.text("sheet_entry_nothing"))
        case .answers(let count, let stillOut):
            // Loading this page once more would take back one more.
            let mark = UndoneMark(count: count, leavesOptOut: !stillOut.isEmpty)
            return office.redirect("\(path(of: sheet.id))?undone=\(mark.text)")
        }
    }

    /// What the address says of what was taken back.
    private func notice(ofUndone undone: String) -> String? {
        guard let mark = UndoneMark(text: undone), mark.count > 0 else { return nil }
        let taken = texts.text("sheet_entry_undone", count: mark.count)
        return mark.leavesOptOut ? "\(taken) \(texts.text("sheet_entry_undone_out"))" : taken
    }

    // MARK: What is shown

    /// The page after something has changed.
    private func fresh(_ sheet: SheetStanding, _ organizer: Organizer, notice: String) async throws -> Response {
        try await page(try await site.store.standing(ofSheet: sheet.id) ?? sheet, organizer, notice: notice)
    }

    private func page(
        _ sheet: SheetStanding,
        _ organizer: Organizer,
        typed: String = "",
        notice: String? = nil,
        problem: String? = nil,
        asksTwice: Bool = false
    ) async throws -> Response {
        let lines = try await site.store.lines(of: sheet.id)
        let meeting = paper.meeting(onSheet: sheet.id)
        let left = try await site.store.unanswered(on: sheet.id).count
        var view = office.view(texts.text("sheet_entry_title", ["sheet": sheet.id]), organizer, place: "sheets")
        view.set("notice", notice)
        view.set("problem", asksTwice ? texts.text("sheet_entry_sure") : problem)
        view.set("asks_twice", asksTwice)
        view.set("action", path(of: sheet.id))
        view.set("progress", progress(sheet))
        view.set("call", sheet.call)
        view.set("call_link", office.path(of: sheet.call))
        view.set("typed", text: typed)
        view.set("has_rest", left > 0)
        view.set("rest", texts.text(meeting == .byPhone ? "sheet_entry_rest_phone" : "sheet_entry_rest", count: left))
        view.set("sheets_link", office.path("/sheets"))
        view.set("legend", ResultCode.allCases.map { ["code": $0.rawValue, "meaning": $0.meaning(meeting)] })
        view.set(
            "rows",
            lines.map { line in
                [
                    "field": "row-\(line.delivery.rawValue)", "code": paper.rowCode(of: line.delivery),
                    "name": office.name(of: line.person), "answer": PageView.shown(line.answer?.description ?? ""),
                ]
            }
        )
        return try site.page("office_sheet", view, status: problem == nil ? .ok : .badRequest)
    }
}

extension EntryLine {
    /// Whether it says of somebody that they have died, which is asked about twice: it ends every message to them.
    fileprivate var buries: Bool {
        if case .rows(let answer, _) = self { answer.result == .deceased } else { false }
    }
}
