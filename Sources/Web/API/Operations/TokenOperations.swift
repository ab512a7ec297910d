import Accounts
import Calls
import HTTPTypes
import Reviews

/// What a token is.
struct TokenOperations {
    let api: API

    var all: [APIOperation] {
        [
            APIOperation(
                method: .get,
                path: "/token",
                name: "showToken",
                summary: "Whose token this is, and its role.",
                permission: .look,
                answers: [(.ok, "Token", "The token that was shown.")]
            ) { request in
                APIAnswer(
                    .object([
                        ("account", .text(request.bearer.account.rawValue)),
                        ("role", .text(request.bearer.role.rawValue)),
                    ])
                )
            }
        ]
    }
}
