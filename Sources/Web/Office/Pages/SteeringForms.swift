import Accounts
import Calls
import Deliveries
import HTTPTypes
import Hummingbird
import Reviews

/// What an organizer does to a call under way: pause, resume, cancel, try again.
struct SteeringForms {
    let office: Office

    func add(to routes: GuardedRoutes) {
        routes.add(
            "/calls/:call/steer",
            .look,
            { _, context, organizer in
                // Somebody reloads what was a form.
                guard let slug = context.parameters.get("call") else { return try office.missing(organizer) }
                return office.redirect(office.path(of: slug))
            },
            GuardedRoutes.Action(permission: .send, act: act)
        )
    }

    private func act(_ context: VisitorContext, _ organizer: Organizer, _ form: SentForm) async throws -> Response {
        guard let slug = context.parameters.get("call") else { return try office.missing(organizer) }
        let pages = CallPages(office: office)
        let (store, texts, now) = (office.site.store, office.texts, office.site.now())
        do {
            switch form["turn"] {
            case "cancel" where form["sure"] != "yes":
                return try await pages.page(slug, organizer, problem: texts.text("steer_unsure"))
            case "retry":
                guard let state = DeliveryState(rawValue: form["state"]), Self.retried.contains(state) else {
                    throw HTTPError(.badRequest)
                }
                if state == .held, form["sure"] != "yes" {
                    return try await pages.page(slug, organizer, problem: texts.text("steer_unsure_held"))
                }
                let count = try await store.requeue(slug, from: state, now: now)
                return try await pages.page(slug, organizer, notice: texts.text("steered_retry", count: count))
            default:
                guard let turn = CourseChange(rawValue: form["turn"]) else { throw HTTPError(.badRequest) }
                guard try await store.steer(slug, turn, now: now) else { throw SubmitError.cancelled(slug) }
                return try await pages.page(slug, organizer, notice: texts.text("steered_\(turn.rawValue)"))
            }
        } catch let error as SubmitError {
            if case .noSuchCall = error { return try office.missing(organizer) }
            return try await pages.page(slug, organizer, problem: "\(error)")
        }
    }

    /// Which deliveries may be put back into the queue from the page.
    static let retried: [DeliveryState] = [.failed, .held]
}

extension PageView {
    /// Sets the buttons with which somebody may steer a call now.
    mutating func setSteering(of status: CallStatus, by organizer: Organizer, at path: String) {
        let may = organizer.may(.send) && status.course != .cancelled
        set("steers", may)
        set("steer_action", "\(path)/steer")
        set("may_pause", may && status.course == .running)
        set("may_resume", may && status.course == .paused)
        let failed = status.count(.failed), held = status.count(.held)
        set("retry_failed", may && failed > 0 ? texts.text("retry_failed", count: failed) : nil)
        set("retry_held", may && held > 0 ? texts.text("retry_held", count: held) : nil)
    }
}
