import Accounts
import Calls
import Deliveries
import HTTPTypes
import Reviews

/// The description of the API, OpenAPI 3.1, made of the same list as the routes.
struct OpenAPI {
    let api: API

    var document: JSON {
        .object([
            ("openapi", .text("3.1.0")),
            (
                "info",
                .object([
                    ("title", .text("Clarion")), ("version", .text("1")),
                    (
                        "description",
                        .text(
                            "Calls to action: who was asked, by which channel, and who did it. Times are RFC 3339 in UTC; "
                                + "addresses are masked. Whatever goes wrong is told as RFC 9457 has it."
                        )
                    ),
                ])
            ),
            ("servers", .list([.object([("url", .text(api.site.links.publicURL + API.folder))])])),
            ("security", .list([.object([("token", .list([]))])])),
            ("paths", paths),
            (
                "components",
                .object([
                    ("schemas", .object(APIShapes.all)),
                    (
                        "securitySchemes",
                        .object([
                            (
                                "token",
                                .object([
                                    ("type", .text("http")), ("scheme", .text("bearer")),
                                    ("description", .text("'clarion token create' makes one.")),
                                ])
                            )
                        ])
                    ),
                ])
            ),
        ])
    }

    private var paths: JSON {
        var paths: [(String, [(String, JSON)])] = []
        for operation in api.operations {
            let entry = (operation.method.rawValue.lowercased(), description(of: operation))
            if let index = paths.firstIndex(where: { $0.0 == operation.path }) {
                paths[index].1.append(entry)
            } else {
                paths.append((operation.path, [entry]))
            }
        }
        return .object(paths.map { ($0.0, .object($0.1)) })
    }

    private func description(of operation: APIOperation) -> JSON {
        let roles = Role.allCases.filter { $0.may(operation.permission) }.map(\.rawValue).joined(separator: ", ")
        var members: [(String, JSON)] = [
            ("operationId", .text(operation.name)), ("summary", .text(operation.summary)),
            ("description", .text("For tokens whose role is one of: \(roles).")),
        ]
        var parameters = operation.pathNames.map(Self.pathParameter) + operation.parameters.map(Self.parameter)
        if operation.method == .post {
            parameters.append(Self.key)
            members.append(("requestBody", Self.body(of: operation)))
        }
        if !parameters.isEmpty { members.append(("parameters", .list(parameters))) }
        let good = operation.answers.map { answer in
            (String(answer.status.code), Self.response(answer.meaning, "application/json", answer.shape))
        }
        let bad = operation.allProblems.map { status in
            (String(status.code), Self.response(status.reasonPhrase, "application/problem+json", "Problem"))
        }
        members.append(("responses", .object(good + bad)))
        return .object(members)
    }

    private static func response(_ meaning: String, _ type: String, _ shape: String) -> JSON {
        let content = JSON.object([("schema", APIShapes.reference(shape))])
        return .object([("description", .text(meaning)), ("content", .object([(type, content)]))])
    }

    private static func pathParameter(_ name: String) -> JSON {
        let schema: JSON =
            name == "number"
            ? .object([("type", .text("integer")), ("minimum", .number(1))])
            : .object([("type", .text("string")), ("minLength", .number(1))])
        let examples: [String: JSON] = ["call": .text("rent-hearing"), "person": .text("p017"), "number": .number(1)]
        return .object([
            ("name", .text(name)), ("in", .text("path")), ("required", .bool(true)), ("schema", schema),
            ("example", examples[name] ?? .null),
        ])
    }

    private static func parameter(_ parameter: APIParameter) -> JSON {
        let schema: JSON =
            switch parameter.kind {
            case .text: .object([("type", .text("string")), ("maxLength", .number(APIParameter.longest))])
            case .flag: .object([("type", .text("boolean"))])
            case .choice(let choices): APIShapes.choice(choices)
            case .number(let range, let standard):
                .object([
                    ("type", .text("integer")), ("minimum", .number(range.lowerBound)),
                    ("maximum", .number(range.upperBound)), ("default", .number(standard)),
                ])
            }
        return .object([
            ("name", .text(parameter.name)), ("in", .text("query")), ("required", .bool(parameter.isRequired)),
            ("description", .text(parameter.summary)), ("schema", schema),
        ])
    }

    private static let key = JSON.object([
        ("name", .text("Idempotency-Key")), ("in", .text("header")), ("required", .bool(false)),
        (
            "description",
            .text(
                "A text of your own for this request. Sent again with the same key within a day, it is answered with the same "
                    + "words, and nothing is done twice."
            )
        ),
        (
            "schema",
            .object([
                ("type", .text("string")), ("minLength", .number(1)), ("maxLength", .number(255)),
                ("pattern", .text("^[\\x21-\\x7E]+$")),
            ])
        ),
    ])

    private static func body(of operation: APIOperation) -> JSON {
        let properties = operation.fields.map { field -> (String, JSON) in
            var members: [(String, JSON)] = [("type", .text("string")), ("description", .text(field.summary))]
            if let choices = field.choices {
                members.append(("enum", .list(choices.map { .text($0) })))
            } else {
                if !field.mayBeEmpty { members.append(("minLength", .number(1))) }
                members.append(("maxLength", .number(field.limit)))
            }
            if let example = field.example { members.append(("examples", .list([.text(example)]))) }
            return (field.name, .object(members))
        }
        let needed = operation.fields.filter(\.isRequired).map { JSON.text($0.name) }
        var schema: [(String, JSON)] = [
            ("type", .text("object")), ("properties", .object(properties)), ("additionalProperties", .bool(false)),
        ]
        if !needed.isEmpty { schema.append(("required", .list(needed))) }
        return .object([
            ("required", .bool(!needed.isEmpty)),
            ("content", .object([("application/json", .object([("schema", .object(schema))]))])),
        ])
    }
}
