import Calls
import Deliveries
import People
import Reviews

/// The shapes of answers, in JSON Schema; those that the command line prints as well are the same there.
///
/// Members may be added to an answer, so none forbids others.
enum APIShapes {
    static let all: [(String, JSON)] = [
        ("Token", object([("account", text), ("role", text)])),
        ("Calls", object([("calls", list(of: "Call"))])),
        (
            "Call",
            object([
                ("call", text), ("title", text), ("state", choice(CallStatus.Course.allCases.map(\.rawValue))),
                ("audience", count), ("goal", perhaps("integer")), ("done", count), ("done_via", counts),
                ("arrived", object([("all", count), ("through_shared_links", count)])),
                ("channels", map(object(DeliveryState.allCases.map { ($0.rawValue, count) }))),
                ("results", counts), ("waiting_for", perhapsText),
            ])
        ),
        (
            "Timeline",
            object([("start", moment), ("step_seconds", count), ("sent", array(count)), ("done", array(count))])
        ),
        ("Reasons", object([("reasons", list(of: "Reason"))])),
        ("Reason", object([("channel", text), ("state", text), ("reason", text), ("count", count)])),
        ("LogPage", object([("entries", list(of: "Delivery")), ("next", perhapsText)])),
        (
            "Delivery",
            object([
                ("call", text), ("person", text), ("channel", text), ("purpose", text),
                ("state", choice(DeliveryState.allCases.map(\.rawValue))), ("reason", perhapsText),
                ("attempts", count), ("due", perhapsMoment), ("at", moment), ("reference", perhapsText),
                ("address", text), ("answer", perhapsText),
            ])
        ),
        (
            "Check",
            object([
                ("call", perhapsText), ("title", perhapsText),
                ("faults", array(object([("line", perhaps("integer")), ("problem", text)]))), ("notes", array(text)),
            ])
        ),
        (
            "Plan",
            object([
                ("call", text), ("hash", text), ("audience", count),
                ("channels", map(object([("send", count), ("skip", counts)]))), ("warnings", array(text)),
                ("faults", array(text)),
            ])
        ),
        (
            "Submission",
            object([("call", text), ("hash", text), ("audience", count), ("queued", count), ("changed", flag)])
        ),
        ("Retry", object([("call", text), ("queued", count)])),
        (
            "Completion",
            object([("call", text), ("person", text), ("changed", flag), ("withdrawn", count), ("was_asked", flag)])
        ),
        ("People", object([("people", list(of: "Person")), ("more", flag)])),
        ("Person", object(person)),
        (
            "PersonWithConsent",
            object(person + [("language", text), ("timezone", text), ("consents", list(of: "ConsentEntry"))])
        ),
        ("ConsentEntry", object(consent)),
        (
            "Explanation",
            object([
                ("call", text), ("person", text), ("selected", flag), ("done", perhapsMoment),
                ("done_via", perhapsText),
                (
                    "channels",
                    map(
                        object([
                            ("state", perhapsText), ("reason", perhapsText), ("address", text),
                            ("answer", perhapsText),
                            ("consent", .object([("anyOf", .list([reference("ConsentEntry"), type("null")]))])),
                        ])
                    )
                ),
            ])
        ),
        (
            "ConsentChange",
            object([
                ("person", text), ("channel", text), ("state", choice(ConsentState.allCases.map(\.rawValue))),
                ("changed", flag), ("may_still_arrive", flag),
            ])
        ),
        ("Inbox", object([("messages", list(of: "Message"))])),
        (
            "Message",
            object([
                ("number", count), ("at", moment), ("channel", text), ("person", perhapsText), ("from", text),
                ("perhaps_opt_out", flag), ("words", text), ("handled_at", perhapsMoment),
            ])
        ),
        ("MessageDone", object([("number", count), ("changed", flag)])),
        ("Sheets", object([("sheets", list(of: "Sheet"))])),
        (
            "Sheet",
            object([
                ("sheet", text), ("call", text), ("state", text), ("holder", perhapsText), ("due", perhapsMoment),
                ("overdue", flag), ("at", moment), ("rows", count), ("entered", count), ("doubtful", count),
            ])
        ),
        ("Problem", problem),
    ]

    private static let person: [(String, JSON)] = [
        ("id", text), ("name", text), ("email", perhapsText), ("phone", perhapsText), ("door", perhapsText),
        ("tags", array(text)),
    ]

    private static let consent: [(String, JSON)] = [
        ("entry", count), ("channel", text), ("state", choice(ConsentState.allCases.map(\.rawValue))),
        ("at", moment), ("source", text), ("wording", text), ("evidence", text), ("recorded_at", moment),
        ("recorded_by", text),
    ]

    /// RFC 9457, with what is wrong one by one where there is more to say.
    private static let problem: JSON = {
        let fault = object([("pointer", text), ("detail", text)], optional: [("line", count)])
        return object([("title", text), ("status", count), ("detail", text)], optional: [("errors", array(fault))])
    }()

    private static let text = type("string")
    private static let flag = type("boolean")
    private static let perhapsText = perhaps("string")
    private static let count = JSON.object([("type", .text("integer")), ("minimum", .number(0))])
    private static let counts = map(count)
    private static let moment = JSON.object([("type", .text("string")), ("format", .text("date-time"))])
    private static let perhapsMoment = JSON.object([
        ("type", .list([.text("string"), .text("null")])), ("format", .text("date-time")),
    ])

    private static func type(_ name: String) -> JSON { .object([("type", .text(name))]) }

    private static func perhaps(_ name: String) -> JSON {
        .object([("type", .list([.text(name), .text("null")]))])
    }

    static func choice(_ choices: [String]) -> JSON {
        .object([("type", .text("string")), ("enum", .list(choices.map { .text($0) }))])
    }

    static func reference(_ name: String) -> JSON { .object([("$ref", .text("#/components/schemas/\(name)"))]) }

    private static func array(_ element: JSON) -> JSON { .object([("type", .text("array")), ("items", element)]) }

    private static func list(of name: String) -> JSON { array(reference(name)) }

    private static func map(_ value: JSON) -> JSON {
        .object([("type", .text("object")), ("additionalProperties", value)])
    }

    private static func object(_ members: [(String, JSON)], optional: [(String, JSON)] = []) -> JSON {
        .object([
            ("type", .text("object")), ("properties", .object(members + optional)),
            ("required", .list(members.map { .text($0.0) })),
        ])
    }
}
