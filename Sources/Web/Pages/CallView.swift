import Calls
import Deliveries
import Reviews

extension PageView {
    /// Sets what every page about a call shows: the ask, its facts and how far it has come.
    ///
    /// - Parameters:
    ///   - standing: The call.
    ///   - calendarLink: Where its calendar file lies.
    mutating func set(_ standing: CallStanding, calendarLink: String) {
        let call = standing.call
        let action = call.action
        set("call_lang", call.language)
        set("ask", action.ask)
        set("title", call.title)
        set("has_facts", action.whenText != nil || action.place != nil || action.url != nil)
        set("when", action.whenText)
        set("calendar_link", action.when == nil ? nil : calendarLink)
        set("where", action.place)
        set("map_link", action.place.map { MapLink.address(of: $0) })
        set("url", action.url)
        setGoal(standing)
    }

    private mutating func setGoal(_ standing: CallStanding) {
        set("goal", true)
        let goal = standing.call.goal
        set("goal_number", goal.map(String.init))
        set("goal_shown", String(min(standing.done, goal ?? 0)))
        set("goal_percent", goal.map { String(min(100, standing.done * 100 / $0)) })
        let words =
            if standing.done == 0 {
                texts.text("done_none")
            } else if let goal {
                texts.text("done_of_goal", count: standing.done, ["goal": texts.language.written(goal)])
            } else {
                texts.text("done_so_far", count: standing.done)
            }
        set("goal_text", words)
    }

    /// Sets why nothing can be done any more; hides it while the call is open.
    ///
    /// - Returns: Whether the call is open.
    mutating func setEnd(_ standing: CallStanding, organization: String, now: Timestamp) -> Bool {
        let isOpen = standing.isOpen(at: now)
        let name = standing.course == .cancelled ? "cancelled" : "closed"
        set("ended", !isOpen)
        set("ended_title", texts.text("\(name)_title"))
        set("ended_text", texts.text("\(name)_text", ["organization": organization]))
        return isOpen
    }
}

/// A plain link to a place on a map; nothing is loaded from there unless somebody follows it.
enum MapLink {
    /// The address of a search for a place.
    static func address(of place: String) -> String {
        var bytes = Array("https://www.openstreetmap.org/search?query=".utf8)
        Template.Escape.address.append(place, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
