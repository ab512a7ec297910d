import Accounts
import Calls
import HTTPTypes
import Reviews

/// One thing that a program can ask, with all that is said of it in the description.
struct APIOperation: Sendable {
    typealias Act = @Sendable (APIRequest) async throws -> APIAnswer

    /// GET, which changes nothing, or POST.
    let method: HTTPRequest.Method
    /// Below the folder of the API, with names in braces: `/calls/{call}`.
    let path: String
    /// Its name in the description, once only.
    let name: String
    let summary: String
    /// What the token's role must include.
    let permission: Permission
    var parameters: [APIParameter] = []
    /// What the body may hold; a POST without fields takes an empty body or an empty object.
    var fields: [APIField] = []
    /// What is answered when all went well: the name of the shape, and what it means, by status.
    let answers: [(status: HTTPResponse.Status, shape: String, meaning: String)]
    /// Besides what may go wrong with every request of its kind.
    var problems: [HTTPResponse.Status] = []
    let act: Act

    /// The most bytes that a body may have: what the longest texts need when every sign of theirs is written as JSON's two
    /// escapes, and some for blanks.
    var limit: Int { fields.reduce(Form.limit) { $0 + 12 * ($1.name.utf8.count + $1.longest) } }

    /// The names in the path.
    var pathNames: [String] {
        path.split(separator: "/").filter { $0.first == "{" }.map { String($0.dropFirst().dropLast()) }
    }

    /// Everything that may go wrong, in order.
    var allProblems: [HTTPResponse.Status] {
        var all: [HTTPResponse.Status] = [.unauthorized, .forbidden, .tooManyRequests, .internalServerError] + problems
        all.append(.badRequest)
        if !pathNames.isEmpty { all.append(.notFound) }
        if method == .post {
            all += [.requestTimeout, .conflict, .contentTooLarge, .unsupportedMediaType, .unprocessableContent]
        }
        return Set(all).sorted { $0.code < $1.code }
    }
}

/// What may stand behind the question mark.
struct APIParameter: Sendable {
    enum Kind: Sendable {
        case text, flag
        case choice([String])
        case number(ClosedRange<Int>, standard: Int)
    }

    /// The most signs of a text.
    static let longest = 100

    let name: String
    let summary: String
    var kind = Kind.text
    var isRequired = false
}

/// A member of a body's object: a text.
struct APIField: Sendable {
    let name: String
    let summary: String
    /// The most signs, which JSON Schema counts by Unicode's scalars.
    var limit = 200
    /// The only values; `nil` for any text.
    var choices: [String]?
    var isRequired = false
    /// The most signs of any value that is taken.
    var longest: Int { choices.map { $0.reduce(0) { max($0, $1.unicodeScalars.count) } } ?? limit }
    /// What could stand there.
    var example: String?
    /// Whether it may be empty where it is required.
    var mayBeEmpty: Bool { !isRequired }
}

/// What is answered when all went well.
struct APIAnswer: Sendable {
    let status: HTTPResponse.Status
    /// As it is sent; kept for repetitions.
    let body: String

    init(_ json: JSON, _ status: HTTPResponse.Status = .ok) {
        self.status = status
        body = json.line
    }

    /// What was answered before.
    init(status: HTTPResponse.Status, body: String) {
        self.status = status
        self.body = body
    }
}
