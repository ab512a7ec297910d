import Accounts
import Calls
import Deliveries
import Hummingbird
import People
import Reviews

extension Office {
    /// Sets what pages show of a message file: its faults or its plan, and what each channel would send.
    ///
    /// - Parameters:
    ///   - draft: The file; `nil` before there is one.
    ///   - own: Where tests may go.
    ///   - view: The page.
    func setDraft(_ draft: Draft?, own: OwnAddresses, in view: inout PageView) {
        view.set("action", path("/write"))
        view.set("source", draft?.source ?? "")
        view.set("name", draft?.fileName ?? "")
        view.set(
            "faults",
            (draft?.faults ?? []).map { fault in
                [
                    "line": fault.line.map { texts.text("write_line", ["line": String($0)]) as Any } ?? false,
                    "text": fault.problem,
                ]
            }
        )
        view.set("has_faults", draft.map { !$0.faults.isEmpty } ?? false)
        view.set("notes", ((draft?.notes ?? []) + (draft?.plan?.warnings ?? [])).map { ["text": $0] })
        let isSendable = draft?.faults.isEmpty ?? false
        view.set("previews", (draft?.previews ?? []).map { row($0, own: isSendable ? own : OwnAddresses()) })
        let hasAddress = own.email != nil || own.phone != nil
        let hasPreviews = !(draft?.previews ?? []).isEmpty
        view.set("test_hint", hasPreviews ? texts.text(hasAddress ? "test_what" : "test_none") : nil)
        view.set("plan", section: draft?.plan.map(section))
        view.set("proposal", "")
    }

    private func row(_ shown: Draft.Shown, own: OwnAddresses) -> [String: Any] {
        let address = TestMessage.maskedAddress(own, of: shown.addressKind)
        return [
            "channel": texts.channelName(shown.channel), "id": shown.channel.rawValue,
            "subject": shown.preview.subject.map { $0 as Any } ?? false, "text": shown.preview.text,
            "has_html": shown.preview.html != nil, "preview_notes": shown.preview.notes.map { ["text": $0] },
            "test_address": address.map { texts.text("test_button", ["address": $0]) as Any } ?? false,
        ]
    }

    private func section(_ plan: Plan) -> [String: Any] {
        [
            "audience": texts.text("audience", count: plan.audience),
            "channels": plan.channels.map { channel -> [String: Any] in
                let figures = channel.forecast.figures.map { figure in
                    switch figure.value {
                    case .number(let number): "\(texts.language.written(number)) \(figure.name)"
                    case .text(let text): text
                    }
                }
                let skipped = channel.skip.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
                return [
                    "channel": texts.channelName(channel.id), "send": texts.language.written(channel.send),
                    "figures": PageView.shown(figures.joined(separator: ", ")),
                    "skips": skipped.map { reason, count -> [String: Any] in
                        ["count": texts.language.written(count), "reason": texts.reason(reason.rawValue)]
                    },
                ]
            },
        ]
    }

    /// Who did something and when, in a sentence of ours.
    func words(of act: Proposal.Act, _ name: String, _ more: [String: String] = [:]) -> String {
        texts.text(name, more.merging(["by": act.by, "at": moments.written(act.at)]) { $1 })
    }
}
