import Calls
import Deliveries
import HTTPTypes
import Hummingbird
import People
import Reviews

/// The way out of a channel: one page, one button, and the POST that mail programs send by themselves (RFC 8058).
///
/// It works as long as the installation does, whatever became of the call.
struct StopPages {
    let site: WebSite

    func add(to routes: Routes) {
        routes.add("/\(LinkPurpose.stop.folder)/:token", get: show, post: stop)
    }

    private func show(_ request: Request, _ context: VisitorContext) async throws -> Response {
        guard let visit = try await site.visit(context, .stop) else { return try site.gone(request) }
        let texts = site.texts(request, person: visit.person, call: visit.standing.call)
        if visit.isForgotten { return try stopped(visit, texts, inTime: true) }
        let words = ["channel": texts.channelName(visit.channel), "organization": site.organization.name]
        let heading = texts.text("stop_title", words)
        var view = site.view(texts, title: heading)
        view.set("heading", heading)
        view.set("explanation", texts.text("stop_text", words))
        view.set("form_action", site.links.stop(visit.delivery))
        view.set("button_label", texts.text("stop_button"))
        view.set("preferences_link", site.links.preferences(visit.delivery))
        return try site.page("stop", view)
    }

    /// Opts out, whether a mail program or a person asks.
    ///
    /// What the body says is not looked at, nor whether it can be read, since nobody comes here with a POST who wants anything
    /// else.
    private func stop(_ request: Request, _ context: VisitorContext) async throws -> Response {
        do {
            try await Form.body(request)
        } catch is HTTPError {
            // Too large, too slow or broken: whoever wants out has said so by coming here.
        }
        guard let visit = try await site.visit(context, .stop) else { return try site.gone(request) }
        let texts = site.texts(request, person: visit.person, call: visit.standing.call)
        if visit.isForgotten { return try stopped(visit, texts, inTime: true) }
        let inTime = try await site.optOut(
            visit.person,
            of: [visit.channel],
            source: "the way out in a message",
            evidence: "\(visit.channel) delivery \(visit.delivery.rawValue)"
        )
        return try stopped(visit, texts, inTime: inTime)
    }

    private func stopped(_ visit: Visit, _ texts: Texts, inTime: Bool) throws -> Response {
        if visit.isForgotten {
            return try site.message(texts, heading: texts.text("stopped_title"), [texts.text("stopped_forgotten")])
        }
        let words = ["channel": texts.channelName(visit.channel), "organization": site.organization.name]
        return try site.message(
            texts,
            heading: texts.text("stopped_title"),
            [texts.text("stopped_text", words)] + (inTime ? [] : [texts.text("stopped_late")]),
            next: (site.links.preferences(visit.delivery), texts.text("stopped_other"))
        )
    }
}

extension WebSite {
    /// Opts a person out of channels, and waits until nothing of theirs is in a worker's hands any more.
    ///
    /// - Returns: False when something may still arrive.
    func optOut(_ person: Person, of channels: [ChannelID], source: String, evidence: String) async throws -> Bool {
        for channel in channels {
            // A channel that is no longer configured has no profile; its consent is withdrawn all the same.
            if let profile = self.channels.first(where: { $0.id == channel }) {
                _ = try await store.optOut(person.id, of: profile, source: source, evidence: evidence, now: now())
            } else {
                let change = ConsentChange(
                    channel: channel,
                    state: .withdrawn,
                    at: now(),
                    source: source,
                    evidence: evidence
                )
                _ = try await store.record(change, of: person.id, by: "web", now: now())
            }
        }
        return try await store.waitUntilNothingIsInHand(of: person.id, atMost: Self.patience)
    }
}

extension Texts {
    /// A channel's name in the middle of a sentence; its own word where we have no other.
    func channelName(_ channel: ChannelID) -> String { find("channel.\(channel)") ?? channel.rawValue }
}
