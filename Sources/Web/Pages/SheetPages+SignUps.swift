import Calls
import Deliveries
import HTTPTypes
import Hummingbird
import People

/// Typing who signed up in the empty rows of a sheet, on the sheet's own page.
///
/// The page says the same of everybody who was typed, now and later: what depends on who is on record waits for somebody at the
/// office, and a row that waits there is shown, refused and taken back like one that is entered, so that nobody learns who is.
extension SheetPages {
    /// A sheet has few empty rows; this leaves room for many slips, and none for trying addresses out.
    private static let signUpLimit = (count: 40, period: Duration.seconds(3_600))

    func addSignUps(to routes: Routes, below folder: String) {
        routes.add("\(folder)/:sheet/:revision/:mark/new/:number", get: showSignUp, post: enterSignUp)
    }

    /// The empty rows as the sheet's list shows them; `nil` where it has none.
    func signUpRows(_ sheet: Opened, _ texts: Texts) async throws -> [[String: Any]]? {
        guard let space = try await site.store.sheet(sheet.id)?.signUps else { return nil }
        let states = try await site.store.signUpRows(on: sheet.id)
        return (1...space.rows).map { row in
            [
                "anchor": "new-\(row)", "link": "\(sheet.link)/new/\(row)",
                "number": texts.language.written(row),
                "state": states[row] == nil ? "" : texts.text("sheet_new_taken"),
            ]
        }
    }

    private func showSignUp(_ request: Request, _ context: VisitorContext) async throws -> Response {
        try await withSheet(request, context) { sheet, texts in
            let (row, space) = try await emptyRow(context, sheet)
            return try await page(row, space, sheet, texts, SignUpForm())
        }
    }

    private func enterSignUp(_ request: Request, _ context: VisitorContext) async throws -> Response {
        let fields = try await Form.fields(request)
        return try await withSheet(request, context) { sheet, texts in
            let (row, space) = try await emptyRow(context, sheet)
            try limit("sign-up \(sheet.id)", Self.signUpLimit)
            try limit("sign-up \(site.visitorSource(request, context))", Self.signUpLimit)
            let lines = try await site.store.lines(of: sheet.id)
            let form = try SignUpForm(
                fields,
                offers: paper.signUpOptions,
                region: site.organization.region,
                doors: lines.compactMap(\.person.door)
            ) { code in
                (try? paper.delivery(ofRow: code)).flatMap { delivery in
                    lines.first { $0.delivery == delivery }?.person.door
                }
            }
            guard form.problems.isEmpty else { return try await page(row, space, sheet, texts, form) }
            let signUp = SignUp(
                sheet: sheet.id,
                row: row,
                record: form.record,
                channels: form.says.map(\.channel),
                defers: true
            )
            switch try await site.store.signUp(signUp, by: Self.recorder, now: site.now()) {
            case .entered?, .deferred?, .otherAddress?, .forgotten?:
                let words = ["row": texts.language.written(row)]
                return try await list(sheet, texts, notice: texts.text("sheet_new_noted", words))
            case .taken?, .unchanged?, .optedOutSince?, .enteredOtherwise?:
                return try await page(row, space, sheet, texts, SignUpForm())
            case .noSuchRow?, nil: throw HTTPError(.notFound)
            }
        }
    }

    /// The row of an address, and the sheet's empty rows.
    private func emptyRow(_ context: VisitorContext, _ sheet: Opened) async throws -> (Int, SignUpSpace) {
        guard let row = context.parameters.get("number").flatMap({ Int($0) }),
            let space = try await site.store.sheet(sheet.id)?.signUps, (1...space.rows).contains(row)
        else { throw HTTPError(.notFound) }
        return (row, space)
    }

    private func page(
        _ row: Int,
        _ space: SignUpSpace,
        _ sheet: Opened,
        _ texts: Texts,
        _ form: SignUpForm
    ) async throws -> Response {
        // Entered or waiting for the office: which of them tells who is on record.
        let isTaken = try await site.store.signUpRows(on: sheet.id)[row] != nil
        let lines = try await site.store.lines(of: sheet.id)
        let heading = texts.text("sheet_new_row", ["row": texts.language.written(row)])
        var view = site.view(texts, title: heading)
        view.set("heading", heading)
        view.set("is_open", !isTaken)
        view.set("standing", isTaken ? texts.text("sheet_new_done") : nil)
        view.set("has_problems", !form.problems.isEmpty)
        view.set("problems", form.problems.map { ["text": texts.text($0.text)] })
        view.set("wording", space.wording)
        view.set("form_action", "\(sheet.link)/new/\(row)")
        for field in SignUpForm.Field.allCases {
            view.set("typed_\(field.rawValue)", text: form.typed[field] ?? "")
            view.set("bad_\(field.rawValue)", form.problems.contains { $0.field == field })
        }
        let doors = lines.filter { $0.person.door != nil }
        view.set("has_doors", !doors.isEmpty)
        view.set(
            "doors",
            doors.map { line in
                let code = paper.rowCode(of: line.delivery)
                let label = texts.text("sheet_new_door", ["row": code, "name": texts.name(of: line)])
                return ["code": code, "label": label, "chosen": form.at == code]
            }
        )
        view.set(
            "offers",
            paper.signUpOptions.map { offer in
                [
                    "name": SignUpForm.box(offer), "label": texts.text("sheet_new_says_\(offer.kind.rawValue)"),
                    "is_ticked": form.says.contains(offer),
                ]
            }
        )
        view.set("sheet_link", "\(sheet.link)#new-\(row)")
        return try site.page("sheetnew", view, status: form.problems.isEmpty ? .ok : .badRequest)
    }
}
